import type { AppliedCommits } from '../applied-commits.js';
import type { CommitSize } from '../check-limits.js';
import type { Commit } from '../port.js';
import type { GroupJob, JobWriter } from './group-commit.js';
import type { SpaceKeys } from './keys.js';
import { appendEntries, readBounds, trimEntries } from './log.js';
import { encodeVersion, findVersion, putRow } from './rows.js';

/** Rows deleted in one step of trimming and dropping: a few milliseconds, so that commits get in between. */
const STEP_OPERATIONS = 1000;

/** What a commit works on. */
export interface CommitTarget {
  readonly keys: SpaceKeys;
  readonly size: CommitSize;
  readonly applied: AppliedCommits;
}

/** A commit as a job: answers with the sequence of the log after it. */
export const createCommitJob = ({ keys, size, applied }: CommitTarget, commit: Commit): GroupJob<number> => ({
  ...size,
  check: (writer) => applied.check(commit, (key) => findVersion(writer, keys, key)),
  apply: (writer: JobWriter) => {
    for (const key of commit.deletes ?? []) writer.remove(keys.row(key));
    const { puts = [], entries = [] } = commit;
    const version = puts.length > 0 ? writer.nextVersion() : 0;
    const encoded = encodeVersion(version);
    for (const { key, value } of puts) putRow(writer, keys.row(key), { value, version: encoded });
    applied.note(commit, version);
    return appendEntries(writer, keys, entries);
  },
  undo: () => applied.forget(commit),
});

/** A step sees nothing of other jobs in its group, and they nothing of it. */
const STEP = { operations: STEP_OPERATIONS, bytes: 0, isAlone: true } as const satisfies CommitSize & { isAlone: true };

/** One step of trimming as a job: answers with the number of entries trimmed, 0 when there is nothing left to trim. */
export const createTrimJob = (keys: SpaceKeys, through: number): GroupJob<number> => ({
  ...STEP,
  apply: (writer) => trimEntries(writer, keys, { through, most: STEP_OPERATIONS }),
});

/** One step of dropping a space as a job: the log, the rows, the bounds. Answers whether nothing is left. */
export const createDropJob = (keys: SpaceKeys): GroupJob<boolean> => ({
  ...STEP,
  apply: (writer) => {
    const { last } = readBounds(writer, keys);
    if (trimEntries(writer, keys, { through: last, most: STEP_OPERATIONS }) > 0) return false;
    const rows = writer.keys({ start: keys.rowsStart, end: keys.rowsEnd, limit: STEP_OPERATIONS });
    for (const key of rows) writer.remove(key);
    if (rows.length > 0) return false;
    writer.remove(keys.bounds);
    return true;
  },
});
