import type { TypedValue } from '../facade.js';
import { quote } from './characters.js';
import { checkItemText } from './list-runtime.js';
import type { QNameContext, QNameWriter, SimpleProblem, SimpleType } from './model.js';
import { findValueText } from './value-texts.js';
import { isSameValue, otherTexts } from './other-texts.js';

/** Outcome of writing a value: its text, or a problem. */
export type Formatted = { readonly text: string } | { readonly problem: SimpleProblem };

/** A text with the prefixes in it, or a problem. */
type Written =
  { readonly text: string; readonly qnames: QNameContext | undefined } | { readonly problem: SimpleProblem };

/** What keeps a text from being taken by whoever asks for it; `member` is the member type that it was written by. */
type Accept = (text: string, context: QNameContext | undefined, member?: SimpleType) => SimpleProblem | undefined;

/** What a value is written with. */
interface WriteParts {
  readonly writer: QNameWriter | undefined;
  readonly accept?: Accept | undefined;
  /** Which of the texts of an atomic value is tried first. Default 0, the usual one. */
  readonly variant?: number | undefined;
}

/** Rule of a value that is of another JavaScript kind than its type has; no rule of XSD. */
const VALUE_KIND = 'value-kind';
/** Rule of a value of which every text means another value to a union; no rule of XSD. */
const VALUE_MISREAD = 'value-misread';

