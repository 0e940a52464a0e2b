import { StoaError, isErrorCode, isStoaError, silentLog, systemClock } from '../../base/index.js';
import type { Clock, Log, ScheduledCall } from '../../base/index.js';
import { ATTACH_PROTOCOL, CLOSE_CODES, createServiceEnd, writeFrame } from '../../gate/index.js';
import type { FrameChannel, ServiceEnd, ServiceGate } from '../../gate/index.js';
import { wait } from '../../base/index.js';
import type { WebSocketConstructor, WebSocketLike } from './web-socket.js';

/** The service to attach, and where. */
export interface AttachInput {
  /** URL of the space in which it is published. */
  readonly spaceUrl: string;
  /** Id of its document there. */
  readonly id: string;
  /** Credential of its lease: it says that the service is who it says it is. */
  readonly credential: string;
  /** Its gate, which judges and answers every call. */
  readonly handle: ServiceGate;
}

/** Options of {@link attachService}. */
export interface AttachOptions {
  /** Default: the platform's own; Node 20 has none, there it is the one of the package `ws`. */
  readonly WebSocket?: WebSocketConstructor;
  /** How many calls are taken at once; further ones wait in the space. Default 64. */
  readonly window?: number;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Aborted: detaches as `close` does. */
  readonly signal?: AbortSignal;
  /** The attachment has ended for good: the lease is lost, or another process has attached the same service. */
  readonly onEnded?: (reason: StoaError) => void;
}

/** A service that is attached, or on its way back after its connection broke. */
export interface AttachedServiceHandle {
  /** Lets the calls under way end, for at most `graceMs` (default 10 s), then disconnects. */
  readonly close: (graceMs?: number) => Promise<void>;
}

const DEFAULT_WINDOW = 64;
const DEFAULT_GRACE_MS = 10_000;
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;
/** How often is looked whether the network has taken what waits: a WebSocket does not tell. */
const DRAIN_POLL_MS = 10;
const NORMAL_CLOSURE = 1000;

/** Refusals that a later attempt can be spared: the code in the reason of the close frame. */
const PASSING_CODES = ['SHUTTING_DOWN', 'REQUEST_TIMEOUT', 'INTERNAL', 'STORE_CLOSED'] as const;

const toEnd = (code: number, reason: string): StoaError => {
  if (code === CLOSE_CODES.replaced)
    return new StoaError('GATE_CLOSED', 'another process has attached the same service', {
      hint: 'one process at a time serves an attached service',
    });
  if (code === CLOSE_CODES.refused)
    return new StoaError(isErrorCode(reason) ? reason : 'CREDENTIAL_INVALID', 'the space refused the attachment');
  if (code === CLOSE_CODES.malformed) return new StoaError('REQUEST_MALFORMED', `the space refused a frame: ${reason}`);
  return new StoaError('SERVICE_UNREACHABLE', `the connection to the space ended with code ${code}`);
};

const isPassing = (error: StoaError): boolean => isStoaError(error, 'SERVICE_UNREACHABLE', ...PASSING_CODES);

