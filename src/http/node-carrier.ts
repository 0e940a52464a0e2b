import type { IncomingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Agent, Dispatcher } from 'undici';
import { StoaError, concatBytes, createLoading, loadPart } from '../base/index.js';
import type { CallAnswer, CallHeaders, CallRequest, Carrier } from '../gate/index.js';

/** How calls are carried over connections of Node's own. */
export interface NodeCarrierOptions {
  /** Largest answer in bytes. Default 4 MiB, the parser's own limit. */
  readonly maxAnswerBytes?: number;
  /** Name of that limit, as errors tell it. Default `maxAnswerBytes`. */
  readonly limitName?: string;
  /** Finds the addresses of names. Default: the system's. */
  readonly lookup?: LookupFunction;
  /** Judges an address that is new; what it throws is what the call fails with. Default: each http(s) URL will do. */
  readonly assertAllowed?: (uri: string) => void;
}

/** A carrier with kept connections, and its end. */
export interface NodeCarrier {
  readonly carry: Carrier;
  /** Loads now what the first call would wait for. */
  readonly prepare: () => Promise<void>;
  /** Closes kept connections; calls under way fail. Connections that are idle hold no process either way. */
  readonly close: () => void;
}

const DEFAULT_MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** A connection that a peer keeps idle for less than 5 s is common; ours is given up earlier than it gives up us. */
const IDLE_CONNECTION_MS = 4000;

const MAX_CONNECTIONS_PER_HOST = 256;

/** Addresses that are remembered as read and allowed, since reading a URL takes longer than the rest. */
const MAX_TARGETS = 1000;

/** Where a call goes. */
interface Target {
  readonly origin: string;
  readonly path: string;
  readonly host: string;
}

interface Wiring {
  readonly maxAnswerBytes: number;
  readonly limitName: string;
}

const readHeaders = (headers: IncomingHttpHeaders): CallHeaders => {
  const read: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) read[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return read;
};

const tooLarge = ({ maxAnswerBytes, limitName }: Wiring): StoaError =>
  new StoaError('SERVICE_FAILED', `the answer of the service is larger than ${String(maxAnswerBytes)} bytes`, {
    limit: limitName,
  });

const checkAnswer = (status: number, headers: IncomingHttpHeaders, wiring: Wiring): StoaError | undefined => {
  if (status >= 300 && status < 400)
    return new StoaError('SERVICE_FAILED', `the service answered ${String(status)}; redirects are not followed`);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    return new StoaError('SERVICE_FAILED', `the service answered in encoding ${encoding}; none was asked for`);
  return Number(headers['content-length'] ?? 0) > wiring.maxAnswerBytes ? tooLarge(wiring) : undefined;
};

