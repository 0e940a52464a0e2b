import type { Clock, Log, ScheduledCall } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';

/** A renewal that counts at once and is written later. */
export interface PendingRenewal {
  readonly periodMs: number;
  readonly grantedAtMs: number;
  readonly expiresAtMs: number;
}

export interface RenewalBufferCollaborators<Id> {
  readonly clock: Clock;
  readonly log: Log;
  readonly delayMs: number;
  /** Writes renewals in one commit. */
  readonly write: (renewals: ReadonlyMap<Id, PendingRenewal>) => Promise<void>;
}

/** Renewals that wait to be written: the bulk of all writes, so those of a few seconds go together. */
export interface RenewalBuffer<Id> {
  readonly set: (id: Id, renewal: PendingRenewal) => void;
  readonly find: (id: Id) => PendingRenewal | undefined;
  readonly delete: (id: Id) => void;
  readonly isEmpty: () => boolean;
  /** Writes what waits. */
  readonly flush: () => Promise<void>;
  /** Writes what waits and stops. */
  readonly close: () => Promise<void>;
}

/** Most renewals in one commit. */
const MAX_BATCH = 2000;

export const createRenewalBuffer = <Id>(collaborators: RenewalBufferCollaborators<Id>): RenewalBuffer<Id> => {
  const { clock, log, delayMs, write } = collaborators;
  const waiting = new Map<Id, PendingRenewal>();
  let timer: ScheduledCall | undefined;
  let closed = false;

  const schedule = (): void => {
    if (timer !== undefined || closed) return;
    timer = clock.callAt(clock.nowMs() + delayMs, () => {
      timer = undefined;
      void flush();
    });
  };

  const flush = async (): Promise<void> => {
    const renewals = [...waiting];
    for (let at = 0; at < renewals.length; at += MAX_BATCH) {
      const batch = renewals.slice(at, at + MAX_BATCH);
      try {
        await write(new Map(batch));
      } catch (error) {
        // What the renewals are of went with its space.
        if (isStoaError(error, 'SPACE_GONE')) return;
        log.error({ error, renewals: batch.length }, 'writing renewals failed; trying again');
        schedule();
        return;
      }
      // Renewals made while these were written stay.
      for (const [id, renewal] of batch) if (waiting.get(id) === renewal) waiting.delete(id);
    }
  };

  return {
    set: (id, renewal) => {
      waiting.set(id, renewal);
      schedule();
    },
    find: (id) => waiting.get(id),
    delete: (id) => void waiting.delete(id),
    isEmpty: () => waiting.size === 0,
    flush,
    close: async () => {
      closed = true;
      timer?.cancel();
      await flush();
    },
  };
};
