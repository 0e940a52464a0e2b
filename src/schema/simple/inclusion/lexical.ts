import type { SimpleType } from '../model.js';
import type { SimpleDifference, SimplePair } from './model.js';
import { nameBuiltIn, nameSimple } from './names.js';
import { findLexicalRule, isWithin, normalSet, ruleSet } from './text-sets.js';
import type { LexicalRule } from './text-sets.js';

/** By lexical rule: the rules whose texts all keep it. */
const NARROWER_RULES: Readonly<Record<LexicalRule, readonly LexicalRule[]>> = {
  NMTOKEN: ['NMTOKEN', 'Name', 'NCName', 'language'],
  Name: ['Name', 'NCName', 'language'],
  NCName: ['NCName', 'language'],
  language: ['language'],
  integer: ['integer'],
};

/** Two types of which the texts are not the same kind of thing. */
export const typeDifference = (wider: SimpleType, narrower: SimpleType): SimpleDifference => ({
  rule: 'type',
  narrow: nameSimple(narrower),
  wide: nameSimple(wider),
  narrowing: (subject) => `narrow the type of ${subject} to ${nameSimple(wider)}`,
  widening: (subject) => `widen the type of ${subject} to ${nameBuiltIn(narrower)}`,
});

/** The lexical rule of the wider type's built-in type, which no facet says: `xs:NCName` takes names only. */
export const findLexicalDifference = (pair: SimplePair): SimpleDifference | undefined => {
  const { wider, narrower } = pair;
  const rule = findLexicalRule(wider);
  if (rule === undefined) return undefined;
  const own = findLexicalRule(narrower);
  if (own !== undefined && NARROWER_RULES[rule].includes(own)) return undefined;
  return isWithin(pair, ruleSet(rule)) ? undefined : typeDifference(wider, narrower);
};

const STRICTNESS = { preserve: 0, replace: 1, collapse: 2 } as const;

/**
 * A wider type that normalises less keeps the spaces that the narrower one drops, so it may have no facet that they could
 * break; one that normalises more changes what a text means, unless it leaves all texts of the narrower type alone.
 */
const fitsWhiteSpace = (pair: SimplePair): boolean => {
  const { facets } = pair.wider;
  const difference = STRICTNESS[facets.whiteSpace] - STRICTNESS[pair.narrower.facets.whiteSpace];
  if (difference === 0) return true;
  if (difference > 0) return isWithin(pair, normalSet(facets.whiteSpace));
  return facets.patterns.length === 0 && (facets.enumeration ?? facets.length ?? facets.maxLength) === undefined;
};

/** The white space of the types. */
export const findWhiteSpaceDifference = (pair: SimplePair): SimpleDifference | undefined => {
  if (fitsWhiteSpace(pair)) return undefined;
  const [narrow, wide] = [pair.narrower.facets.whiteSpace, pair.wider.facets.whiteSpace];
  return {
    rule: 'facet',
    narrow: `whiteSpace ${narrow}`,
    wide: `whiteSpace ${wide}`,
    narrowing: (subject) => `set whiteSpace of ${subject} to ${wide}`,
    widening: (subject) => `set whiteSpace of ${subject} to ${narrow}`,
  };
};
