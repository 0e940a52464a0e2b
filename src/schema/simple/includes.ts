import { getValueSpace } from './built-ins.js';
import { isInteger } from './decimal.js';
import { BOUND_FACETS } from './facet-names.js';
import type { BoundFacet } from './facet-names.js';
import { includesUnion } from './includes-union.js';
import type { Facets, SimpleType } from './model.js';

/** By lexical rule: the rules whose texts all keep it. */
const NARROWER_RULES: ReadonlyMap<string, readonly string[]> = new Map([
  ['NMTOKEN', ['NMTOKEN', 'Name', 'NCName', 'language']],
  ['Name', ['Name', 'NCName', 'language']],
  ['NCName', ['NCName', 'language']],
  ['language', ['language']],
  ['integer', ['integer']],
]);

/** Whether the type is the built-in `rule` or derived from it. */
const isDerivedFrom = (type: SimpleType, rule: string): boolean => {
  for (let at: SimpleType | undefined = type; at !== undefined; at = at.base) if (at.builtIn === rule) return true;
  return false;
};

const includesLexical = (wider: SimpleType, narrower: SimpleType): boolean => {
  for (const [rule, narrowerRules] of NARROWER_RULES) {
    if (!isDerivedFrom(wider, rule)) continue;
    if (!narrowerRules.some((candidate) => isDerivedFrom(narrower, candidate))) return false;
  }
  return true;
};

const STRICTNESS = { preserve: 0, replace: 1, collapse: 2 } as const;

/** Types whose values have one lexical form each, so that an enumeration lists every text. */
const isWritten = (type: SimpleType): boolean => type.primitive === 'string' || type.primitive === 'anyURI';

const lengthRange = ({ length, minLength, maxLength }: Facets): readonly [least: number, most: number] => [
  length ?? minLength ?? 0,
  length ?? maxLength ?? Infinity,
];

const includesLengths = (wider: Facets, narrower: Facets): boolean => {
  const [least, most] = lengthRange(wider);
  const [narrowLeast, narrowMost] = lengthRange(narrower);
  return narrowLeast >= least && narrowMost <= most;
};

/** Most digits that whole numbers between inclusive or exclusive integer bounds can have; infinite without both bounds. */
const countMostDigits = (facets: Facets): number => {
  if (facets.fractionDigits !== 0) return Infinity;
  const bounds = [facets.minInclusive ?? facets.minExclusive, facets.maxInclusive ?? facets.maxExclusive];
  return Math.max(
    ...bounds.map((bound) =>
      bound !== undefined && isInteger(bound) ? bound.replace(/^[+-]?0*/, '').length : Infinity,
    ),
  );
};

const includesDigits = (wider: Facets, narrower: Facets): boolean => {
  const total = Math.min(narrower.totalDigits ?? Infinity, countMostDigits(narrower));
  const fraction = Math.min(narrower.fractionDigits ?? Infinity, narrower.totalDigits ?? Infinity);
  return total <= (wider.totalDigits ?? Infinity) && fraction <= (wider.fractionDigits ?? Infinity);
};

/** By bound: the bounds of the narrower type that may imply it, with the orders to it that do. */
const IMPLIED_BY: Readonly<
  Record<BoundFacet, readonly (readonly [facet: BoundFacet, implies: (order: number) => boolean])[]>
> = {
  minInclusive: [
    ['minInclusive', (order) => order >= 0],
    ['minExclusive', (order) => order >= 0],
  ],
  minExclusive: [
    ['minInclusive', (order) => order > 0],
    ['minExclusive', (order) => order >= 0],
  ],
  maxInclusive: [
    ['maxInclusive', (order) => order <= 0],
    ['maxExclusive', (order) => order <= 0],
  ],
  maxExclusive: [
    ['maxInclusive', (order) => order < 0],
    ['maxExclusive', (order) => order <= 0],
  ],
};

