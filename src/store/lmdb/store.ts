import { LRUCache } from 'lru-cache';
import { StoaError } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import { createAppliedCommits } from '../applied-commits.js';
import type { AppliedCommits } from '../applied-commits.js';
import { createChangeFeed } from '../change-feed.js';
import type { ChangeFeed } from '../change-feed.js';
import { assertKey, assertSequence, measureCommit, validateRange, validateStoreLimits } from '../check-limits.js';
import type { Store, StoreLimits } from '../port.js';
import { createStoreLife } from '../store-life.js';
import type { StoreLife } from '../store-life.js';
import { createCommitJob, createDropJob, createTrimJob } from './commit.js';
import { openDirectory } from './directory.js';
import { toStoreFailure } from './failure.js';
import { createGroupCommit } from './group-commit.js';
import type { GroupCommit } from './group-commit.js';
import { MAX_PREFIX_BYTES, createSpaceKeys } from './keys.js';
import type { SpaceKeys } from './keys.js';
import { readBounds, readEntries } from './log.js';
import { findRow, readRange } from './rows.js';
import type { Lmdb } from './database.js';

export interface LmdbStoreOptions {
  /** The data directory: made when it does not exist, used by one process at a time. */
  readonly path: string;
  readonly limits?: Partial<StoreLimits>;
}

/** Longest key that LMDB takes with pages of 4 KiB. */
const MAX_LMDB_KEY_BYTES = 1978;

/** Spaces whose keys are kept at hand. */
const CACHED_SPACES = 10_000;

const validateLimits = (given: Partial<StoreLimits> | undefined): StoreLimits => {
  const limits = validateStoreLimits(given);
  // A bound of a range may be one byte longer than a key.
  const longest = MAX_LMDB_KEY_BYTES - MAX_PREFIX_BYTES - 1;
  if (limits.maxKeyBytes <= longest) return limits;
  throw new StoaError('CONFIGURATION_INVALID', `expected maxKeyBytes of at most ${longest}, got ${limits.maxKeyBytes}`);
};

interface StoreParts {
  readonly db: Lmdb;
  readonly life: StoreLife;
  readonly limits: StoreLimits;
  readonly group: GroupCommit;
  readonly feed: ChangeFeed;
  readonly keysOf: (space: SpaceId) => SpaceKeys;
  readonly applied: AppliedCommits;
}

/** A read call, with errors of LMDB told as `STORE_FAILED`. */
const runRead = <Result>(life: StoreLife, read: () => Result): Promise<Result> =>
  life.run(async () => {
    try {
      return read();
    } catch (error) {
      throw await toStoreFailure(error, 'the data could not be read');
    }
  });

const createReads = ({
  db,
  life,
  limits,
  feed,
  keysOf,
}: StoreParts): Pick<Store, 'get' | 'range' | 'sequence' | 'changes'> => ({
  get: (space, key) =>
    runRead(life, () => {
      assertKey(limits, key);
      return findRow(db, keysOf(space), key);
    }),
  range: (space, range) => runRead(life, () => readRange(db, keysOf(space), validateRange(limits, range))),
  sequence: (space) => runRead(life, () => readBounds(db, keysOf(space)).last),
  changes: (space, after, signal) => feed.follow(space, after, signal),
});

const createWrites = ({
  life,
  limits,
  group,
  feed,
  keysOf,
  applied,
}: StoreParts): Pick<Store, 'commit' | 'compact' | 'drop'> => ({
  commit: (space, commit) =>
    life.run(async () => {
      const size = measureCommit(limits, commit);
      const sequence = await group.submit(createCommitJob({ keys: keysOf(space), size, applied }, commit));
      if (commit.entries && commit.entries.length > 0) feed.notify(space);
      return sequence;
    }),
  compact: (space, through) =>
    life.run(async () => {
      assertSequence(through);
      const keys = keysOf(space);
      let trimmed = 0;
      let step: number;
      do {
        step = await group.submit(createTrimJob(keys, through));
        trimmed += step;
      } while (step > 0);
      if (trimmed > 0) feed.notify(space);
      return trimmed;
    }),
  drop: (space) =>
    life.run(async () => {
      const keys = keysOf(space);
      while (!(await group.submit(createDropJob(keys))));
      feed.notify(space);
    }),
});

/**
 * Opens a store in a data directory: one LMDB database, nothing else to install. A resolved commit has been
 * written to the disk and synced. Commits made at the same time share a sync, so make many and await them together.
 *
 * @throws {StoaError} `STORE_FAILED` when another process has the directory open, or it cannot be opened or made
 * @throws {StoaError} `STORE_VERSION_UNSUPPORTED` when a newer version wrote it
 * @throws {StoaError} `CONFIGURATION_INVALID` for limits that are no positive whole numbers or more than LMDB takes
 */
export const openLmdbStore = async (options: LmdbStoreOptions): Promise<Store> => {
  const limits = validateLimits(options.limits);
  const { db, release } = await openDirectory(options.path);
  const keys = new LRUCache<SpaceId, SpaceKeys>({ max: CACHED_SPACES, memoMethod: createSpaceKeys });
  const keysOf = (space: SpaceId): SpaceKeys => keys.memo(space);
  const life = createStoreLife(release);
  const feed = createChangeFeed((space, after) => runRead(life, () => readEntries(db, keysOf(space), after)));
  const parts: StoreParts = {
    db,
    life,
    limits,
    group: createGroupCommit(db),
    feed,
    keysOf,
    applied: createAppliedCommits(),
  };
  return {
    supports: { durable: true, shared: false },
    limits,
    ...createReads(parts),
    ...createWrites(parts),
    close: () => {
      feed.close();
      return life.close();
    },
  };
};
