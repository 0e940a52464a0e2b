import type { Clock } from '../base/index.js';

/** Resolves after `waitMs`, or at once when `signal` is aborted; never throws. */
export const wait = (clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.callAt(clock.nowMs() + waitMs, end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
