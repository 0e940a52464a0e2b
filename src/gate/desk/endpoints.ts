import { StoaError } from '../../base/index.js';
import { STOA_HTTP_BINDING } from '../../advertisement/index.js';
import type { Advertisement, Endpoint } from '../../advertisement/index.js';

/** Bindings that gates carry. */
const CARRIED: ReadonlySet<string> = new Set([STOA_HTTP_BINDING]);

/**
 * Endpoints that a gate can carry to, in the order in which they are tried.
 *
 * @throws {StoaError} `BINDING_UNSUPPORTED` when there is none
 */
export const getCarriedEndpoints = ({ endpoints }: Advertisement): readonly [Endpoint, ...(readonly Endpoint[])] => {
  const carried = endpoints.filter(({ binding }) => CARRIED.has(binding));
  const [first, ...others] = carried.toSorted((left, right) => left.priority - right.priority);
  if (first) return [first, ...others];
  const offered = [...new Set(endpoints.map(({ binding }) => binding))].join(', ') || 'none';
  throw new StoaError('BINDING_UNSUPPORTED', `gates carry ${[...CARRIED].join(', ')}, the service offers: ${offered}`);
};
