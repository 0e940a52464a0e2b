import type { Clock, GateId, SpaceId } from '../../base/index.js';

/** A gate that was closed, and when it would have ended. */
export interface ClosedGate {
  readonly gate: GateId;
  readonly expiresAtMs: number;
}

/** Which gates were closed before their end: all that is stored of gates. Kept until the gate would have ended itself. */
export interface ClosedGates {
  readonly add: (space: SpaceId, closed: readonly ClosedGate[]) => Promise<void>;
  readonly has: (space: SpaceId, gate: GateId) => Promise<boolean>;
}

/** Closed gates in memory, forgotten when they would have ended; for a space whose gates need not outlast the process. */
export const createClosedGates = (clock: Clock): ClosedGates => {
  const untilByGate = new Map<string, number>();
  const keyOf = (space: SpaceId, gate: GateId): string => `${space} ${gate}`;
  const forgetEnded = (): void => {
    for (const [key, untilMs] of untilByGate) if (untilMs <= clock.nowMs()) untilByGate.delete(key);
  };
  return {
    add: (space, closed) => {
      forgetEnded();
      for (const { gate, expiresAtMs } of closed) untilByGate.set(keyOf(space, gate), expiresAtMs);
      return Promise.resolve();
    },
    has: (space, gate) => Promise.resolve(untilByGate.has(keyOf(space, gate))),
  };
};
