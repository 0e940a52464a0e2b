import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { StoaError, concatBytes, silentLog, statusOf, systemClock } from '../base/index.js';
import type { Clock, Log } from '../base/index.js';
import type { CallAnswer, CallHeaders, ServiceGate } from '../gate/index.js';
import { PROBLEM_CONTENT_TYPES, writeProblem } from '../protocol/index.js';
import { createAccessCheck } from './access.js';
import { originHeaders, preflightHeaders } from './cors.js';
import type { AccessCheck } from './access.js';
import { createHangUpSignal } from './hang-up.js';
import { isAnyAddress, listen, toBoundUrl } from './listen.js';
import { toRawProblem, toStoaError } from './problem-reply.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** A request at a host, before anything of its body is read. */
export interface HostRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: CallHeaders;
  /** URL of the host by the address through which the request came, without a path. */
  readonly reachedAt: string;
  /** @throws {StoaError} `BODY_TOO_LARGE` */
  readonly body: () => Promise<Uint8Array>;
}

/** A service on a port of its own. */
export interface ServiceHostOptions {
  /** The service's gate; it judges every message and answers every request. */
  readonly handle: ServiceGate;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** Path that takes the messages. Default `/`. */
  readonly path?: string;
  /** Values of `Host` accepted besides the bound address; by default any, unless it is a loopback address. */
  readonly allowedHosts?: readonly string[];
  /** Web origins whose pages may call. Default none. */
  readonly allowedOrigins?: readonly string[];
  /** Largest message in bytes. Default 4 MiB. */
  readonly maxBodyBytes?: number;
  /** How long calls under way may take once `close` is called, in milliseconds. Default 10 s. */
  readonly graceMs?: number;
  /**
   * How long calls are still taken once `close` is called, each as the last one of its connection, in milliseconds: a call that
   * is on its way is answered. Default 0.
   */
  readonly lingerMs?: number;
  /** Answers requests of other kinds on the same port; `undefined` leaves a request to the service. */
  readonly also?: (request: HostRequest) => Promise<CallAnswer | undefined> | CallAnswer | undefined;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** A service that listens. */
export interface ServiceHost {
  /** Where messages are POSTed: what an advertisement's endpoint says. */
  readonly url: string;
  /** Takes no new calls, lets those under way end, then closes the connections. Closing twice is one closing. */
  readonly close: () => Promise<void>;
}

const DEFAULT_MAX_BODY_BYTES = 4 * 1024 * 1024;
const DEFAULT_GRACE_MS = 10_000;

interface HostContext {
  readonly options: ServiceHostOptions;
  readonly access: () => AccessCheck | undefined;
  readonly closing: { isLast: boolean; isClosing: boolean };
  readonly log: Log;
}

const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Uint8Array> => {
  const tooLarge = (): StoaError =>
    new StoaError('BODY_TOO_LARGE', `the message is larger than ${maxBytes} bytes`, { limit: 'maxBodyBytes' });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return concatBytes(...parts);
};

const toHeaders = (request: IncomingMessage): CallHeaders => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
};

const toProblem = (error: StoaError): CallAnswer => ({
  status: statusOf(error),
  headers: { 'content-type': PROBLEM_CONTENT_TYPES.xml },
  body: writeProblem(error, { format: 'xml' }),
});

const checkRequest = (request: IncomingMessage, { access, closing }: HostContext): StoaError | undefined => {
  if (closing.isClosing)
    return new StoaError('SHUTTING_DOWN', 'the service takes no new calls', { retryAfterSeconds: 1 });
  return access()?.check(request);
};

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

const checkPath = (request: IncomingMessage, { path = '/' }: ServiceHostOptions): StoaError | undefined =>
  pathOf(request) === path ? undefined : new StoaError('ROUTE_NOT_FOUND', `messages are taken at ${path}`);

const toHostRequest = (request: IncomingMessage, { maxBodyBytes }: ServiceHostOptions): HostRequest => {
  const { localAddress = '127.0.0.1', localPort = 0 } = request.socket;
  const bare = localAddress.replace(/^::ffff:/, '').replace(/%.*$/, '');
  return {
    method: request.method ?? '',
    path: pathOf(request),
    headers: toHeaders(request),
    reachedAt: `http://${bare.includes(':') ? `[${bare}]` : bare}:${localPort}`,
    body: () => readBody(request, maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES),
  };
};

