import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StoaError } from '../base/index.js';
import type { Clock } from '../base/index.js';
import { writeProblem } from '../protocol/index.js';
import { toEventValue } from '../space/index.js';
import type { SpaceEvent } from '../space/index.js';
import { createHangUpSignal } from './hang-up.js';
import { toTypedValue, writeMessage } from './messages.js';
import type { HttpSettings } from './model.js';
import type { AnswerFormat } from './negotiation.js';
import { toRequestUri, toStoaError } from './problem-reply.js';

/** One stream of events over one connection. */
export interface EventStream<Event = SpaceEvent> {
  /** The events; ends when the signal is aborted. */
  readonly open: (signal: AbortSignal) => AsyncIterable<Event>;
  /** An event as it is sent. */
  readonly write: (event: Event, format: AnswerFormat) => string;
  readonly format: AnswerFormat;
  /** Aborted when the server shuts down. */
  readonly closing: AbortSignal;
  /** When the right to the events ends, and the stream with it; whoever has another comes back. */
  readonly untilMs?: number | undefined;
  readonly clock: Clock;
  readonly settings: Pick<HttpSettings, 'heartbeatMs' | 'drainTimeoutMs'>;
  /** Told when the stream begins; what it gives back, when it has ended. */
  readonly streaming?: (() => () => void) | undefined;
  /** URI of the request, told with a problem. */
  readonly requestUri: string;
}

/** What of a stream does not depend on its events. */
type StreamRequest = Omit<EventStream, 'open' | 'write'>;

const toField = (name: string, text: string): string => `${name}: ${text.replaceAll(/\r\n|\r|\n/g, `\n${name}: `)}\n`;

/** An event of a space. */
export const writeEvent = (event: SpaceEvent, format: AnswerFormat): string =>
  `id: ${event.sequence}\nevent: ${event.event}\n${toField('data', writeMessage('event', toTypedValue(toEventValue(event)), format))}\n`;

/** The last event of a stream that did not end by the client's wish: what happened, as a problem document. */
const writeProblemEvent = (error: StoaError, { format, requestUri: instance }: StreamRequest): string =>
  `event: problem\n${toField('data', new TextDecoder().decode(writeProblem(error, { format, instance })))}\n`;

/** Which form the data of events has: XML, unless the client names JSON besides the event stream. */
export const findEventFormat = (accept: string | undefined): AnswerFormat =>
  (accept ?? '').includes('application/json') ? 'json' : 'xml';

/** Resolves once the connection takes bytes again, and rejects when it takes none for too long or has ended. */
const awaitDrain = (response: ServerResponse, { clock, settings }: StreamRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (settle: () => void) => (): void => {
      timer.cancel();
      response.off('drain', onDrain).off('close', onClose);
      settle();
    };
    const onDrain = end(resolve);
    const onClose = end(() => reject(new StoaError('ABORTED', 'the subscriber hung up')));
    const onTimeout = end(() =>
      reject(new StoaError('SUBSCRIBER_TOO_SLOW', `the connection took nothing for ${settings.drainTimeoutMs} ms`)),
    );
    const timer = clock.callAt(clock.nowMs() + settings.drainTimeoutMs, onTimeout);
    response.on('drain', onDrain).on('close', onClose);
  });

/** Writes a comment whenever the stream was idle for a while; returns what stops it. */
const startHeartbeat = (response: ServerResponse, { clock, settings }: StreamRequest): (() => void) => {
  const arm = () =>
    clock.callAt(clock.nowMs() + settings.heartbeatMs, () => {
      if (!response.writableNeedDrain) response.write(':\n\n');
      call = arm();
    });
  let call = arm();
  return () => call.cancel();
};

/** Iteration that has begun: its first result is under way. */
interface Begun<Event> {
  readonly first: Promise<IteratorResult<Event>>;
  readonly events: AsyncIterator<Event>;
}

const pump = async <Event>(
  response: ServerResponse,
  stream: EventStream<Event>,
  { first, events }: Begun<Event>,
): Promise<void> => {
  for (let next = await first; next.done !== true; next = await events.next()) {
    if (!response.write(stream.write(next.value, stream.format))) await awaitDrain(response, stream);
  }
};

/** What is thrown before anything was sent is answered as any other problem; this is how long that is waited for. */
const REFUSAL_TURNS = 2;

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const startStream = (reply: FastifyReply): ServerResponse => {
  reply.hijack();
  const response = reply.raw;
  // Proxies that buffer would hold events back.
  const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
  response.writeHead(200, Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)));
  response.write(': events\nretry: 1000\n\n');
  return response;
};

const endStream = (response: ServerResponse, thrown: unknown, stream: StreamRequest): void => {
  const error = stream.closing.aborted
    ? new StoaError('SHUTTING_DOWN', 'the server ends its streams; connect again with the last event seen')
    : thrown === undefined
      ? undefined
      : toStoaError(thrown);
  if (error !== undefined && error.code !== 'ABORTED') response.write(writeProblemEvent(error, stream));
  response.end();
  // What a subscriber that takes nothing has not taken would keep the connection open.
  if (response.writableNeedDrain) response.destroy();
};

/**
 * Streams events until the subscriber hangs up, the subscription ends or the server shuts down. Resolves when the
 * stream has ended; rejects only while nothing was sent.
 */
export const streamEvents = async <Event>(reply: FastifyReply, stream: EventStream<Event>): Promise<void> => {
  const ending = new AbortController();
  const signal = AbortSignal.any([createHangUpSignal(reply.raw), stream.closing, ending.signal]);
  const events = stream.open(signal)[Symbol.asyncIterator]();
  const first = events.next();
  await Promise.race([first, turns(REFUSAL_TURNS)]);
  const response = startStream(reply);
  const stopHeartbeat = startHeartbeat(response, stream);
  const tellEnd = stream.streaming?.();
  const { clock, untilMs } = stream;
  const end = untilMs === undefined ? undefined : clock.callAt(untilMs, () => ending.abort());
  try {
    await pump(response, stream, { first, events });
    endStream(response, undefined, stream);
  } catch (thrown) {
    endStream(response, thrown, stream);
  } finally {
    stopHeartbeat();
    end?.cancel();
    tellEnd?.();
    await events.return?.();
  }
};

/** A stream of the request's subscription over its connection. */
export const toEventStream = <Event>(
  request: FastifyRequest,
  parts: Omit<EventStream<Event>, 'format' | 'requestUri'>,
): EventStream<Event> => ({
  ...parts,
  format: findEventFormat(request.headers.accept),
  requestUri: toRequestUri(request.id),
});
