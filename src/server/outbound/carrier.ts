import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { StoaError, concatBytes, systemClock } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { CallAnswer, CallHeaders, CallRequest, Carrier } from '../../gate/index.js';
import { checkAddress, createCheckedLookup, refuseDestination, systemResolve } from './resolver.js';
import type { IsAllowed, Resolve } from './resolver.js';

/** How calls leave the server. */
export interface CarrierOptions {
  /** Classes of address allowed besides public ones. */
  readonly allow: readonly ('loopback' | 'private')[];
  /** Longest wait for a whole answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Largest answer in bytes. */
  readonly maxAnswerBytes: number;
  readonly resolve?: Resolve;
  readonly clock?: Clock;
}

/** The carrier of relays and its end. */
export interface OutboundCarrier {
  readonly carry: Carrier;
  /** Closes kept connections; calls under way fail. */
  readonly close: () => void;
}

interface Wiring {
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly isAllowed: IsAllowed;
  readonly options: CarrierOptions;
  readonly clock: Clock;
}

/** A connection that a peer keeps idle for less than 5 s is common; ours is given up earlier than it gives up us. */
const IDLE_CONNECTION_MS = 4000;

const MAX_CONNECTIONS_PER_HOST = 256;

const readDestination = (uri: string, isAllowed: IsAllowed): URL => {
  if (!URL.canParse(uri)) throw refuseDestination(uri.slice(0, 200), 'it is not a URL');
  const url = new URL(uri);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refuseDestination(url.protocol, 'only http and https are carried');
  }
  if (url.username !== '' || url.password !== '') throw refuseDestination(url.host, 'its URL holds user information');
  // The URL parser has brought every odd notation (hexadecimal, octal, one number) into the usual one.
  const literal = url.hostname.replaceAll(/^\[|\]$/g, '');
  const reason = isIP(literal) === 0 ? undefined : checkAddress(literal, isAllowed);
  if (reason !== undefined) throw refuseDestination(url.host, reason);
  return url;
};

const readHeaders = (answer: IncomingMessage): CallHeaders =>
  Object.fromEntries(
    Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

const checkAnswer = (answer: IncomingMessage, maxAnswerBytes: number): StoaError | undefined => {
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    return new StoaError('SERVICE_FAILED', `the service answered ${String(status)}; redirects are not followed`);
  }
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    return new StoaError('SERVICE_FAILED', `the service answered in encoding ${encoding}; none was asked for`);
  }
  const announced = Number(answer.headers['content-length'] ?? 0);
  return announced > maxAnswerBytes ? tooLarge(maxAnswerBytes) : undefined;
};

const tooLarge = (maxAnswerBytes: number): StoaError =>
  new StoaError('SERVICE_FAILED', `the answer of the service is larger than ${String(maxAnswerBytes)} bytes`, {
    limit: 'relay.maxAnswerBytes',
  });

const readAnswer = async (answer: IncomingMessage, maxAnswerBytes: number): Promise<CallAnswer> => {
  const refused = checkAnswer(answer, maxAnswerBytes);
  if (refused !== undefined) throw refused;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > maxAnswerBytes) throw tooLarge(maxAnswerBytes);
    parts.push(part);
  }
  return { status: answer.statusCode ?? 0, headers: readHeaders(answer), body: concatBytes(...parts) };
};

const toRequestOptions = (url: URL, headers: CallHeaders, { agents }: Wiring): RequestOptions => ({
  agent: url.protocol === 'https:' ? agents.https : agents.http,
  hostname: url.hostname.replaceAll(/^\[|\]$/g, ''),
  port: url.port === '' ? undefined : url.port,
  path: url.pathname + url.search,
  method: 'POST',
  headers,
});

const sendRequest = (url: URL, options: RequestOptions, body: Uint8Array): ClientRequest => {
  const request = url.protocol === 'https:' ? requestHttps(options) : requestHttp(options);
  request.end(body);
  return request;
};

const awaitAnswer = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((fulfil, reject) => {
    request.once('response', fulfil);
    // Kept for the request's whole life: an error after the answer began must not become an uncaught one.
    request.on('error', reject);
  });

const describeFailure = (thrown: unknown, url: URL): StoaError => {
  if (thrown instanceof StoaError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'the connection failed';
  return new StoaError('SERVICE_UNREACHABLE', `the service at ${url.host} cannot be reached: ${code}`, {
    cause: thrown,
  });
};

/** Aborts when the caller gives up or time runs out; its reason is the error to tell. */
const createDeadline = (signal: AbortSignal, { clock, options }: Wiring) => {
  const deadline = new AbortController();
  const giveUp = (): void => deadline.abort(new StoaError('ABORTED', 'the caller gave up before the service answered'));
  const timeOut = (): void =>
    deadline.abort(new StoaError('SERVICE_TIMEOUT', `no whole answer within ${String(options.timeoutMs)} ms`));
  const timer = clock.callAt(clock.nowMs() + options.timeoutMs, timeOut);
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  const release = (): void => {
    timer.cancel();
    signal.removeEventListener('abort', giveUp);
  };
  return { signal: deadline.signal, release };
};

const carry = async ({ uri, headers, body, signal }: CallRequest, wiring: Wiring): Promise<CallAnswer> => {
  const url = readDestination(uri, wiring.isAllowed);
  const deadline = createDeadline(signal, wiring);
  const outgoing = { ...headers, 'accept-encoding': 'identity', 'content-length': String(body.length) };
  const options = { ...toRequestOptions(url, outgoing, wiring), signal: deadline.signal };
  const request = sendRequest(url, options, body);
  try {
    return await readAnswer(await awaitAnswer(request), wiring.options.maxAnswerBytes);
  } catch (thrown) {
    request.destroy();
    // A stream that is cut by us fails as if the peer had cut it; why it was cut stands in the signal.
    throw describeFailure(deadline.signal.aborted ? deadline.signal.reason : thrown, url);
  } finally {
    deadline.release();
  }
};

/**
 * The carrier of relays: http(s) only, no redirects, and only to addresses that are allowed once the name is resolved.
 * Throws `DESTINATION_FORBIDDEN`, `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT`, `SERVICE_FAILED`, `ABORTED`.
 */
export const createOutboundCarrier = (options: CarrierOptions): OutboundCarrier => {
  const isAllowed: IsAllowed = (addressClass) =>
    addressClass === 'public' || (addressClass !== 'forbidden' && options.allow.includes(addressClass));
  const agentOptions = {
    keepAlive: true,
    timeout: IDLE_CONNECTION_MS,
    maxSockets: MAX_CONNECTIONS_PER_HOST,
    lookup: createCheckedLookup(options.resolve ?? systemResolve, isAllowed),
  };
  const agents = { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) };
  const wiring: Wiring = { agents, isAllowed, options, clock: options.clock ?? systemClock };
  return {
    carry: (request) => carry(request, wiring),
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
};
