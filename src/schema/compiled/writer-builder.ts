import type { CheckLimits } from '../instance/budget.js';
import type { ElementPlan, Plans, TypePlan } from '../plan/model.js';
import type { Code } from './code.js';
import { createProgramBuilder } from './program.js';
import type { ProgramBuilder, ProgramLimits } from './program.js';
import { planParts } from './write-parts.js';
import type { WritePart } from './write-parts.js';
import { WRITE_FUNCTIONS, createWriteSupport } from './write-support.js';
import type { WriteSupport } from './write-support.js';

/** A writer in the making. */
export interface WriterBuilder {
  readonly program: ProgramBuilder;
  readonly support: WriteSupport;
  readonly functions: typeof WRITE_FUNCTIONS;
  /** Namespace that names without a prefix have. */
  readonly defaultNamespace: string;
  /** How the members of a type are written, if programs do that. */
  readonly partsOf: (type: TypePlan) => WritePart | undefined;
  /** An expression for the text of the element of which `value` is the value, at a depth; it is handed in. */
  readonly writeElement: (plan: ElementPlan, value: Code) => Code;
}

/** What a writer is made with. */
export interface WriterParts {
  readonly plans: Plans;
  readonly checks: CheckLimits;
  readonly limits: ProgramLimits;
  readonly defaultNamespace: string;
}

/** A builder without functions; `writeElement` writes an element that is a child. */
export const createWriterBuilder = (
  { plans, checks, limits, defaultNamespace }: WriterParts,
  writeElement: (builder: WriterBuilder, plan: ElementPlan, value: Code) => Code,
): WriterBuilder => {
  const known = new Map<TypePlan, WritePart | undefined>();
  const builder: WriterBuilder = {
    program: createProgramBuilder(limits),
    support: createWriteSupport(plans, { checks, defaultNamespace }),
    functions: WRITE_FUNCTIONS,
    defaultNamespace,
    partsOf: (type) => {
      if (!known.has(type)) {
        builder.program.step(type.members.size);
        known.set(type, planParts(type));
      }
      return known.get(type);
    },
    writeElement: (plan, value) => writeElement(builder, plan, value),
  };
  return builder;
};
