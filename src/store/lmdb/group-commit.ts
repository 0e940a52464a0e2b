import { StoaError } from '../../base/index.js';
import type { CommitSize } from '../check-limits.js';
import { toStoreFailure } from './failure.js';
import { createBlocks } from './blocks.js';
import { createGroupWrites } from './group-writes.js';
import type { GroupWriter, GroupWrites } from './group-writes.js';
import { NUMBER_BYTES, readNumber, storeKey, writeNumber } from './keys.js';
import type { Lmdb } from './database.js';

/**
 * Bounds of one group, so that no transaction gets long and no burst holds much memory twice. A single job larger
 * than them is a group of its own.
 */
const GROUP_BOUNDS: CommitSize = { operations: 20_000, bytes: 16 * 1024 * 1024 };

/** What a job writes with. */
export interface JobWriter extends GroupWriter {
  /** A version that no put of this store ever had. */
  readonly nextVersion: () => number;
}

/** One atomic change. */
export interface GroupJob<Result> extends CommitSize {
  /** Whether no other job may be in its group. */
  readonly isAlone?: boolean;
  /** Sees the state before the change, earlier jobs of the group included; throws a `StoaError` to refuse, and writes nothing. */
  readonly check?: (writer: GroupWriter) => void;
  /** Writes; whatever it throws undoes the whole group. */
  readonly apply: (writer: JobWriter) => Result;
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
  readonly isAlone: boolean;
  /** Checks and writes; answers with what to do once that is durable. */
  readonly run: (writer: JobWriter) => () => void;
  readonly reject: (error: StoaError) => void;
}

const VERSION_KEY = storeKey('version');
/** Nothing ever stands under it. */
const NO_KEY = storeKey('');

/** Bytes of a group beside those that its jobs name: versions of rows, bounds of logs, the store's own record. */
const OPERATION_BYTES = NUMBER_BYTES;
const GROUP_BYTES = 1024;

/** Runs `jobs` and answers with what settles them. */
const runGroup = (writes: GroupWrites, jobs: readonly Waiting[]): readonly (() => void)[] => {
  const stored = writes.find(VERSION_KEY);
  const before = stored ? readNumber(stored, 0) : 0;
  let version = before;
  const writer: JobWriter = { ...writes, nextVersion: () => ++version };
  const settlers = jobs.map((job) => job.run(writer));
  if (version !== before) {
    const bytes = Buffer.allocUnsafe(NUMBER_BYTES);
    writeNumber(bytes, version, 0);
    writes.put(VERSION_KEY, bytes);
  }
  return settlers;
};

/** As many jobs from the front of `queue` as fit into one group, at least one. */
const takeGroup = (queue: Waiting[]): readonly Waiting[] => {
  let operations = 0;
  let bytes = 0;
  const fits = ({ size, isAlone }: Waiting, at: number): boolean => {
    operations += size.operations;
    bytes += size.bytes;
    if (at > 0 && (isAlone || queue[at - 1]?.isAlone === true)) return false;
    return operations <= GROUP_BOUNDS.operations && bytes <= GROUP_BOUNDS.bytes;
  };
  const end = queue.findIndex((job, at) => !fits(job, at));
  return queue.splice(0, end === -1 ? queue.length : Math.max(1, end));
};

const bytesOf = (jobs: readonly Waiting[]): number =>
  jobs.reduce((sum, { size }) => sum + size.bytes + size.operations * OPERATION_BYTES, GROUP_BYTES);

const createWaiting = <Result>(
  job: GroupJob<Result>,
  resolve: (result: Result) => void,
  reject: (error: StoaError) => void,
): Waiting => ({
  size: job,
  isAlone: job.isAlone ?? false,
  reject,
  run: (writer) => {
    try {
      job.check?.(writer);
    } catch (error) {
      if (error instanceof StoaError) return () => reject(error);
      throw error;
    }
    const result = job.apply(writer);
    return () => resolve(result);
  },
});

/**
 * Writes a group as one transaction: LMDB's own thread makes it from a list of instructions, and ends it as a failure when any of
 * them fails. (In a callback within the transaction the event loop would do the thread's work, and others would have to wait
 * for the event loop.)
 */
const writeGroup = async (db: Lmdb, writes: GroupWrites): Promise<void> => {
  // Instructions of a block are never in two transactions.
  const block = db.batch(writes.flush);
  // A block alone is begun at the next turn of the event loop; an instruction behind it begins it now.
  await Promise.all([block, db.remove(NO_KEY)]);
};

/** Group commit on `db`. Jobs that come while a transaction is being written wait for the next one, together. */
export const createGroupCommit = (db: Lmdb): GroupCommit => {
  const queue: Waiting[] = [];
  const blocks = createBlocks();
  let flushing = false;

  const flushGroup = async (): Promise<void> => {
    const group = takeGroup(queue);
    try {
      const block = blocks.take(bytesOf(group));
      const writes = createGroupWrites(db, { block, isShared: group.length > 1 });
      // No transaction is under way, so what is read here is what this group is written upon.
      const settlers = runGroup(writes, group);
      if (!writes.isEmpty()) await writeGroup(db, writes);
      // After a failure LMDB may be at it still.
      blocks.giveBack(block);
      for (const settle of settlers) settle();
    } catch (thrown) {
      const failure = await toStoreFailure(thrown, 'the change could not be written');
      for (const { reject } of group) reject(failure);
    }
  };

  const flush = async (): Promise<void> => {
    if (flushing) return;
    flushing = true;
    // Jobs that are submitted together are written together.
    await Promise.resolve();
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
