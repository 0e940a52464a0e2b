import type { TypedValue } from '../facade.js';
import { quote } from './characters.js';
import type { QNameWriter, SimpleProblem, SimpleType } from './model.js';
import { findValueText } from './value-texts.js';

/** Outcome of writing a value: its text, or a problem. */
export type Formatted = { readonly text: string } | { readonly problem: SimpleProblem };

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

const refuseKind = (type: SimpleType, value: TypedValue): Formatted => ({
  problem: {
    rule: 'value-kind',
    message: `expected ${KINDS[type.shape]} for xs:${type.builtIn}, got ${describeValue(value)}`,
  },
});

/** Characters that XML 1.0 has no way to write, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

const findForbidden = (text: string): string | undefined => {
  const found = FORBIDDEN.exec(text)?.[0].charCodeAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
};

const formatAtomic = (type: SimpleType, value: TypedValue, writer: QNameWriter | undefined): Formatted => {
  const written = findValueText(type, value, writer);
  if (written === undefined) return refuseKind(type, value);
  const text = type.runtime.normalize(written.text);
  const problem = type.runtime.check(text, written.qnames);
  if (problem !== undefined) return { problem };
  const forbidden = type.shape === 'string' ? findForbidden(text) : undefined;
  if (forbidden === undefined) return { text };
  return { problem: { rule: 'xml-character', message: `expected characters that XML can hold, got ${forbidden}` } };
};

const formatList = (type: SimpleType, value: TypedValue, itemType: SimpleType): Formatted => {
  if (!Array.isArray(value)) return refuseKind(type, value);
  const texts: string[] = [];
  const items: readonly TypedValue[] = value;
  for (const [index, item] of items.entries()) {
    const formatted = formatAtomic(itemType, item, undefined);
    if ('text' in formatted) texts.push(formatted.text);
    else {
      const { rule, message } = formatted.problem;
      return { problem: { rule, message: `item ${String(index + 1)}: ${message}` } };
    }
  }
  const text = texts.join(' ');
  const problem = type.runtime.check(text);
  return problem === undefined ? { text } : { problem };
};

/**
 * The lexical form of `value`, with its white space normalised and every facet checked. Values that came as JSON are taken
 * where there is one reading of them: safe integers and digits for bigint, base64 for bytes, numbers for decimals.
 */
export const formatSimple = (type: SimpleType, value: TypedValue, writer?: QNameWriter): Formatted =>
  type.itemType === undefined ? formatAtomic(type, value, writer) : formatList(type, value, type.itemType);
