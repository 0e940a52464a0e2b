import type { Grade } from '../../schema/index.js';

/**
 * Place of a hit in an answer, higher first: grade, then the share of what was wanted that can be used, then the closeness of
 * names. One number, so that it can stand in a cursor; share and closeness count in steps of 1/65535.
 */
export type Rank = number;

const GRADES: readonly Grade[] = ['none', 'undecided', 'overlap', 'compatible', 'exact'];

/** Steps of share and of closeness: each is two bytes of a cursor. */
const STEPS = 65_535;

/** Whether a grade is at least as good as another. */
export const isAtLeast = (grade: Grade, lowest: Grade): boolean => GRADES.indexOf(grade) >= GRADES.indexOf(lowest);

/** The rank of what has no grade, and comes last: hits by name, and all hits of a lookup without a schema. */
export const UNGRADED: Rank = 0;

/** Rank of a grade with its share and closeness, both from 0 to 1; above {@link UNGRADED} for every grade. */
export const toRank = (grade: Grade, share: number, closeness: number): Rank => {
  const step = (part: number): number => Math.round(Math.min(1, Math.max(0, part)) * STEPS);
  return ((GRADES.indexOf(grade) + 1) * (STEPS + 1) + step(share)) * (STEPS + 1) + step(closeness);
};
