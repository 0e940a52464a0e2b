import { StoaError } from '../../base/index.js';
import type { CommitSize } from '../check-limits.js';
import { toStoreFailure } from './failure.js';
import { NUMBER_BYTES, readNumber, storeKey, writeNumber } from './keys.js';
import type { Lmdb } from './rows.js';

/**
 * Bounds of one group, so that no transaction gets long and no burst holds much memory twice. A single job larger
 * than them is a group of its own.
 */
const GROUP_BOUNDS: CommitSize = { operations: 20_000, bytes: 16 * 1024 * 1024 };

/** What a job writes with. */
export interface GroupWriter {
  readonly db: Lmdb;
  /** A version that no put of this store ever had. */
  readonly nextVersion: () => number;
}

/** One atomic change. */
export interface GroupJob<Result> extends CommitSize {
  /** Sees the state before the change, earlier jobs of the group included; throws a `StoaError` to refuse, and writes nothing. */
  readonly check?: (db: Lmdb) => void;
  /** Writes; whatever it throws undoes the whole group. */
  readonly apply: (writer: GroupWriter) => Result;
}

/** Writes jobs, many to one durable transaction. */
export interface GroupCommit {
  /**
   * Resolves with the job's result once it is on disk.
   *
   * @throws {StoaError} what the job's check threw, or `STORE_FAILED` when the group could not be written
   */
  submit<Result>(job: GroupJob<Result>): Promise<Result>;
}

/** A job that waits, with its result's type closed in. */
interface Waiting {
  readonly size: CommitSize;
  /** Checks and writes within the transaction; answers with what to do once it is durable. */
  readonly run: (writer: GroupWriter) => () => void;
  readonly reject: (error: StoaError) => void;
}

const VERSION_KEY = storeKey('version');

/** Runs `jobs` in the transaction at hand and answers with what settles them. */
const runGroup = (db: Lmdb, jobs: readonly Waiting[]): readonly (() => void)[] => {
  const stored = db.getBinaryFast(VERSION_KEY);
  const before = stored ? readNumber(stored, 0) : 0;
  let version = before;
  const settlers = jobs.map((job) => job.run({ db, nextVersion: () => ++version }));
  if (version !== before) {
    const bytes = Buffer.alloc(NUMBER_BYTES);
    writeNumber(bytes, version, 0);
    void db.put(VERSION_KEY, bytes);
  }
  return settlers;
};

/** As many jobs from the front of `queue` as fit into one group, at least one. */
const takeGroup = (queue: Waiting[]): readonly Waiting[] => {
  let operations = 0;
  let bytes = 0;
  const fits = ({ size }: Waiting): boolean => {
    operations += size.operations;
    bytes += size.bytes;
    return operations <= GROUP_BOUNDS.operations && bytes <= GROUP_BOUNDS.bytes;
  };
  const end = queue.findIndex((job) => !fits(job));
  return queue.splice(0, end === -1 ? queue.length : Math.max(1, end));
};

const createWaiting = <Result>(
  job: GroupJob<Result>,
  resolve: (result: Result) => void,
  reject: (error: StoaError) => void,
): Waiting => ({
  size: job,
  reject,
  run: (writer) => {
    try {
      job.check?.(writer.db);
    } catch (error) {
      if (error instanceof StoaError) return () => reject(error);
      throw error;
    }
    const result = job.apply(writer);
    return () => resolve(result);
  },
});

/** Group commit on `db`. Jobs that come while a transaction is being written wait for the next one, together. */
export const createGroupCommit = (db: Lmdb): GroupCommit => {
  const queue: Waiting[] = [];
  let flushing = false;

  const flushGroup = async (): Promise<void> => {
    let group: readonly Waiting[] = [];
    let settlers: readonly (() => void)[] = [];
    try {
      // A child transaction, because an error in a plain one would not undo what was written before it.
      await db.childTransaction(() => {
        group = takeGroup(queue);
        settlers = runGroup(db, group);
      });
    } catch (thrown) {
      const failure = await toStoreFailure(thrown, 'the change could not be written');
      // When the transaction did not even begin, nothing was taken yet.
      for (const { reject } of group.length > 0 ? group : takeGroup(queue)) reject(failure);
      return;
    }
    for (const settle of settlers) settle();
  };

  const flush = async (): Promise<void> => {
    if (flushing) return;
    flushing = true;
    while (queue.length > 0) await flushGroup();
    flushing = false;
  };

  return {
    submit: (job) =>
      new Promise((resolve, reject) => {
        queue.push(createWaiting(job, resolve, reject));
        void flush();
      }),
  };
};
