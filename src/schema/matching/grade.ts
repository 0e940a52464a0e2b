import type { Grade, Verdict } from './model.js';

/** How well everything that is wanted is answered. */
export interface Grading {
  readonly grade: Grade;
  /** Part of the wanted components that can be used in their roles, from 0 to 1. */
  readonly share: number;
}

const gradeFor = (verdicts: readonly (Verdict | 'missing')[], usable: number): Grade => {
  if (usable > 0 && usable === verdicts.length) {
    return verdicts.every((verdict) => verdict === 'exact') ? 'exact' : 'compatible';
  }
  if (usable > 0) return 'overlap';
  return verdicts.includes('undecided') ? 'undecided' : 'none';
};

/** The grade of a schema by the verdicts on each wanted component; `missing` is one that it does not have. Nothing wanted is `none`. */
export const gradeOf = (verdicts: readonly (Verdict | 'missing')[]): Grading => {
  const usable = verdicts.filter((verdict) => verdict === 'exact' || verdict === 'compatible').length;
  return { grade: gradeFor(verdicts, usable), share: verdicts.length === 0 ? 0 : usable / verdicts.length };
};
