import type { SchemaLimits } from '../../base/index.js';
import type { CheckedInterface, Interface } from '../../advertisement/index.js';
import { compileInterface, createRemoteInterface } from '../../advertisement/index.js';
import { isInlineLimit, isSmall, readOutside, toInlineLimits } from './known-schema.js';
import type { SchemaWorker } from './schema-tasks.js';
import { toTexts } from './schema-texts.js';

/** What interfaces are compiled with. */
export interface InterfaceCompilerParts {
  readonly limits: SchemaLimits;
  readonly worker: SchemaWorker;
}

/** What `work` gives here, or what `otherwise` gives when it takes longer than it may in the event loop. */
const tryInline = <Value>(work: () => Value, otherwise: () => Promise<Value>): Value | Promise<Value> => {
  try {
    return work();
  } catch (thrown) {
    if (isInlineLimit(thrown)) return otherwise();
    throw thrown;
  }
};

const compileOutside = async (
  description: Interface,
  { worker }: InterfaceCompilerParts,
): Promise<CheckedInterface> => {
  const texts = toTexts(description.schemas);
  return createRemoteInterface(description, {
    components: (await readOutside({ worker, texts })).components,
    check: (_, source) => worker.check(texts, source ?? ''),
  });
};

/** Compiles here; messages that take long to check go out all the same. */
const compileInline = (description: Interface, parts: InterfaceCompilerParts): CheckedInterface => {
  const compiled = compileInterface(description, { limits: toInlineLimits(parts.limits) });
  let outside: Promise<CheckedInterface> | undefined;
  const getOutside = (): Promise<CheckedInterface> => (outside ??= compileOutside(description, parts));
  return Object.freeze<CheckedInterface>({
    ...compiled,
    checkRequest: (element, source) =>
      tryInline(
        () => compiled.checkRequest(element, source),
        async () => (await getOutside()).checkRequest(element, source),
      ),
    checkAnswer: (method, element, source) =>
      tryInline(
        () => compiled.checkAnswer(method, element, source),
        async () => (await getOutside()).checkAnswer(method, element, source),
      ),
  });
};

/**
 * Compiles interfaces for gates: here when the schema is small; else, and where a message takes long, messages are checked
 * outside the event loop. The function throws what `compileInterface` throws.
 */
export const createInterfaceCompiler =
  (parts: InterfaceCompilerParts) =>
  (description: Interface): CheckedInterface | Promise<CheckedInterface> =>
    isSmall(description.schemas)
      ? tryInline(
          () => compileInline(description, parts),
          () => compileOutside(description, parts),
        )
      : compileOutside(description, parts);
