import type { Clock } from '../../base/index.js';

/** After so many lost names in so long a time, each further one is tried after a pause (RFC 6762 section 8.1). */
const [CONFLICTS, CONFLICTS_IN_MS, PAUSE_MS] = [15, 10_000, 5000];
/** The pauses end when nothing was lost for so long. */
const QUIET_MS = 60_000;

/** Counts lost names; each call is one of them and gives the pause before the next name, in milliseconds. */
export const createConflictPauses = (clock: Clock): (() => number) => {
  let lostAtMs: readonly number[] = [];
  let isPausing = false;
  return () => {
    const nowMs = clock.nowMs();
    const sinceMs = nowMs - (lostAtMs.at(-1) ?? Number.NEGATIVE_INFINITY);
    lostAtMs = [...lostAtMs.filter((atMs) => atMs > nowMs - CONFLICTS_IN_MS), nowMs].slice(-CONFLICTS);
    isPausing = lostAtMs.length === CONFLICTS || (isPausing && sinceMs < QUIET_MS);
    return isPausing ? PAUSE_MS : 0;
  };
};
