import { lookup as lookupName } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { StoaError } from '../../base/index.js';
import { classifyAddress } from './address-class.js';
import type { AddressClass } from './address-class.js';

/** Every address of a host name; rejects as `dns.lookup` does. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** The machine's own resolver, hosts file and mDNS included. */
export const systemResolve: Resolve = (hostname) =>
  new Promise((fulfil, reject) => {
    lookupName(hostname, { all: true, verbatim: true }, (error, addresses) =>
      error === null ? fulfil(addresses) : reject(error),
    );
  });

/** The error for a destination that no relay goes to; the address is named, since the advertiser chose it. */
export const refuseDestination = (host: string, reason: string): StoaError =>
  new StoaError('DESTINATION_FORBIDDEN', `a relay does not go to ${host}: ${reason}`);

/** Whether an address of this class may be reached. */
export type IsAllowed = (addressClass: AddressClass) => boolean;

/** Why a literal address is refused, or `undefined` when it is allowed. */
export const checkAddress = (address: string, isAllowed: IsAllowed): string | undefined => {
  const addressClass = classifyAddress(address);
  if (isAllowed(addressClass)) return undefined;
  return addressClass === 'forbidden'
    ? `${address} is a link-local, metadata or reserved address`
    : `${address} is a ${addressClass} address, and the configuration (relay.allow) does not list ${addressClass}`;
};

const findAllowed = async (hostname: string, resolve: Resolve, isAllowed: IsAllowed): Promise<LookupAddress[]> => {
  const addresses = await resolve(hostname);
  const allowed = addresses.filter(({ address }) => isAllowed(classifyAddress(address)));
  if (allowed.length > 0) return allowed;
  const reasons = addresses.map(({ address }) => checkAddress(address, isAllowed));
  throw refuseDestination(hostname, reasons.join(', ') || 'it has no address');
};

/**
 * The `lookup` of a socket: only allowed addresses come out, so that what was checked is what is connected to and a
 * name that changes its address between check and connection gains nothing.
 */
export const createCheckedLookup =
  (resolve: Resolve, isAllowed: IsAllowed): LookupFunction =>
  (hostname, options, callback) => {
    findAllowed(hostname, resolve, isAllowed).then(
      (addresses) => {
        const first = addresses[0];
        if (options.all === true) callback(null, addresses);
        else if (first !== undefined) callback(null, first.address, first.family);
      },
      (error: unknown) =>
        callback(error instanceof Error ? error : refuseDestination(hostname, 'it cannot be resolved'), []),
    );
  };
