import { StoaError } from '../../base/index.js';
import { ATTACHED_BINDING, STOA_HTTP_BINDING } from '../../advertisement/index.js';
import type { Advertisement, Endpoint } from '../../advertisement/index.js';
import type { Carry } from '../model.js';

/** Bindings by the way of carrying: a service that has only attached to its space is reached by relay alone. */
const CARRIED: Readonly<Record<Carry, ReadonlySet<string>>> = {
  direct: new Set([STOA_HTTP_BINDING]),
  relay: new Set([STOA_HTTP_BINDING, ATTACHED_BINDING]),
};

/** At least one endpoint, in the order in which they are tried. */
export type CarriedEndpoints = readonly [Endpoint, ...(readonly Endpoint[])];

const findCarriedEndpoints = ({ endpoints }: Advertisement, carry: Carry): CarriedEndpoints | undefined => {
  const carried = endpoints.filter(({ binding }) => CARRIED[carry].has(binding));
  const [first, ...others] = carried.toSorted((left, right) => left.priority - right.priority);
  return first && [first, ...others];
};

const unsupported = ({ endpoints }: Advertisement, carry: Carry): StoaError => {
  const offered = [...new Set(endpoints.map(({ binding }) => binding))].join(', ') || 'none';
  return new StoaError(
    'BINDING_UNSUPPORTED',
    `a ${carry} gate carries ${[...CARRIED[carry]].join(', ')}, the service offers: ${offered}`,
  );
};

/**
 * Endpoints that a relay can carry to, in the order in which they are tried.
 *
 * @throws {StoaError} `BINDING_UNSUPPORTED` when there is none
 */
export const getCarriedEndpoints = (advertisement: Advertisement): CarriedEndpoints => {
  const found = findCarriedEndpoints(advertisement, 'relay');
  if (found) return found;
  throw unsupported(advertisement, 'relay');
};

/**
 * How a gate leads to a service: as it was asked for; where nothing was asked for directly if the service has an address, else
 * by relay.
 *
 * @throws {StoaError} `BINDING_UNSUPPORTED` when it cannot
 */
export const chooseCarry = (
  advertisement: Advertisement,
  wanted: Carry | undefined,
): { readonly carry: Carry; readonly endpoint: Endpoint } => {
  const carry = wanted ?? (findCarriedEndpoints(advertisement, 'direct') ? 'direct' : 'relay');
  const found = findCarriedEndpoints(advertisement, carry);
  if (found) return { carry, endpoint: found[0] };
  throw unsupported(advertisement, carry);
};
