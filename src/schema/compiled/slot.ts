import { isStoaError } from '../../base/index.js';
import type { CodecTier } from '../facade.js';
import type { Program } from './program.js';
import { runProgram } from './run-program.js';

/** One direction of one root: interpreted until it was used often enough, then compiled, if that can be done. */
export interface Slot<Run> {
  /** The compiled function, when it is there; each call counts as a use. */
  readonly next: () => Run | undefined;
  readonly tier: () => CodecTier;
  /** Text of the program, made now if it was not yet; `undefined` where there is none. */
  readonly source: () => string | undefined;
}

class ProgramSlot<Run> implements Slot<Run> {
  readonly #generate: () => Program | undefined;
  #left: number;
  #tier: CodecTier = 'interpreted';
  #run: Run | undefined;

  constructor(generate: () => Program | undefined, compileAfter: number) {
    this.#generate = generate;
    this.#left = compileAfter;
  }

  next(): Run | undefined {
    if (this.#run === undefined && this.#tier === 'interpreted' && --this.#left < 0) this.#compile();
    return this.#run;
  }

  tier(): CodecTier {
    return this.#tier;
  }

  source(): string | undefined {
    return this.#make()?.text;
  }

  #make(): Program | undefined {
    try {
      return this.#generate();
    } catch (thrown) {
      if (!isStoaError(thrown, 'SCHEMA_LIMIT_EXCEEDED')) throw thrown;
      return undefined;
    }
  }

  #compile(): void {
    const program = this.#make();
    const outcome = program === undefined ? undefined : runProgram(program);
    if (outcome === undefined) this.#tier = 'left';
    else if ('forbidden' in outcome) this.#tier = 'forbidden';
    else {
      this.#tier = 'compiled';
      this.#run = outcome.result as Run;
    }
  }
}

/** A slot whose program `generate` makes after `compileAfter` uses. */
export const createSlot = <Run>(generate: () => Program | undefined, compileAfter: number): Slot<Run> =>
  new ProgramSlot<Run>(generate, compileAfter);
