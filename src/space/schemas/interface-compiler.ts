import type { SchemaLimits } from '../../base/index.js';
import type { CheckedInterface, Interface } from '../../advertisement/index.js';
import { compileInterface, createRemoteInterface } from '../../advertisement/index.js';
import { isInlineLimit, isSmall, toInlineLimits, toTexts } from './known-schema.js';
import type { SchemaWorker } from './schema-tasks.js';

/** What interfaces are compiled with. */
export interface InterfaceCompilerParts {
  readonly limits: SchemaLimits;
  readonly worker: SchemaWorker;
}

const compileInline = (description: Interface, limits: SchemaLimits): CheckedInterface | undefined => {
  try {
    return compileInterface(description, { limits: toInlineLimits(limits) });
  } catch (thrown) {
    if (isInlineLimit(thrown)) return undefined;
    throw thrown;
  }
};

const compileOutside = async (
  description: Interface,
  { worker }: InterfaceCompilerParts,
): Promise<CheckedInterface> => {
  const texts = toTexts(description.schemas);
  return createRemoteInterface(description, {
    components: await worker.describe(texts),
    check: (_, source) => worker.check(texts, source ?? ''),
  });
};

/**
 * Compiles interfaces for gates: here when the schema is small; else its messages are checked outside the event loop.
 * The function throws what `compileInterface` throws.
 */
export const createInterfaceCompiler =
  (parts: InterfaceCompilerParts) =>
  (description: Interface): CheckedInterface | Promise<CheckedInterface> =>
    (isSmall(description.schemas) ? compileInline(description, parts.limits) : undefined) ??
    compileOutside(description, parts);
