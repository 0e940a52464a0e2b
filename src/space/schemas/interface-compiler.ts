import { LRUCache } from 'lru-cache';
import type { SchemaLimits } from '../../base/index.js';
import { SERVER_SUBJECT } from '../../base/index.js';
import type { CheckedInterface, Interface } from '../../advertisement/index.js';
import { compileInterface, createRemoteInterface } from '../../advertisement/index.js';
import { isInlineLimit, isSmall, readOutside, toInlineLimits } from './known-schema.js';
import type { Asker, SchemaWorkers } from './schema-tasks.js';
import { toTexts } from './schema-texts.js';

/** What interfaces are compiled with. */
export interface InterfaceCompilerParts {
  readonly limits: SchemaLimits;
  readonly workers: SchemaWorkers;
}

/** An interface for all who send messages. */
export interface AskedInterface extends CheckedInterface {
  /** The same for somebody in particular, for whom the messages count that are checked outside the event loop. */
  readonly for: (asker: Asker) => CheckedInterface;
}

/** Askers for whom an interface is kept. */
const MAX_ASKERS = 100;

/** An interface from what makes it for each asker; for itself it is the server's. */
const toAsked = (createFor: (asker: Asker) => CheckedInterface): AskedInterface => {
  const kept = new LRUCache<Asker, CheckedInterface>({ max: MAX_ASKERS });
  return Object.freeze<AskedInterface>({
    ...createFor(SERVER_SUBJECT),
    for: (asker) => {
      const known = kept.get(asker);
      if (known) return known;
      const made = createFor(asker);
      kept.set(asker, made);
      return made;
    },
  });
};

/** What `work` gives here, or what `otherwise` gives when it takes longer than it may in the event loop. */
const tryInline = <Value>(work: () => Value, otherwise: () => Promise<Value>): Value | Promise<Value> => {
  try {
    return work();
  } catch (thrown) {
    if (isInlineLimit(thrown)) return otherwise();
    throw thrown;
  }
};

/** An interface, who asks for it to be compiled, and with what. */
interface Compiling extends InterfaceCompilerParts {
  readonly description: Interface;
  readonly asker: Asker;
}

const compileOutside = async ({ description, asker, workers }: Compiling): Promise<AskedInterface> => {
  const texts = toTexts(description.schemas);
  const { components } = await readOutside({ worker: workers.for(asker), texts });
  return toAsked((who) => {
    const worker = workers.for(who);
    return createRemoteInterface(description, { components, check: (_, source) => worker.check(texts, source ?? '') });
  });
};

/** Compiles here; messages that take long to check go out all the same. */
const compileInline = (compiling: Compiling): AskedInterface => {
  const compiled = compileInterface(compiling.description, { limits: toInlineLimits(compiling.limits) });
  let outside: Promise<AskedInterface> | undefined;
  const getOutside = async (asker: Asker): Promise<CheckedInterface> => {
    outside ??= compileOutside({ ...compiling, asker }).catch((thrown: unknown) => {
      // There may be room for it at the next message.
      outside = undefined;
      throw thrown;
    });
    return (await outside).for(asker);
  };
  return toAsked((asker) =>
    Object.freeze<CheckedInterface>({
      ...compiled,
      checkRequest: (element, source) =>
        tryInline(
          () => compiled.checkRequest(element, source),
          async () => (await getOutside(asker)).checkRequest(element, source),
        ),
      checkAnswer: (method, element, source) =>
        tryInline(
          () => compiled.checkAnswer(method, element, source),
          async () => (await getOutside(asker)).checkAnswer(method, element, source),
        ),
    }),
  );
};

/**
 * Compiles interfaces for gates: here when the schema is small; else, and where a message takes long, messages are checked
 * outside the event loop. The function throws what `compileInterface` throws.
 */
export const createInterfaceCompiler =
  (parts: InterfaceCompilerParts) =>
  (description: Interface, asker: Asker): AskedInterface | Promise<AskedInterface> => {
    const compiling: Compiling = { ...parts, description, asker };
    return isSmall(description.schemas)
      ? tryInline(
          () => compileInline(compiling),
          () => compileOutside(compiling),
        )
      : compileOutside(compiling);
  };
