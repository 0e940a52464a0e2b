import { compilePattern } from '../../pattern/index.js';
import type { TextSet } from '../../pattern/index.js';
import { isDecimal, parseDecimal } from '../decimal.js';
import type { DecimalParts } from '../decimal.js';
import type { Bound } from '../facet-names.js';

/** Most digits of a number of which the texts on one side are made a set. */
const MAX_DIGITS = 40;

const ANY_FRACTION = '(\\.[0-9]*)?';
const ANY_NUMBER = `[0-9]*${ANY_FRACTION}`;

/** Magnitudes without a sign, by how they lie to a given one. */
type Side = 'below' | 'above';

const range = (digit: string, side: Side): string | undefined => {
  const value = Number(digit);
  if (side === 'below') return value === 0 ? undefined : `[0-${String(value - 1)}]`;
  return value === 9 ? undefined : `[${String(value + 1)}-9]`;
};

/** Digits of the same number as `digits` that differ from them, first at some place, to one side. */
const differing = (digits: string, side: Side, rest: (left: number) => string): readonly string[] =>
  Array.from(digits).flatMap((digit, at) => {
    const other = range(digit, side);
    return other === undefined ? [] : [`${digits.slice(0, at)}${other}${rest(digits.length - at - 1)}`];
  });

const bySideOfWhole = (integer: string, side: Side): readonly string[] => {
  const { length } = integer;
  const same = differing(integer, side, (left) => `[0-9]{${String(left)}}`);
  if (side === 'above') return [`[1-9][0-9]{${String(length)},}`, ...same];
  return length === 0 ? [] : [`[0-9]{0,${String(length - 1)}}`, ...same];
};

const bySideOfFraction = (fraction: string, side: Side): readonly string[] => {
  const same = differing(fraction, side, () => '[0-9]*').map((digits) => `\\.${digits}`);
  if (side === 'above') return [...same, `\\.${fraction}0*[1-9][0-9]*`];
  // A fraction that ends early is smaller, since the last digit of the given one is not zero.
  return fraction === '' ? [] : ['', ...Array.from(fraction, (_, at) => `\\.${fraction.slice(0, at)}`), ...same];
};

/** Magnitudes on one side of a given one, and that one too unless `strict`. */
const magnitudes = ({ integer, fraction }: DecimalParts, side: Side, strict: boolean): string => {
  const equal = fraction === '' ? '(\\.0*)?' : `\\.${fraction}0*`;
  const fractions = [...bySideOfFraction(fraction, side), ...(strict ? [] : [equal])];
  const whole = bySideOfWhole(integer, side).map((digits) => `0*${digits}${ANY_FRACTION}`);
  return `(${[...whole, ...fractions.map((each) => `0*${integer}${each}`)].join('|')})`;
};

const signed = (facet: Bound[0], value: string): string => {
  const parts = parseDecimal(value);
  const isStrict = facet.endsWith('Exclusive');
  const isLeast = facet.startsWith('min');
  const isZero = parts.integer + parts.fraction === '';
  const [near, far] = isLeast ? ['\\+?', '-'] : ['-', '\\+?'];
  // Zero is on both sides of its sign.
  if (isZero) return isStrict ? `${near}${magnitudes(parts, 'above', true)}` : `${near}${ANY_NUMBER}|${far}0*(\\.0*)?`;
  if (parts.negative === isLeast) return `${near}${ANY_NUMBER}|${far}${magnitudes(parts, 'below', isStrict)}`;
  return `${near}${magnitudes(parts, 'above', isStrict)}`;
};

const toSet = (source: string): TextSet => ({ kind: 'patterns', patterns: [compilePattern(source)] });

/** Among the texts of numbers, those that keep a bound; `undefined` for a bound of too many digits. */
export const boundSet = ([facet, value]: Bound): TextSet | undefined =>
  isDecimal(value) && value.length <= MAX_DIGITS ? toSet(signed(facet, value)) : undefined;

/** Among the texts of numbers, those with at most so many digits after the point. */
export const fractionSet = (most: number): TextSet | undefined =>
  most <= MAX_DIGITS ? toSet(`[+\\-]?[0-9]*(\\.[0-9]{0,${String(most)}}0*)?`) : undefined;

/** Among the texts of numbers, those with at most so many digits. */
export const totalSet = (most: number): TextSet | undefined => {
  if (most > MAX_DIGITS) return undefined;
  const splits = Array.from(
    { length: most + 1 },
    (_, whole) => `[0-9]{0,${String(whole)}}(\\.[0-9]{0,${String(most - whole)}}0*)?`,
  );
  return toSet(`[+\\-]?0*(${splits.join('|')})`);
};
