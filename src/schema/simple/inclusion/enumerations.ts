import { StoaError, isStoaError } from '../../../base/index.js';
import { quote } from '../characters.js';
import { isInteger } from '../decimal.js';
import type { SimpleType } from '../model.js';
import { listBounds } from './bounds.js';
import type { InclusionBudget, SimpleDifference, SimplePair } from './model.js';
import { enumeratedSet, isWithin, isWritten } from './text-sets.js';

/** Most whole numbers of a range that are looked at one by one. */
const MAX_LISTED = 256n;

/** The largest of the least values, or the smallest of the most; `undefined` without any. */
const tightest = (type: SimpleType, facet: 'minInclusive' | 'maxInclusive'): bigint | undefined => {
  const values = listBounds(type)
    .filter(([each, value]) => each === facet && isInteger(value))
    .map(([, value]) => BigInt(value));
  const sorted = values.sort((left, right) => Number(left > right) - Number(left < right));
  return facet === 'minInclusive' ? sorted.at(-1) : sorted[0];
};

/** The whole numbers of a small range. */
const listWholeNumbers = (type: SimpleType): readonly string[] | undefined => {
  if (type.primitive !== 'decimal' || type.facets.fractionDigits !== 0) return undefined;
  const [least, most] = [tightest(type, 'minInclusive'), tightest(type, 'maxInclusive')];
  if (least === undefined || most === undefined || most - least >= MAX_LISTED) return undefined;
  return Array.from({ length: Math.max(0, Number(most - least) + 1) }, (_, at) => String(least + BigInt(at)));
};

/** Every value of a type, each by one of its texts, when they can be listed; maybe with some that its own facets refuse. */
export const listValues = (type: SimpleType): readonly string[] | undefined =>
  type.shape === 'qname' ? undefined : (type.facets.enumeration ?? listWholeNumbers(type));

const showSome = (values: readonly string[]): string => {
  const some = values.slice(0, 5).map(quote).join(', ');
  return values.length > 5 ? `${some} and ${String(values.length - 5)} more` : some;
};

const describeWide = (wider: SimpleType): string => {
  const { enumeration } = wider.facets;
  return enumeration === undefined ? 'a type without' : `the values ${showSome(enumeration)}`;
};

const toDifference = (wider: SimpleType, refused: readonly string[]): SimpleDifference => ({
  rule: 'enumeration',
  narrow: `the values ${showSome(refused)}`,
  wide: describeWide(wider),
  narrowing: (subject) => `remove ${showSome(refused)} from the values of ${subject}`,
  widening: (subject) => `add ${showSome(refused)} to the values of ${subject}`,
});

/** Whether a type takes a text; `undefined` when the budget does not last for the answer. */
const takes = (type: SimpleType, text: string, { step }: InclusionBudget): boolean | undefined => {
  if (!step(1 + Math.ceil(text.length / 16))) return undefined;
  const count = (steps: number): void => {
    if (!step(Math.ceil(steps / 16)))
      throw new StoaError('SCHEMA_LIMIT_EXCEEDED', 'expected a pattern within the budget');
  };
  try {
    return type.runtime.check(text, { resolve: () => undefined, step: count }) === undefined;
  } catch (thrown) {
    if (isStoaError(thrown, 'SCHEMA_LIMIT_EXCEEDED')) return undefined;
    throw thrown;
  }
};

/** The listed values of the narrower type that the wider one refuses. */
export const findRefusedValues = (pair: SimplePair, values: readonly string[]): SimpleDifference | undefined => {
  const { wider, narrower, budget } = pair;
  const refused: string[] = [];
  for (const text of values) {
    // Facets of later derivations may have taken some of the values away.
    if (takes(narrower, text, budget) === false) continue;
    const isTaken = takes(wider, text, budget);
    if (isTaken !== true) refused.push(text);
    if (isTaken === undefined) {
      budget.giveUp();
      break;
    }
  }
  return refused.length === 0 ? undefined : toDifference(wider, refused);
};

/** The enumeration of the wider type, where the values of the narrower one are not listed. */
export const findEnumerationDifference = (pair: SimplePair): SimpleDifference | undefined => {
  const { wider, narrower } = pair;
  const allowed = wider.runtime.enumerated;
  if (allowed === undefined) return undefined;
  const values = narrower.runtime.enumerated;
  if (values !== undefined) {
    const refused = [...values].filter((value) => !allowed.has(value));
    return refused.length === 0 ? undefined : toDifference(wider, refused);
  }
  const set = isWritten(narrower) ? enumeratedSet(wider) : undefined;
  if (set !== undefined && isWithin(pair, set)) return undefined;
  return {
    rule: 'enumeration',
    narrow: 'values that are not listed',
    wide: describeWide(wider),
    narrowing: (subject) => `list the values of ${subject}: some of ${showSome(wider.facets.enumeration ?? [])}`,
    widening: (subject) => `remove the enumeration from ${subject}`,
  };
};
