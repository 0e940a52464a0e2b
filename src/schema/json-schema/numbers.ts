import { parseDecimal } from '../simple/decimal.js';
import type { Facets, SimpleType } from '../simple/index.js';
import { anyOf } from './json.js';
import type { JsonSchema } from './json.js';
import { DECIMAL_PATTERN, INTEGER_PATTERN, boundPattern, digitsPattern } from './decimal-patterns.js';
import type { Order } from './decimal-patterns.js';
import { floatFloor, floatCeiling } from './floats.js';
import { notePatterns, translatePatterns, withPatterns } from './patterns.js';
import type { Scope } from './scope.js';

/** Digits that always fit a JavaScript number. */
const SAFE_DIGITS = 15;

interface Bounds {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

const isSafe = (bound: string): boolean => {
  const { integer, fraction } = parseDecimal(bound);
  return integer.length + fraction.length <= SAFE_DIGITS;
};

/** Bounds of a decimal type for JSON numbers; one that no number holds exactly is widened to the nearest that is a number. */
const numberBounds = ({ minInclusive, minExclusive, maxInclusive, maxExclusive }: Facets): Bounds => ({
  ...(minInclusive !== undefined && { minimum: Number(minInclusive) }),
  ...(minExclusive !== undefined && { [isSafe(minExclusive) ? 'exclusiveMinimum' : 'minimum']: Number(minExclusive) }),
  ...(maxInclusive !== undefined && { maximum: Number(maxInclusive) }),
  ...(maxExclusive !== undefined && { [isSafe(maxExclusive) ? 'exclusiveMaximum' : 'maximum']: Number(maxExclusive) }),
});

const atLeast = (bounds: Bounds, least: number): Bounds => {
  const known = bounds.minimum ?? bounds.exclusiveMinimum ?? -Infinity;
  return known >= least ? bounds : { ...withoutMinimum(bounds), minimum: least };
};

const atMost = (bounds: Bounds, most: number): Bounds => {
  const known = bounds.maximum ?? bounds.exclusiveMaximum ?? Infinity;
  return known <= most ? bounds : { ...withoutMaximum(bounds), maximum: most };
};

const withoutMinimum = ({ maximum, exclusiveMaximum }: Bounds): Bounds => ({
  ...(maximum !== undefined && { maximum }),
  ...(exclusiveMaximum !== undefined && { exclusiveMaximum }),
});

const withoutMaximum = ({ minimum, exclusiveMinimum }: Bounds): Bounds => ({
  ...(minimum !== undefined && { minimum }),
  ...(exclusiveMinimum !== undefined && { exclusiveMinimum }),
});

/** Whole numbers of at most so many digits. */
const withinDigits = (bounds: Bounds, digits: number): Bounds => {
  const most = 10 ** digits - 1;
  return digits > SAFE_DIGITS ? bounds : atMost(atLeast(bounds, -most), most);
};

const BOUND_ORDERS: readonly (readonly ['minInclusive' | 'minExclusive' | 'maxInclusive' | 'maxExclusive', Order])[] = [
  ['minInclusive', 'at-least'],
  ['minExclusive', 'more'],
  ['maxInclusive', 'at-most'],
  ['maxExclusive', 'less'],
];

/** What the facets of a decimal type say about texts, as patterns; `undefined` in place of one that takes too much. */
const textPatterns = ({ facets }: SimpleType, isInteger: boolean): readonly (string | undefined)[] => {
  const { totalDigits = Infinity, fractionDigits = Infinity } = facets;
  const bounds = BOUND_ORDERS.flatMap(([facet, order]) => {
    const bound = facets[facet];
    return bound === undefined ? [] : [boundPattern(parseDecimal(bound), order)];
  });
  const isCounted = totalDigits !== Infinity || (fractionDigits !== Infinity && !isInteger);
  return isCounted ? [...bounds, digitsPattern(totalDigits, fractionDigits)] : bounds;
};

const textSchema = (scope: Scope, type: SimpleType, lexical: string): JsonSchema => {
  const facets = textPatterns(type, lexical === INTEGER_PATTERN);
  const own = translatePatterns(type);
  const known = facets.filter((pattern) => pattern !== undefined);
  const isComplete = own.isComplete && known.length === facets.length;
  const schema = withPatterns({ type: 'string' }, [lexical, ...known, ...own.patterns]);
  return notePatterns(scope, schema, isComplete);
};

const noteNumbers = (scope: Scope, { facets }: SimpleType, schema: JsonSchema): JsonSchema =>
  facets.patterns.length === 0 ? schema : scope.approximate(schema, 'numbers are not held against patterns');

/** Integers whose values are JavaScript numbers. */
export const integerSchema = (scope: Scope, type: SimpleType): JsonSchema => {
  const { totalDigits = Infinity } = type.facets;
  return noteNumbers(scope, type, { type: 'integer', ...withinDigits(numberBounds(type.facets), totalDigits) });
};

/** Integers whose values are bigints: as JSON a safe integer, or digits. */
export const bigIntegerSchema = (scope: Scope, type: SimpleType): JsonSchema => {
  const { totalDigits = Infinity } = type.facets;
  const within = withinDigits(numberBounds(type.facets), totalDigits);
  const safe = atMost(atLeast(within, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  const text = textSchema(scope, type, INTEGER_PATTERN);
  return anyOf([noteNumbers(scope, type, { type: 'integer', ...safe }), text]);
};

/** Decimals: as JSON a text, or a number. */
export const decimalSchema = (scope: Scope, type: SimpleType): JsonSchema => {
  const { totalDigits, fractionDigits } = type.facets;
  const isWhole = fractionDigits === 0;
  const bounds = numberBounds(type.facets);
  const number: JsonSchema = {
    type: isWhole ? 'integer' : 'number',
    ...(isWhole && totalDigits !== undefined ? withinDigits(bounds, totalDigits) : bounds),
  };
  const isCounted = !isWhole && (totalDigits ?? fractionDigits) !== undefined;
  const noted = isCounted ? scope.approximate(number, 'digits of numbers are not counted') : number;
  return anyOf([noteNumbers(scope, type, noted), textSchema(scope, type, DECIMAL_PATTERN)]);
};

const toFloating = (text: string): number => (text === 'INF' ? Infinity : text === '-INF' ? -Infinity : Number(text));

/** One bound of a floating type; numbers that round to one within it are within it. */
const floatingBound = (bound: string | undefined, { closed, open, round }: FloatingBound): Bounds => {
  const value = bound === undefined ? NaN : round(toFloating(bound));
  return Number.isFinite(value) ? { [open ?? closed]: value } : {};
};

/** The keyword for a bound, another where the bound itself is outside, and how a bound is widened. */
interface FloatingBound {
  readonly closed: keyof Bounds;
  readonly open?: keyof Bounds | undefined;
  readonly round: (value: number) => number;
}

const same = (value: number): number => value;

const floatingBounds = ({ primitive, facets }: SimpleType): Bounds => {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive } = facets;
  const isFloat = primitive === 'float';
  const isOpen = { least: !isFloat && minInclusive === undefined, most: !isFloat && maxInclusive === undefined };
  return {
    ...floatingBound(minInclusive ?? minExclusive, {
      closed: 'minimum',
      open: isOpen.least ? 'exclusiveMinimum' : undefined,
      round: isFloat ? floatFloor : same,
    }),
    ...floatingBound(maxInclusive ?? maxExclusive, {
      closed: 'maximum',
      open: isOpen.most ? 'exclusiveMaximum' : undefined,
      round: isFloat ? floatCeiling : same,
    }),
  };
};

const SPECIAL_NUMBERS = ['INF', '-INF', 'NaN'];

/** Floating numbers: as JSON a number, or the name of what JSON has no number for. */
export const floatingSchema = (scope: Scope, type: SimpleType): JsonSchema => {
  const named = SPECIAL_NUMBERS.filter((text) => type.runtime.check(text) === undefined);
  const number = noteNumbers(scope, type, { type: 'number', ...floatingBounds(type) });
  return anyOf([number, ...(named.length === 0 ? [] : [{ enum: named }])]);
};
