import { StoaError, given, toUtf8 } from '../../base/index.js';
import type { CompiledInterface } from '../../advertisement/index.js';
import type { HandledMessage, MessageHandler, ResultSink } from '../../gate/index.js';
import type { TypedValue } from '../../schema/index.js';

/** What a handler is given besides the value. */
export interface CallContext {
  /** Name of the method called. */
  readonly method: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** When the caller's time runs out, if it says so: what is called for the answer need not take longer. */
  readonly endsAtMs?: number;
  /** Where results go while the work is under way; only when the caller asked for them in a new space. */
  readonly results?: ResultSink;
  /** URN of the gate through which the call came; only at a restricted service. */
  readonly gate?: string;
  /** Who opened the gate; `local` in a space that asks nobody who they are. */
  readonly subject?: string;
}

/** Answers a method: takes the value of its request, gives that of its response, or throws a `ServiceFault`. */
export type Handler = (value: TypedValue, context: CallContext) => Promise<TypedValue> | TypedValue;

/** Handlers by method name. */
export type Handlers = Readonly<Record<string, Handler>>;

const assertComplete = ({ methods, getMethod }: CompiledInterface, handlers: Handlers): void => {
  for (const name of Object.keys(handlers)) getMethod(name);
  const missing = methods.filter(({ name }) => !Object.hasOwn(handlers, name)).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new StoaError(
    'CONFIGURATION_INVALID',
    `each method needs a handler; missing: ${missing.slice(0, 20).join(', ')}`,
  );
};

const toContext = ({ method, signal, endsAtMs, results, credential }: HandledMessage): CallContext => ({
  method: method.name,
  signal,
  ...given('endsAtMs', endsAtMs),
  ...(results && { results }),
  ...(credential && { gate: credential.gate, ...given('subject', credential.subject) }),
});

/** A response that does not fit is the service's failure, and says so in its log. */
const encode = (
  { schema }: CompiledInterface,
  { method }: HandledMessage,
  value: TypedValue,
): Uint8Array | undefined => {
  if (!method.response) return undefined;
  try {
    return toUtf8(schema.encode({ name: method.response, value }, { declaration: true }));
  } catch (cause) {
    throw new StoaError(
      'SERVICE_FAILED',
      `the handler of method "${method.name}" gave a value that does not fit its response`,
      { cause },
    );
  }
};

/**
 * Handlers of typed values behind the messages of an interface.
 *
 * @throws {StoaError} `METHOD_UNKNOWN` for a handler of no method, `CONFIGURATION_INVALID` for a method without handler
 */
export const createTypedHandler = (compiled: CompiledInterface, handlers: Handlers): MessageHandler => {
  assertComplete(compiled, handlers);
  const byName = new Map(Object.entries(handlers));
  return async (message) => {
    const { value } = compiled.schema.decode(message.element, message.source);
    const returned = await byName.get(message.method.name)?.(value, toContext(message));
    const bytes = encode(compiled, message, returned);
    return bytes && { bytes, checked: 'response' };
  };
};
