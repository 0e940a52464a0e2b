import type { Clock } from '../../base/index.js';

/** After so many lost names in so long a time, each further one is tried after a pause (RFC 6762 section 8.1). */
const [CONFLICTS, CONFLICTS_IN_MS, PAUSE_MS] = [15, 10_000, 5000];

/** Counts lost names; each call is one of them and gives the pause before the next name, in milliseconds. */
export const createConflictPauses = (clock: Clock): (() => number) => {
  let lostAtMs: readonly number[] = [];
  return () => {
    const nowMs = clock.nowMs();
    lostAtMs = [...lostAtMs.filter((atMs) => atMs > nowMs - CONFLICTS_IN_MS), nowMs].slice(-CONFLICTS);
    return lostAtMs.length < CONFLICTS ? 0 : PAUSE_MS;
  };
};
