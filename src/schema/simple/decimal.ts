import { skipDigits } from './characters.js';
import { MAX_NUMBER_LENGTH } from './number-length.js';
import type { Comparator, ValueSpace } from './value-space.js';

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Digits that always fit a JavaScript number. */
const SAFE_DIGITS = 15;

/** A decimal number taken apart: `integer` without leading zeros, `fraction` without trailing ones. */
export interface DecimalParts {
  readonly negative: boolean;
  readonly integer: string;
  readonly fraction: string;
}

const skipSign = (text: string): number => {
  const first = text.charCodeAt(0);
  return first === PLUS || first === MINUS ? 1 : 0;
};

/** Whether `text` is an optional sign and at least one digit. */
export const isInteger = (text: string): boolean => {
  const start = skipSign(text);
  return start < text.length && skipDigits(text, start) === text.length;
};

/** Whether `text` is a decimal number as XSD 1.0 writes it: no exponent, digits on at least one side of the point. */
export const isDecimal = (text: string): boolean => {
  const start = skipSign(text);
  const point = skipDigits(text, start);
  if (point === text.length) return point > start;
  if (text.charCodeAt(point) !== POINT) return false;
  return skipDigits(text, point + 1) === text.length && text.length > start + 1;
};

/** The parts of a decimal number. */
export const parseDecimal = (text: string): DecimalParts => {
  let start = skipSign(text);
  const point = skipDigits(text, start);
  while (start < point && text.charCodeAt(start) === ZERO) start++;
  let end = text.length;
  while (end > point && (text.charCodeAt(end - 1) === ZERO || text.charCodeAt(end - 1) === POINT)) end--;
  const integer = text.slice(start, point);
  const fraction = end > point ? text.slice(point + 1, end) : '';
  return { negative: text.charCodeAt(0) === MINUS && integer + fraction !== '', integer, fraction };
};

const compareTexts = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const compareMagnitudes = (left: DecimalParts, right: DecimalParts): number =>
  left.integer.length - right.integer.length ||
  compareTexts(left.integer, right.integer) ||
  compareTexts(left.fraction, right.fraction);

/** Order of two decimal numbers. */
export const compareDecimals = (left: DecimalParts, right: DecimalParts): number => {
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  return left.negative ? compareMagnitudes(right, left) : compareMagnitudes(left, right);
};

const compareToDecimal = (bound: string): Comparator => {
  const parts = parseDecimal(bound);
  const number = Number(bound);
  const isSafe = parts.fraction === '' && parts.integer.length <= SAFE_DIGITS;
  return (text) =>
    isSafe && text.length <= SAFE_DIGITS && isInteger(text)
      ? Number(text) - number
      : compareDecimals(parseDecimal(text), parts);
};

const toCanonical = (text: string): string => {
  const { negative, integer, fraction } = parseDecimal(text);
  return `${negative ? '-' : ''}${integer === '' ? '0' : integer}${fraction === '' ? '' : `.${fraction}`}`;
};

/** Digits of the value: those before the point without leading zeros, and those after it without trailing ones. */
export const countDigits = (text: string): { readonly total: number; readonly fraction: number } => {
  const { integer, fraction } = parseDecimal(text);
  return { total: integer.length + fraction.length, fraction: fraction.length };
};

/** `xs:decimal`; its values are texts, since no JavaScript number holds them all. */
export const DECIMAL_SPACE: ValueSpace = {
  primitive: 'decimal',
  shape: 'string',
  isLexical: isDecimal,
  canonical: toCanonical,
  toValue: (text) => text,
  comparatorTo: compareToDecimal,
};

/** Integers as bigint. */
export const BIG_INTEGER_SPACE: ValueSpace = {
  ...DECIMAL_SPACE,
  shape: 'bigint',
  maxLength: MAX_NUMBER_LENGTH,
  isLexical: (text) => text.length <= MAX_NUMBER_LENGTH && isInteger(text),
  toValue: BigInt,
};

/** Integers that fit a JavaScript number. */
export const SMALL_INTEGER_SPACE: ValueSpace = {
  ...DECIMAL_SPACE,
  shape: 'number',
  isLexical: isInteger,
  // The sum turns -0 into 0.
  toValue: (text) => Number(text) + 0,
};
