import { isDigit } from './characters.js';
import type { Facets } from './model.js';
import type { ValueSpace } from './value-space.js';

const MINUS = 0x2d;

/** Digits that always fit a JavaScript number. */
const SAFE_DIGITS = 15;

/** Digits of whole numbers below {@link FAR}. */
const FAR_DIGITS = 18;
const FAR = 1e18;

/** The whole number that `text` is, with at most `digits` digits as machines write them; NaN when it is none. */
export const readWholeNumber = (text: string, digits: number): number => {
  const isNegative = text.charCodeAt(0) === MINUS;
  const start = isNegative ? 1 : 0;
  const length = text.length - start;
  if (length === 0 || length > digits) return NaN;
  let value = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return NaN;
    value = value * 10 + code - 0x30;
  }
  return isNegative ? -value : value;
};

/** Whether whole numbers within inclusive bounds need no other check. */
const isPlain = (space: ValueSpace, facets: Facets): boolean =>
  space.primitive === 'decimal' &&
  facets.patterns.length === 0 &&
  (facets.enumeration ?? facets.minExclusive ?? facets.maxExclusive) === undefined;

/**
 * A test that is true only for valid texts, in one pass over them, and may be false for some valid ones, which then take
 * the long way. `undefined` where there is no such test.
 */
export const findQuickTest = (space: ValueSpace, facets: Facets): ((text: string) => boolean) | undefined => {
  if (!isPlain(space, facets)) return undefined;
  const { minInclusive = '-Infinity', maxInclusive = 'Infinity', totalDigits = FAR_DIGITS } = facets;
  // Rounding a bound with a fraction could let in the whole number next to it.
  if (minInclusive.includes('.') || maxInclusive.includes('.')) return undefined;
  const [least, most] = [Number(minInclusive), Number(maxInclusive)];
  // Where both bounds are far out, as for long, a rounded value of 18 digits is as good as an exact one.
  const safe = least <= -FAR && most >= FAR ? FAR_DIGITS : SAFE_DIGITS;
  const digits = Math.min(totalDigits, safe);
  return (text) => {
    const value = readWholeNumber(text, digits);
    return value >= least && value <= most;
  };
};
