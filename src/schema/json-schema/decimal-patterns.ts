/** A bound or value of a decimal number: digits without superfluous zeros. */
export interface Magnitude {
  readonly integer: string;
  readonly fraction: string;
}

/** Most digits of a bound that is written as a pattern. */
const MAX_DIGITS = 60;

const range = (from: number, to: number): string => (from === to ? String(from) : `[${String(from)}-${String(to)}]`);

const repeat = (count: number): string => (count === 0 ? '' : `[0-9]{${String(count)}}`);

/** Digits of the same length that are less (or more) than `digits`, one alternative for each place where they first differ. */
const differing = (digits: string, isLess: boolean): readonly string[] =>
  Array.from(digits).flatMap((digit, at) => {
    const value = Number(digit);
    // An integer has no zero in front.
    const [from, to] = isLess ? [at === 0 ? 1 : 0, value - 1] : [value + 1, 9];
    return from > to ? [] : [digits.slice(0, at) + range(from, to) + repeat(digits.length - at - 1)];
  });

/** Integers without leading zeros (`''` for zero) that are less than `integer`. */
const lessIntegers = (integer: string): readonly string[] => {
  if (integer === '') return [];
  const shorter = integer.length === 1 ? [] : [`[1-9][0-9]{0,${String(integer.length - 2)}}`];
  return ['', ...shorter, ...differing(integer, true)];
};

const moreIntegers = (integer: string): readonly string[] => [
  ...(integer === '' ? [] : differing(integer, false)),
  `[1-9][0-9]{${String(integer.length)},}`,
];

/** The fraction with its point and superfluous zeros. */
const equalFraction = (fraction: string): string => (fraction === '' ? '(?:\\.0*)?' : `\\.${fraction}0*`);

/** Fractions, with the point, that are less than `fraction`; the empty one among them. */
const lessFractions = (fraction: string): readonly string[] =>
  Array.from(fraction).flatMap((digit, at) => {
    if (digit === '0') return [];
    const before = fraction.slice(0, at);
    return [equalFraction(before.replace(/0+$/, '')), `\\.${before}${range(0, Number(digit) - 1)}[0-9]*`];
  });

const moreFractions = (fraction: string): readonly string[] => [
  ...Array.from(fraction).flatMap((digit, at) =>
    Number(digit) === 9 ? [] : [`\\.${fraction.slice(0, at)}${range(Number(digit) + 1, 9)}[0-9]*`],
  ),
  `\\.${fraction}0*[1-9][0-9]*`,
];

const ANY_FRACTION = '(?:\\.[0-9]*)?';

const group = (alternatives: readonly string[]): string => `(?:${alternatives.join('|')})`;

/** How a magnitude compares with another. */
export type Order = 'less' | 'at-most' | 'equal' | 'at-least' | 'more';

/** Digits, leading zeros included, of the magnitudes that compare so with `magnitude`; no alternative is no text. */
const digitsOf = ({ integer, fraction }: Magnitude, order: Order): readonly string[] => {
  const equal = `0*${integer}${equalFraction(fraction)}`;
  if (order === 'equal') return [equal];
  const isLess = order === 'less' || order === 'at-most';
  const integers = isLess ? lessIntegers(integer) : moreIntegers(integer);
  const fractions = isLess ? lessFractions(fraction) : moreFractions(fraction);
  return [
    ...(integers.length === 0 ? [] : [`0*${group(integers)}${ANY_FRACTION}`]),
    ...(fractions.length === 0 ? [] : [`0*${integer}${group(fractions)}`]),
    ...(order === 'at-most' || order === 'at-least' ? [equal] : []),
  ];
};

const ZERO: Magnitude = { integer: '', fraction: '' };

/** A number with its sign. */
export interface SignedMagnitude extends Magnitude {
  readonly negative: boolean;
}

const MIRRORED: Readonly<Record<Order, Order>> = {
  less: 'more',
  'at-most': 'at-least',
  equal: 'equal',
  'at-least': 'at-most',
  more: 'less',
};

