import { refuseConflict } from '../check-limits.js';
import type { Commit } from '../port.js';
import type { MemoryLog } from './log.js';
import type { MemoryRows } from './rows.js';

/** What is kept of one space. */
export interface MemorySpace {
  readonly rows: MemoryRows;
  readonly log: MemoryLog;
}

/** @throws {StoaError} `STORE_CONFLICT` when an expectation does not hold */
export const checkExpected = ({ rows }: MemorySpace, { expected = [] }: Commit): void => {
  for (const { key, version } of expected) {
    const found = rows.find(key)?.version;
    if (found !== version) refuseConflict(version, found);
  }
};

/** Writes a commit that was checked; what it puts gets `version`. */
export const applyCommit = ({ rows, log }: MemorySpace, commit: Commit, version: number): void => {
  for (const key of commit.deletes ?? []) rows.delete(key);
  for (const { key, value } of commit.puts ?? []) rows.put(key, { value, version });
  log.append(commit.entries ?? []);
};
