import { StoaError } from '../../base/index.js';
import type { Program } from './program.js';

/** What a program answered, or that this environment forbids programs made at run time. */
export type ProgramOutcome = { readonly result: unknown } | { readonly forbidden: true };

/**
 * Runs a program. Where a content security policy or a flag of the engine forbids code from strings, that is told.
 *
 * @throws {StoaError} `INTERNAL` when the text is no program: a fault of its generator
 */
export const runProgram = ({ text, scope }: Program): ProgramOutcome => {
  let make: (scope: readonly unknown[]) => unknown;
  try {
    // The text consists of the generator's own words and of literals alone: see `code`.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    make = new Function('scope', text) as typeof make;
  } catch (thrown) {
    if (thrown instanceof EvalError) return { forbidden: true };
    throw new StoaError('INTERNAL', 'a generated program cannot be run', { cause: thrown });
  }
  return { result: make(scope) };
};
