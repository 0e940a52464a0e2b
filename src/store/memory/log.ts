import { LOG_PAGE_ENTRIES, assertResumable } from '../change-feed.js';
import type { LogBounds } from '../change-feed.js';
import type { Change } from '../port.js';

/** The change log of one space. */
export interface MemoryLog {
  bounds(): LogBounds;
  append(entries: readonly Uint8Array[]): void;
  /** @throws {StoaError} `RESUME_GONE` */
  readAfter(after: number): readonly Change[];
  /** Trims through a sequence and tells how many entries went. */
  trim(through: number): number;
}

/** An empty log. */
export const createMemoryLog = (): MemoryLog => {
  let trimmedThrough = 0;
  const kept: Uint8Array[] = [];
  const bounds = (): LogBounds => ({ last: trimmedThrough + kept.length, trimmedThrough });
  return {
    bounds,
    append: (entries) => {
      for (const entry of entries) kept.push(entry.slice());
    },
    readAfter: (after) => {
      assertResumable(bounds(), after);
      const start = after - trimmedThrough;
      return kept
        .slice(start, start + LOG_PAGE_ENTRIES)
        .map((entry, at) => ({ sequence: after + at + 1, entry: entry.slice() }));
    },
    trim: (through) => {
      const trimmed = kept.splice(0, Math.max(0, through - trimmedThrough)).length;
      trimmedThrough += trimmed;
      return trimmed;
    },
  };
};
