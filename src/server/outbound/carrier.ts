import { isIP } from 'node:net';
import { createNodeCarrier } from '../../http/index.js';
import type { NodeCarrier } from '../../http/index.js';
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
export type OutboundCarrier = NodeCarrier;

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
  return createNodeCarrier({
    maxAnswerBytes: options.maxAnswerBytes,
    limitName: 'relay.maxAnswerBytes',
    lookup: createCheckedLookup(options.resolve ?? systemResolve, isAllowed),
    assertAllowed: (uri) => assertDestination(uri, isAllowed),
  });
};