/** One request and what it is answered with. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly context: HostContext;
}

/** The foreign origin of whose page a request is, when it is allowed. */
const findAllowedOrigin = ({ headers }: IncomingMessage, { access }: HostContext): string | undefined =>
  headers.origin !== undefined && access()?.isAllowedOrigin(headers.origin) === true ? headers.origin : undefined;

const answerCall = async (request: IncomingMessage, context: HostContext, signal: AbortSignal): Promise<CallAnswer> => {
  const { handle, maxBodyBytes, also } = context.options;
  const refused = checkRequest(request, context);
  if (refused !== undefined) return toProblem(refused);
  // What a browser asks before it sends the message of a page.
  if (request.method === 'OPTIONS' && findAllowedOrigin(request, context) !== undefined)
    return { status: 204, headers: { allow: 'POST', ...preflightHeaders('POST') }, body: new Uint8Array() };
  const other = await also?.(toHostRequest(request, context.options));
  if (other !== undefined) return other;
  const elsewhere = checkPath(request, context.options);
  if (elsewhere !== undefined) return toProblem(elsewhere);
  const body = await readBody(request, maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  return handle({ method: request.method ?? '', headers: toHeaders(request), body, signal });
};

const sendAnswer = ({ request, response, context }: Exchange, answer: CallAnswer): void => {
  const origin = findAllowedOrigin(request, context);
  // A body that was not read to its end leaves nothing that could be the next request.
  const close = request.complete && !context.closing.isLast ? {} : { connection: 'close' };
  response.writeHead(answer.status, {
    ...SECURITY_HEADERS,
    ...answer.headers,
    ...(origin !== undefined && originHeaders(origin)),
    ...close,
    ...(answer.status !== 204 && { 'content-length': String(answer.body.length) }),
  });
  response.end(answer.body);
};

const serveRequest = async (exchange: Exchange): Promise<void> => {
  const { request, response, context } = exchange;
  const hungUp = createHangUpSignal(response);
  try {
    sendAnswer(exchange, await answerCall(request, context, hungUp));
  } catch (thrown) {
    const error = toStoaError(thrown);
    if (error.code === 'ABORTED') return;
    context.log.error({ err: thrown }, 'a request to a service failed');
    sendAnswer(exchange, toProblem(error));
  }
};

const closeServer = (server: Server, graceMs: number, clock: Clock): Promise<void> =>
  new Promise((resolve) => {
    const timer = clock.callAt(clock.nowMs() + graceMs, () => server.closeAllConnections());
    server.close(() => {
      timer.cancel();
      resolve();
    });
    server.closeIdleConnections();
  });

const linger = ({ lingerMs = 0, clock = systemClock }: ServiceHostOptions): Promise<void> =>
  new Promise((resolve) => {
    if (lingerMs <= 0) resolve();
    else clock.callAt(clock.nowMs() + lingerMs, resolve);
  });

/** Pages can reach a service on loopback through a browser, and rebind names to it; elsewhere names are its own affair. */
const createHostAccess = (url: string, bound: string, options: ServiceHostOptions): AccessCheck =>
  createAccessCheck({
    anyAddress: isAnyAddress(bound),
    ownUrls: [url],
    allowedHosts: options.allowedHosts ?? [],
    allowedOrigins: options.allowedOrigins ?? [],
    anyHost: options.allowedHosts === undefined && !/^http:\/\/(?:127\.|localhost|\[::1\])/.test(url),
  });

/**
 * Serves a service's gate over HTTP.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when it cannot listen there
 */
export const serve = async (options: ServiceHostOptions): Promise<ServiceHost> => {
  const late: { access?: AccessCheck } = {};
  const context: HostContext = {
    options,
    access: () => late.access,
    closing: { isLast: false, isClosing: false },
    log: options.log ?? silentLog,
  };
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    void serveRequest({ request, response, context });
  });
  server.on('clientError', (error, socket) => socket.end(toRawProblem(error)));
  const address = await listen(server, { host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  const base = toBoundUrl(address);
  late.access = createHostAccess(base, address.address, options);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    context.closing.isLast = true;
    closed ??= linger(options).then(() => {
      context.closing.isClosing = true;
      return closeServer(server, options.graceMs ?? DEFAULT_GRACE_MS, options.clock ?? systemClock);
    });
    return closed;
  };
  return { url: `${base}${options.path ?? '/'}`, close };
};
