import { refuseConflict } from '../check-limits.js';
import type { CommitSize } from '../check-limits.js';
import type { Commit } from '../port.js';
import type { GroupJob, GroupWriter } from './group-commit.js';
import type { SpaceKeys } from './keys.js';
import { appendEntries, readBounds, trimEntries } from './log.js';
import { findVersion, putRow } from './rows.js';

/** Rows or entries deleted in one step of trimming and dropping: a few milliseconds, so that commits get in between. */
const STEP_OPERATIONS = 1000;

/** What a job works on. */
export interface CommitTarget {
  readonly keys: SpaceKeys;
  readonly size: CommitSize;
}

/** A commit as a job: answers with the sequence of the log after it. */
export const createCommitJob = ({ keys, size }: CommitTarget, commit: Commit): GroupJob<number> => ({
  ...size,
  check: (db) => {
    for (const { key, version } of commit.expected ?? []) {
      const found = findVersion(db, keys, key);
      if (found !== version) refuseConflict(version, found);
    }
  },
  apply: ({ db, nextVersion }: GroupWriter) => {
    for (const key of commit.deletes ?? []) void db.remove(keys.row(key));
    const { puts = [], entries = [] } = commit;
    const version = puts.length > 0 ? nextVersion() : 0;
    for (const { key, value } of puts) putRow(db, keys.row(key), { value, version });
    return appendEntries(db, keys, entries);
  },
});

const STEP: CommitSize = { operations: STEP_OPERATIONS, bytes: 0 };

/** One step of trimming as a job: answers with the number of entries trimmed, 0 when there is nothing left to trim. */
export const createTrimJob = (keys: SpaceKeys, through: number): GroupJob<number> => ({
  ...STEP,
  apply: ({ db }) => trimEntries(db, keys, { through, most: STEP_OPERATIONS }),
});

/** One step of dropping a space as a job: the log, the rows, the bounds. Answers whether nothing is left. */
export const createDropJob = (keys: SpaceKeys): GroupJob<boolean> => ({
  ...STEP,
  apply: ({ db }) => {
    const { last } = readBounds(db, keys);
    if (trimEntries(db, keys, { through: last, most: STEP_OPERATIONS }) > 0) return false;
    const rows = [...db.getKeys({ start: keys.rowsStart, end: keys.rowsEnd, limit: STEP_OPERATIONS })];
    for (const key of rows) void db.remove(key);
    if (rows.length > 0) return false;
    void db.remove(keys.bounds);
    return true;
  },
});
