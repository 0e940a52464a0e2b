import { fromNameKey } from '../../xml/index.js';
import type { TypedValue } from '../facade.js';
import { findBase64, toBase64, toHexBinary } from './binary.js';
import { isInteger } from './decimal.js';
import type { QNameContext, QNameWriter, SimpleType } from './model.js';
import { isNameKey } from './qualified-name.js';
import { collapse } from './white-space.js';

/** The text of a value, and the prefix in it; `undefined` when the value is not of the kind that its type has. */
export type WrittenValue = { readonly text: string; readonly qnames?: QNameContext } | undefined;

/** The number without an exponent, as decimals are written. */
const toPlainDecimal = (value: number): string => {
  const text = String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', integer = '', fraction = '', exponent = '0'] = match;
  const digits = integer + fraction;
  const point = integer.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
};

const toFloating = (value: number): string => {
  if (value === Infinity) return 'INF';
  if (value === -Infinity) return '-INF';
  return Object.is(value, -0) ? '-0' : String(value);
};

const writeFloating = (value: TypedValue): WrittenValue => {
  if (typeof value === 'number') return { text: toFloating(value) };
  // JSON has no numbers for these.
  return value === 'INF' || value === '-INF' || value === 'NaN' ? { text: value } : undefined;
};

const writeInteger = (value: TypedValue, digits: boolean): WrittenValue => {
  if (typeof value === 'bigint') return { text: String(value) };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { text: String(value) } : undefined;
  return digits && typeof value === 'string' && isInteger(value) ? { text: value } : undefined;
};

const writeString = (type: SimpleType, value: TypedValue): WrittenValue => {
  if (typeof value === 'string') return { text: value };
  if (type.primitive !== 'decimal') return undefined;
  if (typeof value === 'bigint') return { text: String(value) };
  return typeof value === 'number' && Number.isFinite(value) ? { text: toPlainDecimal(value) } : undefined;
};

const writeBytes = (type: SimpleType, value: TypedValue): WrittenValue => {
  const bytes = typeof value === 'string' ? findBase64(collapse(value)) : value;
  if (!(bytes instanceof Uint8Array)) return undefined;
  return { text: type.primitive === 'hexBinary' ? toHexBinary(bytes) : toBase64(bytes) };
};

const writeName = (value: TypedValue, writer: QNameWriter | undefined): WrittenValue => {
  if (typeof value !== 'string' || !isNameKey(value)) return undefined;
  const { namespace, local } = fromNameKey(value);
  const given = writer?.prefixFor(namespace);
  // A name in no namespace has no prefix to say so: the writer is only told, so that no default namespace is in force there.
  const prefix = namespace === '' ? '' : given;
  if (prefix === undefined) return undefined;
  return {
    text: prefix === '' ? local : `${prefix}:${local}`,
    qnames: { resolve: (asked) => (asked === prefix ? namespace : undefined) },
  };
};

/**
 * The text of a value of an atomic type, by the shape of the type alone. What JSON cannot say otherwise is taken too:
 * digits for a bigint, base64 for bytes, a number for a decimal, the names of infinities and NaN.
 */
export const findValueText = (type: SimpleType, value: TypedValue, writer?: QNameWriter): WrittenValue => {
  switch (type.shape) {
    case 'string':
      return writeString(type, value);
    case 'boolean':
      return typeof value === 'boolean' ? { text: String(value) } : undefined;
    case 'number':
      return type.primitive === 'decimal' ? writeInteger(value, false) : writeFloating(value);
    case 'bigint':
      return writeInteger(value, true);
    case 'bytes':
      return writeBytes(type, value);
    case 'qname':
      return writeName(value, writer);
    case 'list':
    case 'union':
      return undefined;
  }
};
