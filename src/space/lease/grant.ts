import type { SpaceLimits } from '../../base/index.js';
import { StoaError } from '../../base/index.js';

/**
 * The period granted when `askedMs` was asked for: no more than asked, no more than the limit.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when the period is not positive
 */
export const grantPeriod = (
  askedMs: number | undefined,
  { defaultLeaseMs, maxLeaseMs }: Pick<SpaceLimits, 'defaultLeaseMs' | 'maxLeaseMs'>,
): number => {
  const wantedMs = askedMs ?? defaultLeaseMs;
  // Below a millisecond is below the clock's step: the lease would have ended before it began.
  if (!(wantedMs >= 1)) {
    throw new StoaError('PARAMETER_INVALID', `expected a lease period of at least 1 ms, got ${wantedMs} ms`);
  }
  return Math.min(Math.floor(wantedMs), maxLeaseMs);
};
