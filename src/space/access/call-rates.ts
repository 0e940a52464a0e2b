import { LRUCache } from 'lru-cache';
import type { Clock, SubjectId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';

/** How fast each client of a space may send calls and messages. */
export interface CallRates {
  /**
   * Counts one call of a client that may send `perSecond` of them; as many may come at once after a pause.
   *
   * @throws {StoaError} `RATE_LIMITED` with the seconds after which the next one is taken
   */
  readonly take: (subject: SubjectId, perSecond: number) => void;
}

/** A bucket that fills by time and is emptied by calls. */
interface Bucket {
  calls: number;
  atMs: number;
}

/** Clients that are remembered. One that is forgotten begins with a full bucket, as one that was not seen for a second does. */
const MAX_CLIENTS = 10_000;

/** A token bucket for each client, in memory: what a second limits needs no longer memory. */
export const createCallRates = (clock: Clock): CallRates => {
  const buckets = new LRUCache<SubjectId, Bucket>({ max: MAX_CLIENTS });
  return {
    take: (subject, perSecond) => {
      const nowMs = clock.nowMs();
      const bucket = buckets.get(subject) ?? { calls: perSecond, atMs: nowMs };
      buckets.set(subject, bucket);
      // A clock that was set back gives nothing.
      const passedMs = Math.max(0, nowMs - bucket.atMs);
      bucket.calls = Math.min(perSecond, bucket.calls + (passedMs / 1000) * perSecond);
      bucket.atMs = nowMs;
      if (bucket.calls >= 1) {
        bucket.calls -= 1;
        return;
      }
      const waitSeconds = perSecond === 0 ? 60 : (1 - bucket.calls) / perSecond;
      throw new StoaError('RATE_LIMITED', `the policy of the space allows each client ${perSecond} calls a second`, {
        limit: 'calls',
        retryAfterSeconds: waitSeconds,
      });
    },
  };
};
