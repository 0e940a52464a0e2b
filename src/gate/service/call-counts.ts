import { StoaError } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { VerifiedCredential } from '../../security/index.js';

/** Counts the calls made through gates that allow only so many. */
export interface CallCounts {
  /**
   * Counts one call, or none when it is refused.
   *
   * @throws {StoaError} `GATE_EXHAUSTED`; `TOO_MANY_CALLS` when no further gate can be counted
   */
  readonly take: (credential: Pick<VerifiedCredential, 'links'> | undefined) => void;
}

/** Default of how many gates are counted. */
const DEFAULT_MAX_COUNTED = 10_000;

interface Count {
  made: number;
  readonly untilMs: number;
}

/** How long a count is kept after its gate has ended, in milliseconds: a clock may be that much behind. */
const KEPT_MS = 60_000;

/** Counts in memory, kept until the gates have ended: none is forgotten to make room for another. */
export const createCallCounts = (clock: Clock, maxCounted = DEFAULT_MAX_COUNTED): CallCounts => {
  const counts = new Map<string, Count>();

  const makeRoom = (): void => {
    if (counts.size < maxCounted) return;
    for (const [id, { untilMs }] of counts) if (untilMs <= clock.nowMs()) counts.delete(id);
    if (counts.size < maxCounted) return;
    throw new StoaError(
      'TOO_MANY_CALLS',
      `the service counts the calls of ${counts.size} gates, at most ${maxCounted}`,
      {
        limit: 'maxCountedGates',
        retryAfterSeconds: 60,
      },
    );
  };
  const countOf = (id: string, expiresAtMs: number): Count => {
    const known = counts.get(id);
    if (known) return known;
    makeRoom();
    const count = { made: 0, untilMs: expiresAtMs + KEPT_MS };
    counts.set(id, count);
    return count;
  };
  return {
    take: (credential) => {
      if (!credential || credential.links.length === 0) return;
      const taken: Count[] = [];
      for (const { id, calls, expiresAtMs } of credential.links) {
        if (calls === undefined) continue;
        const count = countOf(id, expiresAtMs);
        if (count.made >= calls) {
          throw new StoaError('GATE_EXHAUSTED', `the gate allows ${calls} calls, and they were made`, {
            limit: 'calls',
            hint: 'ask who gave you the gate for another',
          });
        }
        taken.push(count);
      }
      for (const count of taken) count.made++;
    },
  };
};
