import { isDigit } from './characters.js';
import type { Facets } from './model.js';
import type { ValueSpace } from './value-space.js';
import { isCollapsed } from './white-space.js';

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

const FACETS = [
  ...(['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits', 'enumeration'] as const),
  ...(['minInclusive', 'minExclusive', 'maxInclusive', 'maxExclusive'] as const),
];

const hasNone = (facets: Facets): boolean =>
  facets.patterns.length === 0 && FACETS.every((facet) => facets[facet] === undefined);

/** Types whose texts may have white space in them, or of which more than the text counts. */
const LOOSE: ReadonlySet<string> = new Set([
  'string',
  'normalizedString',
  'token',
  'base64Binary',
  'QName',
  'NOTATION',
]);

/** The lexical test of a type without facets, where valid texts have no white space that would be taken off. */
const findLexicalTest = ({ space, builtIn, facets }: QuickParts): ((text: string) => boolean) | undefined => {
  if (facets.whiteSpace !== 'collapse' || LOOSE.has(builtIn) || !hasNone(facets)) return undefined;
  const { isLexical } = space;
  return space.primitive === 'anyURI' ? (text) => isCollapsed(text) && isLexical(text) : (text) => isLexical(text);
};

/** Facets that are about the length of a string alone. */
const isSized = ({ patterns, enumeration, length, whiteSpace }: Facets): boolean =>
  patterns.length === 0 && (enumeration ?? length) === undefined && whiteSpace !== 'replace';

/** A test of the length of a string in code units, which are at most twice as many as its characters. */
const findSizeTest = ({ builtIn, facets }: QuickParts): ((text: string) => boolean) | undefined => {
  if ((builtIn !== 'string' && builtIn !== 'token') || !isSized(facets)) return undefined;
  const { minLength = 0, maxLength = Infinity } = facets;
  const least = minLength > 1 ? 2 * minLength : minLength;
  const isBetween = (text: string): boolean => text.length >= least && text.length <= maxLength;
  return facets.whiteSpace === 'preserve' ? isBetween : (text) => isBetween(text) && isCollapsed(text);
};

/** What a quick test is found for. */
export interface QuickParts {
  readonly space: ValueSpace;
  /** Name of the nearest built-in type. */
  readonly builtIn: string;
  readonly facets: Facets;
}

/**
 * A test that is true only for valid texts that are as normalising leaves them, in one pass over them, and may be false for
 * some such texts, which then take the long way. `undefined` where there is no such test.
 */
export const findQuickTest = (parts: QuickParts): ((text: string) => boolean) | undefined => {
  const { space, facets } = parts;
  if (!isPlain(space, facets)) return findLexicalTest(parts) ?? findSizeTest(parts);
  // A decimal number without any facet may have a fraction, so that its texts are mostly no whole numbers.
  if (hasNone(facets)) return findLexicalTest(parts);
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
