import { StoaError } from '../../base/index.js';
import type { CommitSize } from '../check-limits.js';
import { createArena, createBlocks } from './blocks.js';
import type { Arena } from './blocks.js';
import type { Lmdb } from './database.js';
import { toStoreFailure } from './failure.js';
import { createGroupWrites } from './group-writes.js';
import type { GroupWriter, GroupWrites } from './group-writes.js';
import { NUMBER_BYTES, readNumber, storeKey, writeNumber } from './keys.js';

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

/** One atomic change. Runs again, from its check on, when what it was run upon could not be written. */
export interface GroupJob<Result> extends CommitSize {
  /** Whether no other job may be in its group, nor on its way to the disk when it is run. */
  readonly isAlone?: boolean;
  /** Sees the state before the change, earlier jobs included; throws a `StoaError` to refuse, and writes nothing. */
  readonly check?: (writer: GroupWriter) => void;
  /** Writes; refused alone for whatever it throws. */
  readonly apply: (writer: JobWriter) => Result;
  /** What was applied is not there after all. */
  readonly undo?: () => void;
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
  readonly undo: () => void;
  readonly reject: (error: StoaError) => void;
}

/** Jobs that were run and are written together. */
interface Group {
  readonly jobs: Waiting[];
  /** What to do for each once they are durable. */
  readonly settlers: (() => void)[];
  readonly writes: GroupWrites;
  readonly writer: JobWriter;
  readonly arena: Arena;
  operations: number;
  bytes: number;
  /** The version given last, and the one before the group. */
  version: number;
  readonly versionBefore: number;
}

const VERSION_KEY = storeKey('version');
/** Nothing ever stands under it. */
const NO_KEY = storeKey('');

const createWaiting = <Result>(
  job: GroupJob<Result>,
  resolve: (result: Result) => void,
  reject: (error: StoaError) => void,
): Waiting => ({
  size: job,
  isAlone: job.isAlone ?? false,
  undo: () => job.undo?.(),
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

/** A group without jobs; `findBefore` reads what the group before it leaves. */
const createGroup = (db: Lmdb, arena: Arena, findBefore: (key: Buffer) => Uint8Array | undefined): Group => {
  const writes = createGroupWrites(db, { allocate: arena.allocate, findBefore });
  const stored = findBefore(VERSION_KEY);
  const versionBefore = stored ? readNumber(stored, 0) : 0;
  const group: Group = {
    jobs: [],
    settlers: [],
    writes,
    writer: { ...writes, nextVersion: () => ++group.version },
    arena,
    operations: 0,
    bytes: 0,
    version: versionBefore,
    versionBefore,
  };
  return group;
};

/**
 * Writes a group as one transaction: LMDB's own thread makes it from a list of instructions, and ends it as a failure when any of
 * them fails. (In a callback within the transaction the event loop would do the thread's work, and others would have to wait
 * for the event loop.)
 */
const writeGroup = async (db: Lmdb, { writes, version, versionBefore }: Group): Promise<void> => {
  if (version !== versionBefore) {
    const bytes = Buffer.allocUnsafe(NUMBER_BYTES);
    writeNumber(bytes, version, 0);
    writes.put(VERSION_KEY, bytes);
  }
  // Instructions of a block are never in two transactions.
  const block = db.batch(writes.flush);
  // A block alone is begun at the next turn of the event loop; an instruction behind it begins it now.
  await Promise.all([block, db.remove(NO_KEY)]);
};

/** Whether a job may be run upon a group that others are in. */
const fits = ({ jobs, operations, bytes }: Group, { size, isAlone }: Waiting): boolean =>
  !isAlone &&
  jobs[0]?.isAlone !== true &&
  operations + size.operations <= GROUP_BOUNDS.operations &&
  bytes + size.bytes <= GROUP_BOUNDS.bytes;

/** Runs a job upon a group. */
const runJob = (group: Group, job: Waiting): void => {
  group.jobs.push(job);
  group.operations += job.size.operations;
  group.bytes += job.size.bytes;
  group.settlers.push(job.run(group.writer));
};

/**
 * Group commit on `db`. Jobs that come while a transaction is being written are run on what it will leave, and written together as
 * the next one, which only has to be handed over when that is through.
 */
class LmdbGroupCommit implements GroupCommit {
  readonly #db: Lmdb;
  readonly #blocks = createBlocks();
  /** Jobs that were not run. */
  readonly #queue: Waiting[] = [];
  /** On its way to the disk. */
  #flying: Group | undefined;
  /** The next one. */
  #forming: Group | undefined;
  #isDue = false;

  constructor(db: Lmdb) {
    this.#db = db;
  }

  submit<Result>(job: GroupJob<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push(createWaiting(job, resolve, reject));
      if (!this.#isDue) void this.#goOnSoon();
    });
  }

  /** Jobs that are submitted together are run together. */
  async #goOnSoon(): Promise<void> {
    this.#isDue = true;
    await Promise.resolve();
    this.#isDue = false;
    this.#goOn();
  }

  /** Runs what waits, as far as it may be, and writes it when nothing is on its way. */
  #goOn(): void {
    this.#runQueued();
    while (this.#flying === undefined && this.#forming !== undefined) {
      const group = this.#forming;
      this.#forming = undefined;
      if (group.writes.isEmpty()) this.#end(group);
      else void this.#fly(group);
      this.#runQueued();
    }
  }

  #runQueued(): void {
    for (let job = this.#queue[0]; job !== undefined; job = this.#queue[0]) {
      if (this.#forming ? !fits(this.#forming, job) : job.isAlone && this.#flying) return;
      this.#queue.shift();
      try {
        this.#forming ??= createGroup(this.#db, createArena(this.#blocks), this.#findBefore);
        runJob(this.#forming, job);
      } catch (thrown) {
        // What it wrote before that stands among what others wrote: they are run without it.
        const broken = job;
        this.#takeBack((other) => other !== broken);
        void this.#refuse([broken], thrown);
      }
    }
  }

  readonly #findBefore = (key: Buffer): Uint8Array | undefined => {
    const write = this.#flying?.writes.latest(key);
    return write ? write.value : this.#db.getBinaryFast(key);
  };

  async #fly(group: Group): Promise<void> {
    this.#flying = group;
    try {
      await writeGroup(this.#db, group);
      this.#flying = undefined;
      // The next one first: the disk has nothing to do.
      this.#goOn();
      this.#end(group);
    } catch (thrown) {
      // After a failure LMDB may be at it still: the memory is not used again.
      for (const { undo } of group.jobs) undo();
      await this.#refuse(group.jobs, thrown);
      this.#flying = undefined;
      this.#takeBack(() => true);
      this.#goOn();
    }
  }

  /** Tells those whose jobs are durable. */
  #end({ arena, settlers }: Group): void {
    this.#blocks.giveBack(arena.blocks);
    for (const settle of settlers) settle();
  }

  async #refuse(jobs: readonly Waiting[], thrown: unknown): Promise<void> {
    const failure = await toStoreFailure(thrown, 'the change could not be written');
    for (const { reject } of jobs) reject(failure);
  }

  /** Takes jobs of the next group back, to be run anew. */
  #takeBack(isKept: (job: Waiting) => boolean): void {
    const { jobs = [], arena } = this.#forming ?? {};
    this.#forming = undefined;
    // Nobody else has seen it.
    if (arena) this.#blocks.giveBack(arena.blocks);
    for (const { undo } of jobs) undo();
    this.#queue.unshift(...jobs.filter(isKept));
  }
}

/** Group commit on `db`. */
export const createGroupCommit = (db: Lmdb): GroupCommit => new LmdbGroupCommit(db);
