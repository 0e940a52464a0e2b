/** A pending call made by {@link Clock.callAt}; cancelling it twice, or after it ran, does nothing. */
export interface ScheduledCall {
  cancel(): void;
}

/**
 * The only source of time. Times are epoch milliseconds. Tests pass a virtual clock, so nothing in the
 * product reads `Date.now()` or calls `setTimeout` but {@link systemClock}.
 */
export interface Clock {
  /** Wall-clock time in epoch milliseconds. */
  nowMs(): number;
  /**
   * Calls `run` once, as soon as `nowMs() >= atMs`. A pending call keeps no process alive, unless it `holds` it because
   * somebody waits for just that.
   */
  callAt(atMs: number, run: () => void, options?: { readonly holds?: boolean }): ScheduledCall;
}

/** `setTimeout` fires at once for a longer delay, so long waits are cut into pieces of this length. */
const MAX_TIMER_MS = 0x7fffffff;

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  callAt: (atMs, run, { holds = false } = {}) => {
    let timer: ReturnType<typeof setTimeout>;
    const arm = (): void => {
      const waitMs = Math.max(0, atMs - Date.now());
      timer = setTimeout(() => (atMs > Date.now() ? arm() : run()), Math.min(waitMs, MAX_TIMER_MS));
      // In a browser a timer is a number and holds nothing alive.
      if (!holds && typeof timer === 'object' && 'unref' in timer) timer.unref();
    };
    arm();
    return { cancel: () => clearTimeout(timer) };
  },
};
