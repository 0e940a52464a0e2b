import type { Clock } from '../../base/index.js';
import type { SpaceClient } from '../api.js';
import type { Lease } from '../model.js';
import { cancelMethod, renewMethod } from '../generated/space.js';
import type { CallSpace } from './exchange.js';
import { keepLease } from './keep-lease.js';
import { toCredential, toLease, toPeriod } from './values.js';

/** The methods of a client that concern leases. */
export type LeaseMethods = Pick<SpaceClient, 'renew' | 'cancel' | 'keepLease'>;

/** Renew, cancel and keep, over the messages of the space. */
export const createLeaseMethods = (call: CallSpace, clock: Clock): LeaseMethods => {
  const renew: SpaceClient['renew'] = async (lease, { periodMs, credential, signal } = {}) => {
    const request = { '@lease': lease.id, ...toPeriod(periodMs), ...toCredential(credential ?? lease.credential) };
    return toLease((await call(renewMethod, request, signal)).lease);
  };
  const cancel: SpaceClient['cancel'] = async (lease, { credential, signal } = {}) => {
    await call(cancelMethod, { '@lease': lease.id, ...toCredential(credential ?? lease.credential) }, signal);
  };
  const renewSame = (lease: Lease, signal: AbortSignal): Promise<Lease> =>
    renew(lease, { periodMs: lease.periodMs, signal });
  return {
    renew,
    cancel,
    keepLease: (lease, told = {}) => keepLease({ ...told, clock, renew: renewSame }, lease),
  };
};
