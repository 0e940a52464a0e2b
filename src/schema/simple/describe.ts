import { getValueSpace } from './built-ins.js';
import { BOUND_FACETS, COUNT_FACETS } from './facet-names.js';
import { findLexicalRule } from './inclusion/text-sets.js';
import type { Facets, SimpleType } from './model.js';

const describePatterns = (patterns: Facets['patterns']): readonly (readonly string[])[] => {
  const groups = patterns.map((group) => [...new Set(group.map((pattern) => pattern.source))].sort());
  const byText = new Map(groups.map((group) => [JSON.stringify(group), group]));
  return [...byText.keys()].sort().map((text) => byText.get(text) ?? []);
};

/** An item or member type: IDs and references to them take the same texts as other names, but not in the same documents. */
const describePart = (type: SimpleType): string =>
  (type.variety === 'atomic' && type.runtime.holdsIds ? type.builtIn : '') + describeSimple(type);

/**
 * Canonical text of what a type means, for fingerprints: variety, primitive, lexical rule, shape and the facets in force by
 * value. Two types with equal texts take the same texts and give the same values; names are not in it. `describeInner` says
 * what an item or member type means: one that keeps what it said keeps unions of unions from growing.
 */
export const describeSimple = (type: SimpleType, describeInner = describePart): string => {
  const { facets } = type;
  const canonical = type.variety === 'atomic' ? getValueSpace(type).canonical : type.runtime.canonical;
  const bounds = BOUND_FACETS.map((facet) => {
    const bound = facets[facet];
    return bound === undefined ? null : canonical(bound);
  });
  const { enumerated } = type.runtime;
  const members = type.variety === 'union' ? [type.memberTypes.map((member) => describeInner(member))] : [];
  return JSON.stringify([
    type.variety,
    type.primitive ?? null,
    type.itemType === undefined ? null : describeInner(type.itemType),
    findLexicalRule(type) ?? null,
    type.shape,
    facets.whiteSpace,
    COUNT_FACETS.map((facet) => facets[facet] ?? null),
    bounds,
    enumerated === undefined ? null : [...enumerated].sort(),
    describePatterns(facets.patterns),
    ...members,
  ]);
};
