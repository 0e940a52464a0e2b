import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Carrier } from '../../gate/index.js';
import { createNodeCarrier } from '../../http/index.js';
import { checkAddress, createCheckedLookup, refuseDestination, systemResolve } from './resolver.js';
import type { IsAllowed, Resolve } from './resolver.js';

/** How calls leave the server. */
export interface CarrierOptions {
  /** Classes of address allowed besides public ones. */
  readonly allow: readonly ('loopback' | 'private')[];
  /** Largest answer in bytes. */
  readonly maxAnswerBytes: number;
  readonly resolve?: Resolve;
}

/** The carrier of relays and its end. */
export interface OutboundCarrier {
  readonly carry: Carrier;
  /** Closes kept connections; calls under way fail. */
  readonly close: () => void;
}

/** Destinations that are remembered as allowed, since reading a URL takes longer than the rest. */
const MAX_DESTINATIONS = 1000;

/** Whether addresses of a class may be reached. */
export const toAllowance =
  (allow: CarrierOptions['allow']): IsAllowed =>
  (addressClass) =>
    addressClass === 'public' || (addressClass !== 'forbidden' && allow.includes(addressClass));

/** @throws {StoaError} `DESTINATION_FORBIDDEN` for what is no plain http(s) URL, or has an address that may not be reached */
export const assertDestination = (uri: string, isAllowed: IsAllowed): void => {
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

/**
 * The carrier of relays: http(s) only, no redirects, and only to addresses that are allowed once the name is resolved.
 * A caller ends a call by its signal. Throws `DESTINATION_FORBIDDEN`, `SERVICE_UNREACHABLE`,
 * `SERVICE_FAILED`, `ABORTED`.
 */
export const createOutboundCarrier = (options: CarrierOptions): OutboundCarrier => {
  const isAllowed = toAllowance(options.allow);
  const { carry: carrier, close } = createNodeCarrier({
    maxAnswerBytes: options.maxAnswerBytes,
    limitName: 'relay.maxAnswerBytes',
    lookup: createCheckedLookup(options.resolve ?? systemResolve, isAllowed),
  });
  const allowed = new LRUCache<string, true>({ max: MAX_DESTINATIONS });
  return {
    carry: async (request) => {
      if (!allowed.has(request.uri)) {
        assertDestination(request.uri, isAllowed);
        allowed.set(request.uri, true);
      }
      return carrier(request);
    },
    close,
  };
};
