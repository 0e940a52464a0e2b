import { isStoaError } from '../../base/index.js';
import type { Clock, ScheduledCall } from '../../base/index.js';
import type { Lease } from '../model.js';

/** What renews a lease, and who is told. */
export interface LeaseKeeping {
  readonly clock: Clock;
  readonly renew: (lease: Lease) => Promise<Lease>;
  readonly onRenewed?: (lease: Lease) => void;
  /** The lease is gone for good: nothing is renewed any more. */
  readonly onLost?: (reason: unknown) => void;
}

/** A lease that is being renewed. */
export interface KeptLease {
  /** As granted last. */
  readonly current: () => Lease;
  /** Renews no more; the lease ends by itself. */
  readonly stop: () => void;
}

/** Longest wait before a failed renewal is tried again, in milliseconds. */
const MAX_RETRY_MS = 10_000;
/** Shortest wait between two renewals, in milliseconds. */
const MIN_WAIT_MS = 250;

/** Failures that no retry mends. */
const isLost = (thrown: unknown): boolean =>
  isStoaError(thrown, 'LEASE_NOT_FOUND', 'SPACE_NOT_FOUND', 'SPACE_GONE', 'CREDENTIAL_INVALID', 'CREDENTIAL_REQUIRED');

/**
 * Renews a lease at half its time, and, when that fails, again and again until it is known to be gone: a stale
 * document comes back with the next renewal. Holds no process alive.
 */
export const keepLease = ({ clock, renew, onRenewed, onLost }: LeaseKeeping, lease: Lease): KeptLease => {
  let current = lease;
  let stopped = false;
  let timer: ScheduledCall;

  const schedule = (waitMs: number): void => {
    if (stopped) return;
    timer = clock.callAt(clock.nowMs() + Math.max(MIN_WAIT_MS, waitMs), () => void attempt());
  };
  const attempt = async (): Promise<void> => {
    try {
      const renewed = await renew(current);
      current = { ...renewed, ...(current.credential !== undefined && { credential: current.credential }) };
      schedule((current.expiresAtMs - clock.nowMs()) / 2);
      onRenewed?.(current);
    } catch (thrown) {
      if (!isLost(thrown)) {
        schedule(Math.min(MAX_RETRY_MS, current.periodMs / 4));
        return;
      }
      stopped = true;
      onLost?.(thrown);
    }
  };
  schedule((lease.expiresAtMs - clock.nowMs()) / 2);
  return {
    current: () => current,
    stop: () => {
      stopped = true;
      timer.cancel();
    },
  };
};