const toSocketUrl = ({ spaceUrl, id }: AttachInput): string => {
  const url = new URL(`${spaceUrl.replace(/\/$/, '')}/documents/${id.replace(/^urn:uuid:/, '')}/attachment`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
};

interface Connecting {
  readonly input: AttachInput;
  readonly window: number;
  readonly clock: Clock;
  readonly createSocket: () => WebSocketLike;
  readonly onAttached: () => void;
}

interface Connection {
  readonly end: ServiceEnd;
  readonly close: () => void;
  /** Resolves with why the connection ended. */
  readonly ended: Promise<StoaError>;
}

const createChannel = (socket: WebSocketLike): FrameChannel => ({
  send: (frame) => socket.send(frame),
  bufferedBytes: () => socket.bufferedAmount,
  close: (code, reason) => socket.close(code, reason),
});

const connect = ({ input, window, clock, createSocket, onAttached }: Connecting): Connection => {
  const socket = createSocket();
  socket.binaryType = 'arraybuffer';
  const channel = createChannel(socket);
  let poll: ScheduledCall | undefined;
  const end = createServiceEnd({ channel, handle: input.handle, onAttached });
  const armDrain = (): void => {
    poll = clock.callAt(clock.nowMs() + DRAIN_POLL_MS, () => {
      poll = undefined;
      end.drained();
      if (end.isHeldBack()) armDrain();
    });
  };
  const receive = (data: unknown): void => {
    if (!(data instanceof ArrayBuffer)) throw new StoaError('REQUEST_MALFORMED', 'expected binary frames');
    end.receive(new Uint8Array(data));
    if (end.isHeldBack() && !poll) armDrain();
  };
  const ended = new Promise<StoaError>((resolve) => {
    socket.addEventListener('open', () =>
      socket.send(writeFrame({ kind: 'attach', credential: input.credential, window })),
    );
    socket.addEventListener('message', ({ data }) => {
      try {
        receive(data);
      } catch (thrown) {
        socket.close(CLOSE_CODES.malformed, StoaError.from(thrown).code);
      }
    });
    socket.addEventListener('error', () => resolve(toEnd(1006, '')));
    socket.addEventListener('close', ({ code, reason }) => {
      poll?.cancel();
      end.closed();
      resolve(toEnd(code, reason));
    });
  });
  return { end, ended, close: () => socket.close(NORMAL_CLOSURE, 'the service detaches') };
};

const findWebSocket = (options: AttachOptions): WebSocketConstructor => {
  const found = options.WebSocket ?? (globalThis as { readonly WebSocket?: WebSocketConstructor }).WebSocket;
  if (found) return found;
  throw new StoaError('CONFIGURATION_INVALID', 'this platform has no WebSocket', {
    hint: 'pass the class of the package "ws" as the option WebSocket',
  });
};

/**
 * Attaches a published service to its space: calls come over a connection that the service makes, so it needs no open
 * port. Resolves once the space has taken it on; a connection that breaks later is made anew until the lease is lost.
 *
 * @throws {StoaError} `CREDENTIAL_INVALID`, `DOCUMENT_NOT_FOUND`, `NOT_A_SERVICE` as the space refuses it; `SERVICE_UNREACHABLE`
 *   when the first connection fails; `CONFIGURATION_INVALID` where there is no WebSocket
 */
export const attachService = async (
  input: AttachInput,
  options: AttachOptions = {},
): Promise<AttachedServiceHandle> => {
  const { window = DEFAULT_WINDOW, clock = systemClock, log = silentLog } = options;
  const WebSocket = findWebSocket(options);
  const stopping = new AbortController();
  let retryMs = FIRST_RETRY_MS;
  let current: Connection | undefined;

  const start = (onAttached: () => void): Connection => {
    current = connect({
      input,
      window,
      clock,
      createSocket: () => new WebSocket(toSocketUrl(input), [ATTACH_PROTOCOL]),
      onAttached: () => {
        retryMs = FIRST_RETRY_MS;
        onAttached();
      },
    });
    return current;
  };

  const isStopping = (): boolean => stopping.signal.aborted;

  /** Connects again and again, until there is no use in it. */
  const keep = async (first: Connection): Promise<void> => {
    for (let connection = first; ; connection = start(() => log.info({ id: input.id }, 'attached again'))) {
      const error = await connection.ended;
      if (isStopping()) return;
      if (!isPassing(error)) {
        options.onEnded?.(error);
        log.error({ id: input.id, error }, 'the service is attached no more');
        return;
      }
      log.warn({ id: input.id, error, retryMs }, 'the attachment broke, connecting again');
      await wait(clock, { waitMs: retryMs, signal: stopping.signal });
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
      if (isStopping()) return;
    }
  };

  const first = await new Promise<Connection>((resolve, reject) => {
    const connection = start(() => resolve(connection));
    void connection.ended.then(reject);
  });
  const kept = keep(first);
  const close = async (graceMs = DEFAULT_GRACE_MS): Promise<void> => {
    if (current) {
      const patience = new AbortController();
      await Promise.race([current.end.idle(), wait(clock, { waitMs: graceMs, signal: patience.signal })]);
      patience.abort();
    }
    stopping.abort();
    current?.close();
    await kept;
  };
  options.signal?.addEventListener('abort', () => void close(), { once: true });
  return { close };
};
