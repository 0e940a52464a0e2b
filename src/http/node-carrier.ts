import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { StoaError, concatBytes } from '../base/index.js';
import type { CallAnswer, CallHeaders, CallRequest, Carrier } from '../gate/index.js';

/** How calls are carried over connections of Node's own. */
export interface NodeCarrierOptions {
  /** Largest answer in bytes. Default 4 MiB, the parser's own limit. */
  readonly maxAnswerBytes?: number;
  /** Name of that limit, as errors tell it. Default `maxAnswerBytes`. */
  readonly limitName?: string;
  /** Finds the addresses of names. Default: the system's. */
  readonly lookup?: LookupFunction;
}

/** A carrier with kept connections, and its end. */
export interface NodeCarrier {
  readonly carry: Carrier;
  /** Closes kept connections; calls under way fail. Connections that are idle hold no process either way. */
  readonly close: () => void;
}

const DEFAULT_MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** A connection that a peer keeps idle for less than 5 s is common; ours is given up earlier than it gives up us. */
const IDLE_CONNECTION_MS = 4000;

const MAX_CONNECTIONS_PER_HOST = 256;

interface Wiring {
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly maxAnswerBytes: number;
  readonly limitName: string;
}

const readHeaders = ({ headers }: IncomingMessage): CallHeaders => {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) read[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return read;
};

const tooLarge = ({ maxAnswerBytes, limitName }: Wiring): StoaError =>
  new StoaError('SERVICE_FAILED', `the answer of the service is larger than ${String(maxAnswerBytes)} bytes`, {
    limit: limitName,
  });

const checkAnswer = ({ statusCode: status = 0, headers }: IncomingMessage, wiring: Wiring): StoaError | undefined => {
  if (status >= 300 && status < 400)
    return new StoaError('SERVICE_FAILED', `the service answered ${String(status)}; redirects are not followed`);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    return new StoaError('SERVICE_FAILED', `the service answered in encoding ${encoding}; none was asked for`);
  return Number(headers['content-length'] ?? 0) > wiring.maxAnswerBytes ? tooLarge(wiring) : undefined;
};

const describeFailure = (thrown: unknown, { host }: URL): StoaError => {
  if (thrown instanceof StoaError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'the connection failed';
  return new StoaError('SERVICE_UNREACHABLE', `the service at ${host} cannot be reached: ${code}`, { cause: thrown });
};

/** Why a caller gave up, as an error of ours. */
const reasonOf = ({ reason }: AbortSignal): StoaError =>
  reason instanceof StoaError ? reason : new StoaError('ABORTED', 'the caller gave up', { cause: reason });

const toUrl = (uri: string): URL => {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new StoaError('SERVICE_UNREACHABLE', `expected an http or https URL, got "${uri.slice(0, 200)}"`);
};

const startRequest = (url: URL, { headers, body }: CallRequest, { agents }: Wiring) => {
  const options = {
    hostname: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? undefined : url.port,
    path: url.pathname + url.search,
    method: 'POST',
    headers: { ...headers, 'accept-encoding': 'identity', 'content-length': String(body.length) },
  };
  return url.protocol === 'https:'
    ? requestHttps({ ...options, agent: agents.https })
    : requestHttp({ ...options, agent: agents.http });
};

/** Hands over the whole body, or why there is none. */
const readBody = (
  answer: IncomingMessage,
  wiring: Wiring,
  settle: { readonly end: (body: Uint8Array) => void; readonly fail: (thrown: unknown) => void },
): void => {
  const parts: Uint8Array[] = [];
  let length = 0;
  answer.on('data', (part: Uint8Array) => {
    length += part.length;
    if (length > wiring.maxAnswerBytes) settle.fail(tooLarge(wiring));
    else parts.push(part);
  });
  answer.on('end', () => settle.end(parts.length === 1 && parts[0] ? parts[0] : concatBytes(...parts)));
  answer.on('error', settle.fail);
};

/**
 * Sends one message and reads its answer. Events, no streams and no signal of the request's own: those take as long as the exchange
 * itself.
 */
const exchange = (call: CallRequest, wiring: Wiring): Promise<CallAnswer> =>
  new Promise((resolve, reject) => {
    const { uri, body, signal } = call;
    if (signal.aborted) throw reasonOf(signal);
    const url = toUrl(uri);
    const request = startRequest(url, call, wiring);
    const fail = (thrown: unknown): void => {
      signal.removeEventListener('abort', giveUp);
      reject(describeFailure(thrown, url));
      request.destroy();
    };
    const giveUp = (): void => fail(reasonOf(signal));
    signal.addEventListener('abort', giveUp, { once: true });
    request.once('response', (answer) => {
      const refused = checkAnswer(answer, wiring);
      if (refused !== undefined) {
        fail(refused);
        return;
      }
      const end = (bytes: Uint8Array): void => {
        signal.removeEventListener('abort', giveUp);
        resolve({ status: answer.statusCode ?? 0, headers: readHeaders(answer), body: bytes });
      };
      readBody(answer, wiring, { end, fail });
    });
    // Kept for the request's whole life: an error after the answer began must not become an uncaught one.
    request.on('error', fail);
    request.end(body);
  });

/**
 * A carrier over `node:http` and `node:https`: kept connections, no redirects, answers of bounded size. It takes about a third of
 * the processor time of one over `fetch`. Throws `SERVICE_UNREACHABLE`, `SERVICE_FAILED`, `ABORTED`.
 */
export const createNodeCarrier = (options: NodeCarrierOptions = {}): NodeCarrier => {
  const { maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES, limitName = 'maxAnswerBytes', lookup } = options;
  const agentOptions = {
    keepAlive: true,
    timeout: IDLE_CONNECTION_MS,
    maxSockets: MAX_CONNECTIONS_PER_HOST,
    ...(lookup && { lookup }),
  };
  const agents = { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) };
  const wiring: Wiring = { agents, maxAnswerBytes, limitName };
  return {
    carry: (request) => exchange(request, wiring),
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
};
