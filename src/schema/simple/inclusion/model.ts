import type { SimpleType } from '../model.js';

/** What an inclusion may cost. */
export interface InclusionBudget {
  /** Counts work; `false` once it is too much. */
  readonly step: (count?: number) => boolean;
  /** Notes that something is not decided; it counts as not included. */
  readonly giveUp: () => false;
}

/** Whether the texts of `narrower` are among those of `wider`, with the same meaning, is the question. */
export interface SimplePair {
  readonly wider: SimpleType;
  readonly narrower: SimpleType;
  readonly budget: InclusionBudget;
}

/** One reason why a simple type does not include another. */
export interface SimpleDifference {
  readonly rule: 'type' | 'facet' | 'enumeration' | 'pattern';
  /** What the narrower type has. */
  readonly narrow: string;
  /** What the wider type has. */
  readonly wide: string;
  /** The change of the narrower type, which is that of `subject`, after which it is gone. */
  readonly narrowing: (subject: string) => string;
  /** The change of the wider type after which it is gone. */
  readonly widening: (subject: string) => string;
}

/** Checks one facet of the wider type. */
export type SimpleRule = (pair: SimplePair) => SimpleDifference | undefined;

const DEFAULT_STEPS = 20_000;

/** A budget of its own for a question that is asked alone. */
export const createBudget = (steps = DEFAULT_STEPS): InclusionBudget => {
  let left = steps;
  return { step: (count = 1) => (left -= count) >= 0, giveUp: () => false };
};
