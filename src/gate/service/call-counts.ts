import { StoaError } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { VerifiedCredential, VerifiedLink } from '../../security/index.js';

/** Counts the calls made through gates that allow only so many. */
export interface CallCounts {
  /**
   * Counts one call, or none when it is refused.
   *
   * @throws {StoaError} `GATE_EXHAUSTED`; `TOO_MANY_CALLS` when no further gate can be counted
   */
  readonly take: (credential: Pick<VerifiedCredential, 'gate' | 'links'> | undefined) => void;
}

/** Default of how many gates are counted. */
const DEFAULT_MAX_COUNTED = 10_000;

/** Of what is counted, the part that narrowings of one gate may take up: its holder makes as many as it likes. */
const SHARE = 0.1;

interface Count {
  made: number;
  readonly gate: string;
  readonly untilMs: number;
}

const full = (what: string, max: number): StoaError =>
  new StoaError('TOO_MANY_CALLS', `the service counts the calls of ${max} ${what}, and of no more`, {
    limit: 'maxCountedGates',
    retryAfterSeconds: 60,
  });

/** How long a count is kept after its gate has ended, in milliseconds: a clock may be that much behind. */
const KEPT_MS = 60_000;

/** Counts in memory, kept until the gates have ended: none is forgotten to make room for another. */
export const createCallCounts = (clock: Clock, maxCounted = DEFAULT_MAX_COUNTED): CallCounts => {
  const counts = new Map<string, Count>();
  const ofGates = new Map<string, number>();
  const maxOfGate = Math.max(1, Math.floor(maxCounted * SHARE));

  const forgetEnded = (): void => {
    for (const [id, { gate, untilMs }] of counts) {
      if (untilMs > clock.nowMs()) continue;
      counts.delete(id);
      const left = (ofGates.get(gate) ?? 1) - 1;
      if (left > 0) ofGates.set(gate, left);
      else ofGates.delete(gate);
    }
  };
  const makeRoom = (gate: string): void => {
    const isFull = (): boolean => counts.size >= maxCounted || (ofGates.get(gate) ?? 0) >= maxOfGate;
    if (!isFull()) return;
    forgetEnded();
    if (isFull()) throw counts.size >= maxCounted ? full('gates', maxCounted) : full('narrowings of a gate', maxOfGate);
  };
  const countOf = (gate: string, { id, expiresAtMs }: VerifiedLink): Count => {
    const known = counts.get(id);
    if (known) return known;
    makeRoom(gate);
    const count = { made: 0, gate, untilMs: expiresAtMs + KEPT_MS };
    counts.set(id, count);
    ofGates.set(gate, (ofGates.get(gate) ?? 0) + 1);
    return count;
  };
  return {
    take: (credential) => {
      if (!credential || credential.links.length === 0) return;
      const taken: Count[] = [];
      for (const link of credential.links) {
        const { calls } = link;
        if (calls === undefined) continue;
        const count = countOf(credential.gate, link);
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
