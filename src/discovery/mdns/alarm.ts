import type { Clock, ScheduledCall } from '../../base/index.js';

/** One call that is due at the earliest of the times it was set to. */
export interface Alarm {
  /** Has the call made at `atMs` at the latest. */
  readonly setBy: (atMs: number) => void;
  readonly stop: () => void;
}

/** An alarm that calls `ring`; it is not set afterwards, unless `ring` sets it. */
export const createAlarm = (clock: Clock, ring: () => void): Alarm => {
  let pending: { readonly atMs: number; readonly call: ScheduledCall } | undefined;
  const stop = (): void => {
    pending?.call.cancel();
    pending = undefined;
  };
  return {
    setBy: (atMs) => {
      if (pending !== undefined && pending.atMs <= atMs) return;
      pending?.call.cancel();
      const call = clock.callAt(atMs, () => {
        pending = undefined;
        ring();
      });
      pending = { atMs, call };
    },
    stop,
  };
};

/** A whole number of milliseconds in `from <= n < below`, for delays that spread what many hosts do at once. */
export const randomMs = (
  random: { readonly bytes: (length: number) => Uint8Array },
  from: number,
  below: number,
): number => {
  const [high = 0, low = 0] = random.bytes(2);
  return from + Math.floor((((high << 8) | low) / 0x10000) * (below - from));
};