const isZero = ({ integer, fraction }: Magnitude): boolean => integer === '' && fraction === '';

const ANY_DIGITS = ['[0-9]*(?:\\.[0-9]*)?'];

/** Alternatives of digits behind a plus sign (or none) and behind a minus sign. */
interface Alternatives {
  readonly plus: readonly string[];
  readonly minus: readonly string[];
}

const ABOUT_ZERO: Readonly<Record<Order, Alternatives>> = {
  less: { plus: [], minus: digitsOf(ZERO, 'more') },
  'at-most': { plus: digitsOf(ZERO, 'equal'), minus: ANY_DIGITS },
  equal: { plus: digitsOf(ZERO, 'equal'), minus: digitsOf(ZERO, 'equal') },
  'at-least': { plus: ANY_DIGITS, minus: digitsOf(ZERO, 'equal') },
  more: { plus: digitsOf(ZERO, 'more'), minus: [] },
};

const alternativesOf = (bound: SignedMagnitude, order: Order): Alternatives => {
  if (isZero(bound)) return ABOUT_ZERO[order];
  const isUp = order === 'at-least' || order === 'more';
  if (bound.negative) return { plus: isUp ? ANY_DIGITS : [], minus: digitsOf(bound, MIRRORED[order]) };
  return { plus: digitsOf(bound, order), minus: isUp || order === 'equal' ? [] : ANY_DIGITS };
};

/** Alternatives, signs included, for the numbers that compare so with `bound`. */
const signedAlternatives = (bound: SignedMagnitude, order: Order): readonly string[] => {
  const { plus, minus } = alternativesOf(bound, order);
  return [...plus.map((digits) => `\\+?${digits}`), ...minus.map((digits) => `-${digits}`)];
};

const SPACE = '[\\t\\n\\r ]*';

const whole = (alternatives: readonly string[]): string => `^${SPACE}(?:${alternatives.join('|')})${SPACE}$`;

/**
 * Decimal numbers that compare so with a bound, whatever their leading and trailing zeros: of use beside a pattern that
 * says what a decimal number is. `undefined` where the bound has too many digits.
 */
export const boundPattern = (bound: SignedMagnitude, order: Order): string | undefined =>
  bound.integer.length + bound.fraction.length > MAX_DIGITS ? undefined : whole(signedAlternatives(bound, order));

/** Decimal numbers that equal one of the values. */
export const valuesPattern = (values: readonly SignedMagnitude[]): string | undefined =>
  values.some(({ integer, fraction }) => integer.length + fraction.length > MAX_DIGITS)
    ? undefined
    : whole(values.flatMap((value) => signedAlternatives(value, 'equal')));

/** Decimal numbers with at most so many digits; zeros at the ends do not count. `undefined` where that takes too many alternatives. */
export const digitsPattern = (total: number, fraction: number): string | undefined => {
  if (total === Infinity)
    return fraction > MAX_DIGITS ? undefined : `^${SPACE}[+-]?[0-9]*(?:\\.[0-9]{0,${String(fraction)}}0*)?${SPACE}$`;
  if (total > MAX_DIGITS) return undefined;
  const alternatives = Array.from({ length: total + 1 }, (_, digits) => {
    const integer = digits === 0 ? '' : digits === 1 ? '[1-9]' : `[1-9][0-9]{${String(digits - 1)}}`;
    const places = Math.min(fraction, total - digits);
    return `${integer}(?:\\.${places === 0 ? '' : `[0-9]{0,${String(places)}}`}0*)?`;
  });
  return whole([`[+-]?0*${group(alternatives)}`]);
};

/** What a decimal number is. */
export const DECIMAL_PATTERN = `^${SPACE}[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)${SPACE}$`;

/** What a whole number is; the encoder takes one without white space only. */
export const INTEGER_PATTERN = '^[+-]?[0-9]+$';
