import { StoaError, isStoaError } from '../../base/light.js';
import type { Clock, ScheduledCall } from '../../base/index.js';
import type { Lease } from '../model.js';

/** What a holder of a lease is told. */
export interface LeaseNews {
  readonly onRenewed?: (lease: Lease) => void;
  /**
   * The lease has run out, and could not be renewed in time: told once, until it is renewed after all. What it held may be stale;
   * renewals go on.
   */
  readonly onLate?: (reason: unknown) => void;
  /** The lease is gone for good: nothing is renewed any more. */
  readonly onLost?: (reason: unknown) => void;
}

/** What renews a lease, and who is told. */
export interface LeaseKeeping extends LeaseNews {
  readonly clock: Clock;
  /** Renews for as long as before; given up when the signal is aborted. */
  readonly renew: (lease: Lease, signal: AbortSignal) => Promise<Lease>;
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
/** Shortest wait between two renewals, and for an answer, in milliseconds. */
const MIN_WAIT_MS = 250;

/** Failures that no retry mends. */
const isLost = (thrown: unknown): boolean =>
  isStoaError(thrown, 'LEASE_NOT_FOUND', 'SPACE_NOT_FOUND', 'SPACE_GONE', 'CREDENTIAL_INVALID', 'CREDENTIAL_REQUIRED');

/** Wait before another try, and for the answer of one: several fit into what is left of a lease when it is due. */
const toRetryMs = ({ periodMs }: Lease): number => Math.max(MIN_WAIT_MS, Math.min(MAX_RETRY_MS, periodMs / 4));

/** Renews once, in bounded time: an answer that does not come is not waited for until the lease is over. */
const renewInTime = async ({ clock, renew }: LeaseKeeping, lease: Lease): Promise<Lease> => {
  const giving = new AbortController();
  const timer = clock.callAt(clock.nowMs() + toRetryMs(lease), () =>
    giving.abort(new StoaError('SERVICE_TIMEOUT', 'the renewal of a lease was not answered in time')),
  );
  try {
    return await renew(lease, giving.signal);
  } finally {
    timer.cancel();
  }
};

/**
 * Renews a lease at half its time, and, when that fails, again and again until it is known to be gone: a stale
 * document comes back with the next renewal. Holds no process alive.
 */
export const keepLease = (keeping: LeaseKeeping, lease: Lease): KeptLease => {
  const { clock, onRenewed, onLate, onLost } = keeping;
  let current = lease;
  let stopped = false;
  let isLate = false;
  let timer: ScheduledCall;

  const schedule = (waitMs: number): void => {
    timer = clock.callAt(clock.nowMs() + Math.max(MIN_WAIT_MS, waitMs), () => void attempt());
  };
  const succeed = (renewed: Lease): void => {
    current = { ...renewed, ...(current.credential !== undefined && { credential: current.credential }) };
    isLate = false;
    schedule((current.expiresAtMs - clock.nowMs()) / 2);
    onRenewed?.(current);
  };
  const fail = (thrown: unknown): void => {
    if (isLost(thrown)) {
      stopped = true;
      onLost?.(thrown);
      return;
    }
    schedule(toRetryMs(current));
    if (isLate || clock.nowMs() < current.expiresAtMs) return;
    isLate = true;
    onLate?.(thrown);
  };
  const attempt = async (): Promise<void> => {
    try {
      const renewed = await renewInTime(keeping, current);
      if (!stopped) succeed(renewed);
    } catch (thrown) {
      if (!stopped) fail(thrown);
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
