import { isIP } from 'node:net';
import { StoaError, systemClock } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { CallAnswer, CallRequest, Carrier } from '../../gate/index.js';
import { createNodeCarrier } from '../../http/index.js';
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
  readonly carrier: Carrier;
  readonly isAllowed: IsAllowed;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

const assertDestination = (uri: string, isAllowed: IsAllowed): void => {
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
};

/** Aborts when the caller gives up or time runs out; its reason is the error to tell. */
const createDeadline = (signal: AbortSignal, { clock, timeoutMs }: Wiring) => {
  const deadline = new AbortController();
  const giveUp = (): void => deadline.abort(new StoaError('ABORTED', 'the caller gave up before the service answered'));
  const timeOut = (): void =>
    deadline.abort(new StoaError('SERVICE_TIMEOUT', `no whole answer within ${String(timeoutMs)} ms`));
  const timer = clock.callAt(clock.nowMs() + timeoutMs, timeOut);
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  const release = (): void => {
    timer.cancel();
    signal.removeEventListener('abort', giveUp);
  };
  return { signal: deadline.signal, release };
};

const carry = async (request: CallRequest, wiring: Wiring): Promise<CallAnswer> => {
  assertDestination(request.uri, wiring.isAllowed);
  const deadline = createDeadline(request.signal, wiring);
  try {
    return await wiring.carrier({ ...request, signal: deadline.signal });
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
  const { carry: carrier, close } = createNodeCarrier({
    maxAnswerBytes: options.maxAnswerBytes,
    limitName: 'relay.maxAnswerBytes',
    lookup: createCheckedLookup(options.resolve ?? systemResolve, isAllowed),
  });
  const { timeoutMs, clock = systemClock } = options;
  const wiring: Wiring = { carrier, isAllowed, timeoutMs, clock };
  return { carry: (request) => carry(request, wiring), close };
};