const describeValue = (value: TypedValue): string => {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `the string ${quote(value)}`;
  if (typeof value === 'bigint') return `the bigint ${quote(String(value))}`;
  if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`;
  if (value instanceof Uint8Array) return `${String(value.length)} bytes`;
  return Array.isArray(value) ? 'an array' : 'an object';
};

const KINDS: Readonly<Record<SimpleType['shape'], string>> = {
  string: 'a string',
  number: 'a number',
  bigint: 'a bigint, a safe integer or a string of digits',
  boolean: 'a boolean',
  bytes: 'bytes or a base64 string',
  qname: 'a name such as "{namespace}local" whose namespace has a prefix',
  list: 'an array',
  union: 'a value of one of the member types',
};

const refuseKind = (type: SimpleType, value: TypedValue): { readonly problem: SimpleProblem } => ({
  problem: {
    rule: VALUE_KIND,
    message: `expected ${KINDS[type.shape]} for xs:${type.builtIn}, got ${describeValue(value)}`,
  },
});

/** Characters that XML 1.0 has no way to write, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

const findForbidden = (text: string): string | undefined => {
  const found = FORBIDDEN.exec(text)?.[0].charCodeAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
};

/** A text that is taken, unless XML cannot hold it. */
const finish = (type: SimpleType, written: Exclude<Written, { readonly problem: SimpleProblem }>): Written => {
  const forbidden = type.shape === 'string' ? findForbidden(written.text) : undefined;
  if (forbidden === undefined) return written;
  return { problem: { rule: 'xml-character', message: `expected characters that XML can hold, got ${forbidden}` } };
};

/** What a text that was written is checked with. */
const toContext = (qnames: QNameContext | undefined, writer: QNameWriter | undefined): QNameContext | undefined =>
  writer?.step === undefined ? qnames : { resolve: qnames?.resolve ?? ((): undefined => undefined), step: writer.step };

/** The first text of a value that the type takes, and whoever asks for it. */
const tryTexts = (
  type: SimpleType,
  { texts, qnames }: { readonly texts: readonly string[]; readonly qnames: QNameContext | undefined },
  { writer, accept }: WriteParts,
): Written => {
  const context = toContext(qnames, writer);
  let first: SimpleProblem | undefined;
  for (const each of texts) {
    const text = type.runtime.normalize(each);
    const own = type.runtime.check(text, context);
    const problem = own ?? accept?.(text, context);
    if (problem === undefined) return finish(type, { text, qnames });
    first ??= problem;
    // Another text of one value is no answer to anything but a pattern.
    if (own !== undefined && own.rule !== 'cvc-pattern-valid') break;
  }
  return { problem: first ?? { rule: VALUE_KIND, message: `expected a value of xs:${type.builtIn}` } };
};

const writeAtomic = (type: SimpleType, value: TypedValue, parts: WriteParts): Written => {
  const { accept, variant = 0 } = parts;
  const written = findValueText(type, value, parts.writer);
  if (written === undefined) return refuseKind(type, value);
  const { text, qnames } = written;
  // Nearly every text is taken at a glance, before others are thought of.
  const isQuick = variant === 0 && accept === undefined && type.runtime.isQuick?.(text) === true;
  if (isQuick) return finish(type, { text, qnames });
  // A string says itself how it is to be written.
  const texts = typeof value === 'string' ? [text] : [text, ...otherTexts(type, text)];
  return tryTexts(type, { texts: texts.slice(Math.min(variant, texts.length - 1)), qnames }, parts);
};

/** Resolves what any of the items resolves: a writer gives each prefix to one namespace. */
const joinContexts = (contexts: readonly QNameContext[]): QNameContext => ({
  resolve: (prefix) => {
    for (const context of contexts) {
      const namespace = context.resolve(prefix);
      if (namespace !== undefined) return namespace;
    }
    return undefined;
  },
});

/** Texts of items, the items' problem, or the list's. */
const writeItems = (
  type: SimpleType,
  items: readonly TypedValue[],
  parts: WriteParts & { itemType: SimpleType },
): Written => {
  const { writer, accept, itemType, variant } = parts;
  const texts: string[] = [];
  const contexts: QNameContext[] = [];
  for (const [index, item] of items.entries()) {
    const written = writeSimple(itemType, item, { writer, variant });
    const problem = 'problem' in written ? written.problem : checkItemText(written.text);
    if (problem !== undefined) {
      return { problem: { rule: problem.rule, message: `item ${String(index + 1)}: ${problem.message}` } };
    }
    if ('problem' in written) continue;
    texts.push(written.text);
    if (written.qnames !== undefined) contexts.push(written.qnames);
  }
  const text = texts.join(' ');
  const qnames = contexts.length === 0 ? undefined : joinContexts(contexts);
  const context = toContext(qnames, writer);
  const problem = type.runtime.check(text, context) ?? accept?.(text, context);
  return problem === undefined ? { text, qnames } : { problem };
};

/** How many ways of writing all items of a list are tried. */
const LIST_VARIANTS = 3;

const writeList = (type: SimpleType, value: TypedValue, parts: WriteParts & { itemType: SimpleType }): Written => {
  if (!Array.isArray(value)) return refuseKind(type, value);
  const items: readonly TypedValue[] = value;
  const first = writeItems(type, items, parts);
  if (!('problem' in first) || (first.problem.rule !== 'cvc-pattern-valid' && first.problem.rule !== VALUE_MISREAD)) {
    return first;
  }
  for (let variant = 1; variant <= LIST_VARIANTS; variant++) {
    const other = writeItems(type, items, { ...parts, variant });
    if (!('problem' in other)) return other;
  }
  return first;
};

const toMisread = (text: string): SimpleProblem => ({
  rule: VALUE_MISREAD,
  message: `expected a value that is read back as it is, but ${quote(text)} is read by an earlier member type`,
});

/** The text of the first member of which the text is taken. */
const writeByMember = (type: SimpleType, value: TypedValue, parts: WriteParts): Written => {
  let first: SimpleProblem | undefined;
  for (const member of type.memberTypes) {
    const accept: Accept = (text, context) =>
      type.runtime.check(text, context) ?? parts.accept?.(text, context, member);
    const written = writeSimple(member, value, { ...parts, accept });
    if (!('problem' in written)) return written;
    if (written.problem.rule !== VALUE_KIND) first ??= written.problem;
  }
  return first === undefined ? refuseKind(type, value) : { problem: first };
};

/**
 * The text of the first member that takes the value, if the union reads it back as that value; else of the first whose text
 * it reads as an equal one, for values that came as JSON. `"1"` is no value of a union of `xs:int` and `xs:string`, since its
 * text would be the number.
 */
const writeUnion = (type: SimpleType, value: TypedValue, parts: WriteParts): Written => {
  const { accept } = parts;
  const exact = writeByMember(type, value, {
    ...parts,
    accept: (text, context) => {
      const parsed = type.runtime.parse(text, context);
      return 'value' in parsed && isSameValue(parsed.value, value) ? accept?.(text, context) : toMisread(text);
    },
  });
  if (!('problem' in exact)) return exact;
  return writeByMember(type, value, {
    ...parts,
    accept: (text, context, member) =>
      member !== undefined && type.runtime.key(text, context) === member.runtime.key(text, context)
        ? accept?.(text, context)
        : toMisread(text),
  });
};

const writeSimple = (type: SimpleType, value: TypedValue, parts: WriteParts): Written => {
  if (type.variety === 'union') return writeUnion(type, value, parts);
  if (type.itemType !== undefined) return writeList(type, value, { ...parts, itemType: type.itemType });
  return writeAtomic(type, value, parts);
};

/**
 * The lexical form of `value`, with its white space normalised and every facet checked. Values that came as JSON are taken
 * where there is one reading of them: safe integers and digits for bigint, base64 for bytes, numbers for decimals.
 */
export const formatSimple = (type: SimpleType, value: TypedValue, writer?: QNameWriter): Formatted => {
  const written = writeSimple(type, value, { writer });
  return 'problem' in written ? written : { text: written.text };
};
