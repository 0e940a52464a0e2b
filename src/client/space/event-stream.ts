import { StoaError, isStoaError, toUtf8 } from '../../base/light.js';
import type { CallHeaders } from '../../gate/index.js';
import { loadProblem, loadXml } from '../../gate/light.js';
import { PROBLEM_CONTENT_TYPES } from '../../protocol/light.js';
import type { SpaceEvent } from '../model.js';
import { createEventReader } from './event-source.js';
import type { ServerEvent } from './event-source.js';
import type { SpaceConnection } from './exchange.js';
import {
  event,
  exchangeAuthorized,
  given,
  readAtMost,
  readSpaceMessage,
  toCarrierError,
  toSpaceError,
  toSpaceEvent,
  wait,
} from '../parts.js';

/** Which events are read, and until when. */
export interface EventStreamInput {
  readonly url: string;
  readonly signal: AbortSignal;
}

/** How a stream of events is read, whatever they are. */
export interface StreamInput<Event> extends EventStreamInput {
  /** Headers of the request besides those of the client. */
  readonly headers?: CallHeaders;
  readonly toEvent: (message: ServerEvent) => Event | Promise<Event>;
  /** The id by which the stream is taken up again after an event. */
  readonly idOf: (event: Event) => string | undefined;
}

/** Largest problem document read instead of a stream, in bytes. */
const MAX_PROBLEM_BYTES = 262_144;
/** A connection on which nothing came for so long is taken for dead; servers send a comment about every 15 s. */
const MAX_SILENCE_MS = 60_000;
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;

/** Ends of a stream after which it is taken up again where it broke. */
const isPassing = (thrown: unknown): boolean =>
  isStoaError(
    thrown,
    'SERVICE_UNREACHABLE',
    'SERVICE_FAILED',
    'SERVICE_TIMEOUT',
    'SHUTTING_DOWN',
    'SUBSCRIBER_TOO_SLOW',
    'STORE_CLOSED',
  );

const problemTooLarge = (maxBytes: number): StoaError =>
  new StoaError('SERVICE_FAILED', `the space refused the event stream with more than ${maxBytes} bytes`);

const toRefusal = async ({ status, headers, body }: Response): Promise<StoaError> => {
  const read = await readAtMost(body, { maxBytes: MAX_PROBLEM_BYTES, tooLarge: problemTooLarge });
  return toSpaceError({ status, headers: Object.fromEntries(headers), body: read });
};

const open = (
  connection: SpaceConnection,
  { url, signal, headers: own }: Pick<StreamInput<unknown>, 'url' | 'signal' | 'headers'>,
  last: string | undefined,
): Promise<Response> =>
  exchangeAuthorized(connection, {
    request: { method: 'GET', url },
    send: (authorized) => {
      const accept = 'text/event-stream, application/problem+xml';
      const headers = { accept, ...authorized, ...own, ...given('last-event-id', last) };
      return connection.fetch(url, { headers, signal, redirect: 'error', credentials: 'omit', cache: 'no-store' });
    },
    toError: toRefusal,
  });

/** Throws what the server told as the end of the stream. */
const assertNoProblem = async ({ event, data }: ServerEvent): Promise<void> => {
  if (event === 'problem') {
    const told = await loadProblem(toUtf8(data), PROBLEM_CONTENT_TYPES.xml);
    throw (
      told ?? new StoaError('SERVICE_FAILED', 'the space ended the event stream with a problem that cannot be read')
    );
  }
};

/** Aborts `ending` when nothing came for too long; `heard` starts the time anew. */
const createSilenceWatch = ({ clock }: SpaceConnection, ending: AbortController) => {
  const arm = () =>
    clock.callAt(clock.nowMs() + MAX_SILENCE_MS, () =>
      ending.abort(new StoaError('SERVICE_TIMEOUT', 'the event stream fell silent')),
    );
  let timer = arm();
  return {
    heard: (): void => {
      timer.cancel();
      timer = arm();
    },
    stop: (): void => timer.cancel(),
  };
};

/** Events of one connection, until it ends. */
const readConnection = async function* <Event>(
  connection: SpaceConnection,
  input: StreamInput<Event>,
  last: string | undefined,
): AsyncGenerator<Event> {
  const ending = new AbortController();
  const silence = createSilenceWatch(connection, ending);
  const signal = AbortSignal.any([input.signal, ending.signal]);
  const readEvents = createEventReader();
  const decoder = new TextDecoder();
  try {
    const { body } = await open(connection, { ...input, signal }, last);
    for await (const chunk of chunksOf(body)) {
      silence.heard();
      for (const message of readEvents(decoder.decode(chunk, { stream: true }))) {
        await assertNoProblem(message);
        yield await input.toEvent(message);
      }
    }
  } catch (thrown) {
    throw toCarrierError(thrown, { uri: input.url, signal });
  } finally {
    silence.stop();
    // The consumer may have stopped in the middle: nobody reads the connection any more.
    ending.abort();
  }
};

const chunksOf = async function* (body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
};

/**
 * What waits until the next try to reach a space, each time twice as long; not once the signal is aborted. Throws a failure that no try
 * mends.
 */
export const createBackOff = ({ clock, log }: Pick<SpaceConnection, 'clock' | 'log'>, signal: AbortSignal) => {
  let retryMs = FIRST_RETRY_MS;
  return async (failure?: Error): Promise<void> => {
    if (signal.aborted) return;
    if (failure !== undefined) {
      if (!isPassing(failure)) throw failure;
      log.warn({ error: failure, retryMs }, 'events do not come, trying again');
    }
    await wait(clock, { waitMs: retryMs, signal });
    retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  };
};

/**
 * Events of a stream in order, each once where they have ids: a broken connection is taken up again after the last event that
 * arrived. Ends when the signal is aborted.
 *
 * @throws {StoaError} `RESUME_GONE`, `SUBSCRIPTION_NOT_FOUND`, `SPACE_GONE` and other ends for good
 */
export const readStream = async function* <Event>(
  connection: SpaceConnection,
  input: StreamInput<Event>,
): AsyncGenerator<Event> {
  let last: string | undefined;
  const { signal } = input;
  let backOff = createBackOff(connection, signal);
  while (!signal.aborted) {
    let failure: Error | undefined;
    try {
      for await (const event of readConnection(connection, input, last)) {
        last = input.idOf(event) ?? last;
        backOff = createBackOff(connection, signal);
        yield event;
      }
    } catch (thrown) {
      failure = StoaError.from(thrown);
    }
    await backOff(failure);
  }
};

/** What {@link readStream} is, for those who are handed it. */
export type ReadStream = typeof readStream;

/** The events of a subscription, as {@link readStream} reads them. */
export const readEventStream = (connection: SpaceConnection, input: EventStreamInput): AsyncGenerator<SpaceEvent> =>
  readStream(connection, {
    ...input,
    toEvent: async ({ data }) => toSpaceEvent(await readSpaceMessage(event.message, await loadXml(data))),
    idOf: ({ sequence }) => sequence,
  });
