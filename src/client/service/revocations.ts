import type { Clock, GateId, Log } from '../../base/index.js';

/** Gates of a service that were closed before their credentials ended. */
export interface Revocations {
  readonly has: (gate: GateId) => boolean;
  /** Takes in what `closures` tells until it ends; never throws, since credentials end by themselves soon after. */
  readonly follow: (closures: AsyncIterable<GateId>) => Promise<void>;
}

/** How long a closed gate is remembered, in milliseconds: no credential lives as long. */
const KEPT_MS = 600_000;
/** Most closed gates remembered; the oldest go first. */
const MAX_KEPT = 100_000;

/** Closed gates in memory, in the order in which they were told. */
export const createRevocations = ({ clock, log }: { readonly clock: Clock; readonly log: Log }): Revocations => {
  const untilByGate = new Map<GateId, number>();
  const add = (gate: GateId): void => {
    const nowMs = clock.nowMs();
    if (!untilByGate.has(gate)) untilByGate.set(gate, nowMs + KEPT_MS);
    for (const [oldest, untilMs] of untilByGate) {
      if (untilMs > nowMs && untilByGate.size <= MAX_KEPT) break;
      untilByGate.delete(oldest);
    }
  };
  return {
    has: (gate) => untilByGate.has(gate),
    follow: async (closures) => {
      try {
        for await (const gate of closures) add(gate);
      } catch (error) {
        log.warn({ error }, 'closed gates are not told any more; they end with their credentials');
      }
    },
  };
};
