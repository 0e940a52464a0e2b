import type { TypedValue } from '../facade.js';
import { quote } from './characters.js';
import { checkItemText } from './list-runtime.js';
import type { QNameContext, QNameWriter, SimpleProblem, SimpleType } from './model.js';
import { findValueText } from './value-texts.js';

/** Outcome of writing a value: its text, or a problem. */
export type Formatted = { readonly text: string } | { readonly problem: SimpleProblem };

/** A text with the prefixes in it, or a problem. */
type Written =
  { readonly text: string; readonly qnames: QNameContext | undefined } | { readonly problem: SimpleProblem };

interface ListParts {
  readonly itemType: SimpleType;
  readonly writer: QNameWriter | undefined;
}

/** Rule of a value that is of another JavaScript kind than its type has; no rule of XSD. */
const VALUE_KIND = 'value-kind';

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

/** What a text that was written is checked with. */
const toContext = (qnames: QNameContext | undefined, writer: QNameWriter | undefined): QNameContext | undefined =>
  writer?.step === undefined ? qnames : { resolve: qnames?.resolve ?? ((): undefined => undefined), step: writer.step };

const writeAtomic = (type: SimpleType, value: TypedValue, writer: QNameWriter | undefined): Written => {
  const written = findValueText(type, value, writer);
  if (written === undefined) return refuseKind(type, value);
  const text = type.runtime.normalize(written.text);
  const problem = type.runtime.check(text, toContext(written.qnames, writer));
  if (problem !== undefined) return { problem };
  const forbidden = type.shape === 'string' ? findForbidden(text) : undefined;
  if (forbidden === undefined) return { text, qnames: written.qnames };
  return { problem: { rule: 'xml-character', message: `expected characters that XML can hold, got ${forbidden}` } };
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

const writeList = (type: SimpleType, value: TypedValue, parts: ListParts): Written => {
  if (!Array.isArray(value)) return refuseKind(type, value);
  const texts: string[] = [];
  const contexts: QNameContext[] = [];
  const items: readonly TypedValue[] = value;
  for (const [index, item] of items.entries()) {
    const written = writeSimple(parts.itemType, item, parts.writer);
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
  const problem = type.runtime.check(text, toContext(qnames, parts.writer));
  return problem === undefined ? { text, qnames } : { problem };
};

/**
 * The text of the first member that takes the value, if the union reads it back as an equal one: `"1"` is no value of a
 * union of `xs:int` and `xs:string`, since its text would be the number.
 */
const writeUnion = (type: SimpleType, value: TypedValue, writer: QNameWriter | undefined): Written => {
  let first: SimpleProblem | undefined;
  for (const member of type.memberTypes) {
    const written = writeSimple(member, value, writer);
    if ('problem' in written) {
      if (written.problem.rule !== VALUE_KIND) first ??= written.problem;
      continue;
    }
    const { text } = written;
    const context = toContext(written.qnames, writer);
    const problem = type.runtime.check(text, context);
    if (problem === undefined && type.runtime.key(text, context) === member.runtime.key(text, context)) return written;
    first ??= problem ?? {
      rule: VALUE_KIND,
      message: `expected a value that is read back as it is, but ${quote(text)} is read by an earlier member type`,
    };
  }
  return first === undefined ? refuseKind(type, value) : { problem: first };
};

const writeSimple = (type: SimpleType, value: TypedValue, writer: QNameWriter | undefined): Written => {
  if (type.variety === 'union') return writeUnion(type, value, writer);
  if (type.itemType !== undefined) return writeList(type, value, { itemType: type.itemType, writer });
  return writeAtomic(type, value, writer);
};

/**
 * The lexical form of `value`, with its white space normalised and every facet checked. Values that came as JSON are taken
 * where there is one reading of them: safe integers and digits for bigint, base64 for bytes, numbers for decimals.
 */
export const formatSimple = (type: SimpleType, value: TypedValue, writer?: QNameWriter): Formatted => {
  const written = writeSimple(type, value, writer);
  return 'problem' in written ? written : { text: written.text };
};
