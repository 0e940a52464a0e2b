import { wait as waitFor } from '../base/light.js';
import type { Clock } from '../base/index.js';

/** Resolves after `waitMs`, or at once when `signal` is aborted; never throws. Holds no process alive. */
export const wait = (clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> =>
  waitFor(clock, { waitMs, signal });
