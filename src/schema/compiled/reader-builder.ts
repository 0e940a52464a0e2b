import type { CheckLimits } from '../instance/budget.js';
import type { ElementPlan, Plans } from '../plan/model.js';
import { code } from './code.js';
import type { Code } from './code.js';
import { createProgramBuilder } from './program.js';
import type { ProgramBuilder, ProgramLimits } from './program.js';
import { READ_FUNCTIONS, createReadSupport } from './read-support.js';
import type { ReadSupport } from './read-support.js';

/** A reader in the making. */
export interface ReaderBuilder {
  readonly program: ProgramBuilder;
  /** Whether values are made, or documents only checked. */
  readonly build: boolean;
  readonly support: ReadSupport;
  readonly functions: typeof READ_FUNCTIONS;
  /** An expression for the value of the element `c`; it is handed in, since elements and contents stand in one another. */
  readonly readElement: (plan: ElementPlan) => Code;
  /** What a function returns to give up. */
  readonly failed: Code;
}

/** What a reader is made with. */
export interface ReaderParts {
  readonly plans: Plans;
  readonly checks: CheckLimits;
  readonly build: boolean;
  readonly limits: ProgramLimits;
}

/** A builder without functions; `readElement` reads an element. */
export const createReaderBuilder = (
  { plans, checks, build, limits }: ReaderParts,
  readElement: (builder: ReaderBuilder, plan: ElementPlan) => Code,
): ReaderBuilder => {
  const builder: ReaderBuilder = {
    program: createProgramBuilder(limits),
    build,
    support: createReadSupport(plans, { checks, build }),
    functions: READ_FUNCTIONS,
    readElement: (plan) => readElement(builder, plan),
    failed: build ? code`undefined` : code`false`,
  };
  return builder;
};
