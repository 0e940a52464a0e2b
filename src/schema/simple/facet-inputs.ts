import { compilePattern } from '../pattern/index.js';
import type { Pattern, PatternLimits } from '../pattern/index.js';
import { isInteger, parseDecimal } from './decimal.js';
import { quote } from './characters.js';
import { applicableFacets, BOUND_FACETS, COUNT_FACETS } from './facet-names.js';
import type { CountFacet, FacetName } from './facet-names.js';
import type { FacetInput, Facets, SimpleType, WhiteSpace } from './model.js';
import { refuse } from './refuse.js';
import { collapse } from './white-space.js';

/** The facets of one derivation step, read but not yet compared with those of the base. */
export interface FacetStep {
  readonly facets: Partial<Omit<Facets, 'patterns' | 'fixed' | 'enumeration'>>;
  /** Enumerated values as written. */
  readonly enumeration: readonly string[] | undefined;
  readonly patterns: readonly Pattern[];
  readonly fixed: readonly string[];
}

type Draft = { -readonly [Key in keyof FacetStep['facets']]: FacetStep['facets'][Key] };

const isOneOf = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  names.some((candidate) => candidate === name);

const readCount = (facet: CountFacet, text: string): number => {
  const least = facet === 'totalDigits' ? 1 : 0;
  const value = isInteger(text) && !parseDecimal(text).negative ? Number(text) + 0 : -1;
  if (value >= least) return value;
  return refuse(
    `${facet}-value`,
    `expected a whole number of at least ${String(least)} for ${facet}, got ${quote(text)}`,
  );
};

const readWhiteSpace = (text: string): WhiteSpace => {
  if (text === 'preserve' || text === 'replace' || text === 'collapse') return text;
  return refuse('whiteSpace-value', `expected preserve, replace or collapse for whiteSpace, got ${quote(text)}`);
};

const readFacet = (draft: Draft, facet: FacetName, value: string): void => {
  const text = collapse(value);
  if (isOneOf(COUNT_FACETS, facet)) draft[facet] = readCount(facet, text);
  else if (isOneOf(BOUND_FACETS, facet)) draft[facet] = text;
  else draft.whiteSpace = readWhiteSpace(text);
};

const assertApplicable = (base: SimpleType, facet: string): FacetName => {
  const applicable = applicableFacets(base);
  if (isOneOf(applicable, facet)) return facet;
  return refuse('cos-applicable-facets', `expected a facet that applies to xs:${base.builtIn}, got ${facet}`);
};

/**
 * Reads the facets written in one restriction of `base`.
 *
 * @throws {StoaError} `SCHEMA_INVALID` when a facet does not apply, comes twice or has no value of its kind;
 *   `SCHEMA_LIMIT_EXCEEDED` for a pattern that is too large
 */
export const readFacets = (base: SimpleType, inputs: readonly FacetInput[], limits?: PatternLimits): FacetStep => {
  const facets: Draft = {};
  const enumeration: string[] = [];
  const patterns: Pattern[] = [];
  const seen = new Set<string>();
  const fixed: string[] = [];
  for (const input of inputs) {
    const facet = assertApplicable(base, input.facet);
    if (facet === 'pattern') patterns.push(compilePattern(input.value, limits));
    else if (facet === 'enumeration') enumeration.push(input.value);
    else {
      if (seen.has(facet)) refuse('src-single-facet-value', `expected ${facet} at most once`);
      seen.add(facet);
      readFacet(facets, facet, input.value);
      if (input.fixed) fixed.push(facet);
    }
  }
  return { facets, enumeration: enumeration.length > 0 ? enumeration : undefined, patterns, fixed };
};
