import type { Clock } from './clock.js';

/** How long is waited, and what ends it early. */
export interface Waiting {
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether the process stays alive for it. Default false. */
  readonly holds?: boolean;
}

/** Resolves after `waitMs`, or at once when `signal` is aborted; never throws. */
export const wait = (clock: Clock, { waitMs, signal, holds = false }: Waiting): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.callAt(clock.nowMs() + waitMs, end, { holds });
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted === true) end();
  });