const describeFailure = (thrown: unknown, { host }: Target): StoaError => {
  if (thrown instanceof StoaError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'the connection failed';
  return new StoaError('SERVICE_UNREACHABLE', `the service at ${host} cannot be reached: ${code}`, { cause: thrown });
};

/** Why a caller gave up, as an error of ours. */
const reasonOf = ({ reason }: AbortSignal): StoaError =>
  reason instanceof StoaError ? reason : new StoaError('ABORTED', 'the caller gave up', { cause: reason });

const toTarget = (uri: string): Target => {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:'))
    return { origin: url.origin, path: url.pathname + url.search, host: url.host };
  throw new StoaError('SERVICE_UNREACHABLE', `expected an http or https URL, got "${uri.slice(0, 200)}"`);
};

const toRequest = ({ origin, path }: Target, { headers, body }: CallRequest): Dispatcher.DispatchOptions => ({
  origin,
  path,
  method: 'POST',
  headers: { ...headers, 'accept-encoding': 'identity' },
  body,
});

/** How one exchange ends: once. */
interface Settle {
  readonly answered: (answer: CallAnswer) => void;
  readonly failed: (thrown: unknown) => void;
}

/** Hands over the whole answer, or why there is none. Whoever has given up ends the request once it is sent. */
class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #wiring: Wiring;
  readonly #settle: Settle;
  readonly #parts: Uint8Array[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #givenUp: StoaError | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #length = 0;

  constructor(wiring: Wiring, settle: Settle) {
    this.#wiring = wiring;
    this.#settle = settle;
  }

  giveUp(reason: StoaError): void {
    this.#givenUp = reason;
    this.#settle.failed(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#givenUp !== undefined) controller.abort(this.#givenUp);
    this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // What is said before the answer (RFC 9110 section 15.2) is none.
    if (status < 200) return;
    const refused = checkAnswer(status, headers, this.#wiring);
    if (refused !== undefined) {
      this.giveUp(refused);
      return;
    }
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#wiring.maxAnswerBytes) this.giveUp(tooLarge(this.#wiring));
    else this.#parts.push(part);
  }

  onResponseEnd(): void {
    const [first, ...others] = this.#parts;
    const body = first !== undefined && others.length === 0 ? first : concatBytes(...this.#parts);
    this.#settle.answered({ status: this.#status, headers: readHeaders(this.#headers), body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle.failed(error);
  }
}

/** One call on its way: where to, over what. */
interface Exchange {
  readonly call: CallRequest;
  readonly target: Target;
  readonly agent: Agent;
  readonly wiring: Wiring;
}

/** Sends one message and reads its answer. No stream and no signal of the request's own: those take as long as the exchange itself. */
const exchange = ({ call, target, agent, wiring }: Exchange): Promise<CallAnswer> =>
  new Promise((resolve, reject) => {
    const { signal } = call;
    if (signal.aborted) throw reasonOf(signal);
    const giveUp = (): void => reader.giveUp(reasonOf(signal));
    const reader = new AnswerReader(wiring, {
      answered: (answer) => {
        signal.removeEventListener('abort', giveUp);
        resolve(answer);
      },
      failed: (thrown) => {
        signal.removeEventListener('abort', giveUp);
        reject(describeFailure(thrown, target));
      },
    });
    signal.addEventListener('abort', giveUp, { once: true });
    agent.dispatch(toRequest(target, call), reader);
  });

/** Loaded when a call is carried: to load it takes a tenth of the time in which a command starts. */
const createAgent = async ({ lookup }: NodeCarrierOptions): Promise<Agent> => {
  const { Agent } = await loadPart(import('undici'));
  return new Agent({
    connections: MAX_CONNECTIONS_PER_HOST,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    // How long a call may take is for whoever calls to say.
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(lookup && { connect: { lookup } }),
  });
};

/** The agent once it is wanted. */
const createLateAgent = (options: NodeCarrierOptions) => {
  let isClosed = false;
  let loaded: Agent | undefined;
  const get = createLoading(async (): Promise<Agent> => {
    const agent = await createAgent(options);
    loaded = agent;
    if (isClosed) await agent.destroy();
    return agent;
  });
  return {
    find: (): Agent | undefined => loaded,
    get,
    close: (): void => {
      isClosed = true;
      // Nobody waits for the sockets: those who call are told of it by their calls.
      void loaded?.destroy();
    },
  };
};

/**
 * A carrier over undici: kept connections, no redirects, answers of bounded size. It takes about a quarter of the processor time of
 * one over `fetch`. Throws `SERVICE_UNREACHABLE`, `SERVICE_FAILED`, `ABORTED`.
 */
export const createNodeCarrier = (options: NodeCarrierOptions = {}): NodeCarrier => {
  const { maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES, limitName = 'maxAnswerBytes', assertAllowed } = options;
  const wiring: Wiring = { maxAnswerBytes, limitName };
  const agent = createLateAgent(options);
  const targets = new LRUCache<string, Target>({ max: MAX_TARGETS });

  const findTarget = (uri: string): Target => {
    const known = targets.get(uri);
    if (known !== undefined) return known;
    assertAllowed?.(uri);
    const target = toTarget(uri);
    targets.set(uri, target);
    return target;
  };

  return {
    carry: async (call) => {
      const target = findTarget(call.uri);
      return exchange({ call, target, agent: agent.find() ?? (await agent.get()), wiring });
    },
    prepare: async () => {
      await agent.get();
    },
    close: agent.close,
  };
};
