import { includesUnion } from './includes-union.js';
import { BOUND_RULES } from './inclusion/bounds.js';
import { DIGIT_RULES } from './inclusion/digits.js';
import { findEnumerationDifference, findRefusedValues, listValues } from './inclusion/enumerations.js';
import { LENGTH_RULES } from './inclusion/lengths.js';
import { findLexicalDifference, findWhiteSpaceDifference, typeDifference } from './inclusion/lexical.js';
import { createBudget } from './inclusion/model.js';
import type { InclusionBudget, SimpleDifference, SimplePair, SimpleRule } from './inclusion/model.js';
import { isBuiltIn } from './inclusion/names.js';
import { findPatternDifference } from './inclusion/patterns.js';
import { isWritten } from './inclusion/text-sets.js';
import type { SimpleType } from './model.js';

const FACET_RULES: readonly SimpleRule[] = [
  findPatternDifference,
  ...LENGTH_RULES,
  ...DIGIT_RULES,
  ...BOUND_RULES,
  findEnumerationDifference,
];

/** Whether to look on after a difference. */
type Ask = 'first' | 'all';

const findBy = (rules: readonly SimpleRule[], pair: SimplePair, ask: Ask): readonly SimpleDifference[] => {
  const found: SimpleDifference[] = [];
  for (const rule of rules) {
    const difference = rule(pair);
    if (difference !== undefined) found.push(difference);
    if (difference !== undefined && ask === 'first') break;
  }
  return found;
};

/** The rules that decide a pair of atomic types. */
const chooseRules = ({ wider, narrower }: SimplePair): readonly SimpleRule[] => {
  const values = listValues(narrower);
  const refused: SimpleRule = (pair) => findRefusedValues(pair, values ?? []);
  // Each value has one text: asking for every text is the exact answer.
  if (values !== undefined && isWritten(narrower)) return [findWhiteSpaceDifference, refused];
  // What is left is about values only: asking for every value is the exact answer.
  if (values !== undefined && wider.facets.patterns.length === 0) return [findLexicalDifference, refused];
  return [findWhiteSpaceDifference, findLexicalDifference, ...FACET_RULES];
};

const findAtomic = (pair: SimplePair, ask: Ask): readonly SimpleDifference[] => {
  const { wider, narrower } = pair;
  const found = findBy(chooseRules(pair), pair, ask);
  // A built-in type is its name: its bounds would say less.
  return found.length > 0 && isBuiltIn(wider) ? [typeDifference(wider, narrower)] : found;
};

const LIST_RULES: readonly SimpleRule[] = [findPatternDifference, ...LENGTH_RULES, findEnumerationDifference];

const findList = (pair: SimplePair, ask: Ask): readonly SimpleDifference[] => {
  const { wider, narrower, budget } = pair;
  if (wider.itemType === undefined || narrower.itemType === undefined) return [typeDifference(wider, narrower)];
  const items = findDifferences({ wider: wider.itemType, narrower: narrower.itemType, budget }, ask).map(
    (difference): SimpleDifference => ({
      ...difference,
      narrowing: (subject) => difference.narrowing(`the items of ${subject}`),
      widening: (subject) => difference.widening(`the items of ${subject}`),
    }),
  );
  return items.length > 0 && ask === 'first' ? items : [...items, ...findBy(LIST_RULES, pair, ask)];
};

const findDifferences = (pair: SimplePair, ask: Ask): readonly SimpleDifference[] => {
  const { wider, narrower, budget } = pair;
  if (wider === narrower || wider.variety === 'absent') return [];
  if (wider.variety === 'union' || narrower.variety === 'union') {
    const includes = (one: SimpleType, other: SimpleType): boolean => includesSimple(one, other, budget);
    return includesUnion(wider, narrower, includes) ? [] : [typeDifference(wider, narrower)];
  }
  if (!budget.step()) {
    budget.giveUp();
    return [typeDifference(wider, narrower)];
  }
  if (wider.variety !== narrower.variety || wider.primitive !== narrower.primitive)
    return [typeDifference(wider, narrower)];
  return wider.variety === 'list' ? findList(pair, ask) : findAtomic(pair, ask);
};

/**
 * Whether every text that `narrower` takes is taken by `wider` and means the same there. Never true wrongly; false also
 * where it is not decided, of which `budget` is told.
 */
export const includesSimple = (
  wider: SimpleType,
  narrower: SimpleType,
  budget: InclusionBudget = createBudget(),
): boolean => findDifferences({ wider, narrower, budget }, 'first').length === 0;

/** What keeps `wider` from including `narrower`; empty exactly when {@link includesSimple} says that it does. */
export const listSimpleDifferences = (
  wider: SimpleType,
  narrower: SimpleType,
  budget: InclusionBudget,
): readonly SimpleDifference[] => findDifferences({ wider, narrower, budget }, 'all');
