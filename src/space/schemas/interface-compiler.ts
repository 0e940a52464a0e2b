import type { SchemaLimits, SubjectId } from '../../base/index.js';
import type { CheckedInterface, Interface } from '../../advertisement/index.js';
import { compileInterface, createRemoteInterface } from '../../advertisement/index.js';
import { isInlineLimit, isSmall, readOutside, toInlineLimits } from './known-schema.js';
import type { Asker, SchemaWorker, SchemaWorkers } from './schema-tasks.js';
import { toTexts } from './schema-texts.js';

/** What interfaces are compiled with. */
export interface InterfaceCompilerParts {
  readonly limits: SchemaLimits;
  readonly workers: SchemaWorkers;
}

/** What one interface is compiled with. */
interface Compiling {
  readonly limits: SchemaLimits;
  readonly worker: SchemaWorker;
}

/** Apart from what the publisher asks for itself: who calls its services much takes none of its own places. No subject has a line break. */
const toAsker = (publisher: SubjectId | undefined): Asker => `gates\n${publisher ?? ''}`;

/** What `work` gives here, or what `otherwise` gives when it takes longer than it may in the event loop. */
const tryInline = <Value>(work: () => Value, otherwise: () => Promise<Value>): Value | Promise<Value> => {
  try {
    return work();
  } catch (thrown) {
    if (isInlineLimit(thrown)) return otherwise();
    throw thrown;
  }
};

const compileOutside = async (description: Interface, { worker }: Compiling): Promise<CheckedInterface> => {
  const texts = toTexts(description.schemas);
  return createRemoteInterface(description, {
    components: (await readOutside({ worker, texts })).components,
    check: (_, source) => worker.check(texts, source ?? ''),
  });
};

/** Compiles here; messages that take long to check go out all the same. */
const compileInline = (description: Interface, parts: Compiling): CheckedInterface => {
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
 * outside the event loop, which counts for the publisher of the service. The function throws what `compileInterface` throws.
 */
export const createInterfaceCompiler =
  ({ limits, workers }: InterfaceCompilerParts) =>
  (description: Interface, publisher?: SubjectId): CheckedInterface | Promise<CheckedInterface> => {
    const compiling: Compiling = { limits, worker: workers.for(toAsker(publisher)) };
    return isSmall(description.schemas)
      ? tryInline(
          () => compileInline(description, compiling),
          () => compileOutside(description, compiling),
        )
      : compileOutside(description, compiling);
  };
