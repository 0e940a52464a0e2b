import type { TypedValue } from '../values.js';
import type { SimpleType } from './model.js';

/** Most zeros that are put before the digits of a whole number. */
const MOST_ZEROS = 18;

const otherIntegers = (text: string): readonly string[] => {
  const isNegative = text.startsWith('-');
  const [sign, digits] = isNegative ? ['-', text.slice(1)] : ['', text];
  const padded = Array.from({ length: MOST_ZEROS }, (_, at) => `${sign}${'0'.repeat(at + 1)}${digits}`);
  return isNegative ? padded : [`+${text}`, ...padded];
};

/**
 * Other texts of the value that a text stands for, to be tried where a pattern, or an earlier member of a union, does not
 * leave the usual one: `007` for 7, `1` for true, `1.0` for 1, lower case for hexadecimal digits.
 */
export const otherTexts = ({ primitive, shape }: SimpleType, text: string): readonly string[] => {
  if (primitive === 'boolean') return [text === 'true' ? '1' : '0'];
  if (primitive === 'hexBinary') return [text.toLowerCase()];
  if (primitive === 'decimal' && shape !== 'string') return otherIntegers(text);
  const isWhole = (primitive === 'float' || primitive === 'double') && /^-?\d+$/.test(text);
  return isWhole ? [`${text}.0`, `${text}e0`, `${text}.0e0`] : [];
};

/** Whether two values are the same: bytes and lists by what they hold, NaN as itself. */
export const isSameValue = (left: TypedValue, right: TypedValue): boolean => {
  if (left === right || Object.is(left, right)) return true;
  if (left instanceof Uint8Array || right instanceof Uint8Array) {
    if (!(left instanceof Uint8Array && right instanceof Uint8Array)) return false;
    return left.length === right.length && left.every((byte, at) => byte === right[at]);
  }
  if (!isItems(left) || !isItems(right)) return false;
  return left.length === right.length && left.every((item, at) => isSameValue(item, right[at]));
};

const isItems = (value: TypedValue): value is readonly TypedValue[] => Array.isArray(value);
