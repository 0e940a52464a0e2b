import { quote } from './characters.js';
import { countDigits } from './decimal.js';
import type { Facets, QNameContext, SimpleProblem } from './model.js';
import type { Comparator, ValueSpace } from './value-space.js';

/** One facet's check of a normalised text that is in the lexical space. */
export type FacetCheck = (text: string, qnames?: QNameContext) => SimpleProblem | undefined;

/** Says what was expected under the rule of `facet`, and what came. */
export const toProblem = (facet: string, expected: string, got: string): SimpleProblem => ({
  rule: `cvc-${facet}-valid`,
  message: `expected ${expected}, got ${got}`,
});

/** What a length counts, for messages. */
export type LengthUnit = 'characters' | 'octets' | 'items';

/** Checks of `length`, `minLength` and `maxLength`. */
export const lengthChecks = (facets: Facets, lengthOf: (text: string) => number, unit: LengthUnit): FacetCheck[] => {
  const { length, minLength, maxLength } = facets;
  const checks: FacetCheck[] = [];
  const add = (facet: string, words: string, isValid: (actual: number) => boolean): void => {
    checks.push((text) => {
      const actual = lengthOf(text);
      return isValid(actual) ? undefined : toProblem(facet, `${words} ${unit}`, `${String(actual)} in ${quote(text)}`);
    });
  };
  if (length !== undefined) add('length', `exactly ${String(length)}`, (actual) => actual === length);
  if (minLength !== undefined) add('minLength', `at least ${String(minLength)}`, (actual) => actual >= minLength);
  if (maxLength !== undefined) add('maxLength', `at most ${String(maxLength)}`, (actual) => actual <= maxLength);
  return checks;
};

/** Checks of `totalDigits` and `fractionDigits`, which are about the value: zeros at the ends do not count. */
export const digitChecks = ({ totalDigits, fractionDigits }: Facets): FacetCheck[] => {
  const checks: FacetCheck[] = [];
  if (totalDigits !== undefined) {
    checks.push((text) =>
      text.length <= totalDigits || countDigits(text).total <= totalDigits
        ? undefined
        : toProblem('totalDigits', `at most ${String(totalDigits)} digits`, quote(text)),
    );
  }
  if (fractionDigits !== undefined && fractionDigits >= 0) {
    checks.push((text) =>
      !text.includes('.') || countDigits(text).fraction <= fractionDigits
        ? undefined
        : toProblem('fractionDigits', `at most ${String(fractionDigits)} digits after the point`, quote(text)),
    );
  }
  return checks;
};

const BOUNDS: readonly {
  readonly facet: 'minInclusive' | 'minExclusive' | 'maxInclusive' | 'maxExclusive';
  readonly words: string;
  readonly isValid: (order: number) => boolean;
}[] = [
  { facet: 'minInclusive', words: 'at least', isValid: (order) => order >= 0 },
  { facet: 'minExclusive', words: 'more than', isValid: (order) => order > 0 },
  { facet: 'maxInclusive', words: 'at most', isValid: (order) => order <= 0 },
  { facet: 'maxExclusive', words: 'less than', isValid: (order) => order < 0 },
];

/** Checks of the four bounds; a value without an order to a bound is outside. */
export const boundChecks = (facets: Facets, comparatorTo: (bound: string) => Comparator): FacetCheck[] =>
  BOUNDS.flatMap(({ facet, words, isValid }) => {
    const bound = facets[facet];
    if (bound === undefined) return [];
    const compare = comparatorTo(bound);
    return [
      (text: string) =>
        isValid(compare(text)) ? undefined : toProblem(facet, `a value ${words} ${bound}`, quote(text)),
    ];
  });

/** One check for each group of patterns: the text must match one pattern of each. */
export const patternChecks = ({ patterns }: Facets): FacetCheck[] =>
  patterns.map((group) => (text, qnames) => {
    if (group.some((pattern) => pattern.matches(text, qnames?.step))) return undefined;
    const sources = group.map((pattern) => quote(pattern.source)).join(' or ');
    return toProblem('pattern', `a text that matches ${sources}`, quote(text));
  });

/** Says which values are enumerated, and what came. */
export const enumerationProblem = ({ enumeration = [] }: Facets, text: string): SimpleProblem => {
  const some = enumeration.slice(0, 8).map(quote).join(', ');
  return toProblem('enumeration', `one of ${some}${enumeration.length > 8 ? ', …' : ''}`, quote(text));
};

/** The check of an enumeration, by value. */
export const enumerationCheck =
  (canonical: ValueSpace['canonical'], facets: Facets, enumerated: ReadonlySet<string>): FacetCheck =>
  (text, qnames) =>
    enumerated.has(canonical(text, qnames)) ? undefined : enumerationProblem(facets, text);
