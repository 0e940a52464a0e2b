import type { Commit } from '../port.js';
import type { MemoryLog } from './log.js';
import type { MemoryRows } from './rows.js';

/** What is kept of one space. */
export interface MemorySpace {
  readonly rows: MemoryRows;
  readonly log: MemoryLog;
}

/** Writes a commit that was checked; what it puts gets `version`. */
export const applyCommit = ({ rows, log }: MemorySpace, commit: Commit, version: number): void => {
  for (const key of commit.deletes ?? []) rows.delete(key);
  for (const { key, value } of commit.puts ?? []) rows.put(key, { value, version });
  log.append(commit.entries ?? []);
};