const includesBounds = (wider: SimpleType, narrower: SimpleType): boolean =>
  BOUND_FACETS.every((facet) => {
    const bound = wider.facets[facet];
    if (bound === undefined) return true;
    const compare = getValueSpace(wider).comparatorTo?.(bound);
    return IMPLIED_BY[facet].some(([other, implies]) => {
      const narrow = narrower.facets[other];
      return narrow !== undefined && compare !== undefined && implies(compare(narrow));
    });
  });

/** Whether each group of patterns is there too, maybe with fewer of its alternatives. */
const includesPatterns = (wider: Facets, narrower: Facets): boolean =>
  wider.patterns.every((group) => {
    const sources = new Set(group.map((pattern) => pattern.source));
    return narrower.patterns.some((other) => other.every((pattern) => sources.has(pattern.source)));
  });

const includesEnumeration = (wider: SimpleType, narrower: SimpleType): boolean => {
  const allowed = wider.runtime.enumerated;
  if (allowed === undefined) return true;
  const values = narrower.runtime.enumerated;
  return values !== undefined && [...values].every((value) => allowed.has(value));
};

/** Whether every enumerated value, written as it stands in the schema, is taken by the wider type. */
const includesEnumerated = (wider: SimpleType, narrower: SimpleType): boolean =>
  (narrower.facets.enumeration ?? []).every((text) => wider.runtime.check(text) === undefined);

/**
 * White space: a wider type that normalises less keeps the spaces that the narrower one drops, so it may have no facet that
 * they could break; one that normalises more changes what a text means, but for enumerated texts that it leaves alone.
 */
const includesWhiteSpace = (wider: SimpleType, narrower: SimpleType): boolean => {
  const difference = STRICTNESS[wider.facets.whiteSpace] - STRICTNESS[narrower.facets.whiteSpace];
  if (difference === 0) return true;
  const { facets } = wider;
  if (difference < 0) {
    return facets.patterns.length === 0 && (facets.enumeration ?? facets.length ?? facets.maxLength) === undefined;
  }
  const values = narrower.facets.enumeration;
  return values?.every((text) => wider.runtime.normalize(text) === text) === true;
};

/** Whether every value that keeps the facets of the narrower type keeps those of the wider. */
const includesFacets = (wider: SimpleType, narrower: SimpleType): boolean =>
  (wider.shape === 'qname' || includesLengths(wider.facets, narrower.facets)) &&
  includesDigits(wider.facets, narrower.facets) &&
  includesBounds(wider, narrower);

const includesAtomic = (wider: SimpleType, narrower: SimpleType): boolean => {
  if (!includesWhiteSpace(wider, narrower) || !includesEnumeration(wider, narrower)) return false;
  const isEnumerated = narrower.facets.enumeration !== undefined && narrower.shape !== 'qname';
  // Each value has one text: asking for every text is the exact answer.
  if (isEnumerated && isWritten(narrower)) return includesEnumerated(wider, narrower);
  if (!includesLexical(wider, narrower) || !includesPatterns(wider.facets, narrower.facets)) return false;
  // What is left is about values only: asking for every value is the exact answer.
  if (isEnumerated && wider.facets.patterns.length === 0) return includesEnumerated(wider, narrower);
  return includesFacets(wider, narrower);
};

const includesList = (wider: SimpleType, narrower: SimpleType): boolean => {
  if (wider.itemType === undefined || narrower.itemType === undefined) return false;
  return (
    includesSimple(wider.itemType, narrower.itemType) &&
    includesLengths(wider.facets, narrower.facets) &&
    includesPatterns(wider.facets, narrower.facets) &&
    includesEnumeration(wider, narrower)
  );
};

/**
 * Whether every text that `narrower` takes is taken by `wider` and means the same there. Never true wrongly; false also
 * where it is not decided, as for two different patterns.
 */
export const includesSimple = (wider: SimpleType, narrower: SimpleType): boolean => {
  if (wider === narrower || wider.variety === 'absent') return true;
  if (wider.variety === 'union' || narrower.variety === 'union') return includesUnion(wider, narrower, includesSimple);
  if (wider.variety !== narrower.variety || wider.primitive !== narrower.primitive) return false;
  return wider.variety === 'list' ? includesList(wider, narrower) : includesAtomic(wider, narrower);
};
