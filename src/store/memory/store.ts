import type { SpaceId } from '../../base/index.js';
import { createAppliedCommits } from '../applied-commits.js';
import { createChangeFeed } from '../change-feed.js';
import { assertKey, assertSequence, measureCommit, validateRange, validateStoreLimits } from '../check-limits.js';
import type { Store, StoreLimits } from '../port.js';
import { createStoreLife } from '../store-life.js';
import { applyCommit } from './commit.js';
import type { MemorySpace } from './commit.js';
import { createMemoryLog } from './log.js';
import { createMemoryRows } from './rows.js';

export interface MemoryStoreOptions {
  readonly limits?: Partial<StoreLimits>;
}

/** What a space is before its first commit; never written to. */
const createMemorySpace = (): MemorySpace => ({ rows: createMemoryRows(), log: createMemoryLog() });

/**
 * A store that ends with the process: for tests and for spaces that nobody needs tomorrow.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` for limits that are no positive whole numbers
 */
export const createMemoryStore = (options: MemoryStoreOptions = {}): Store => {
  const limits = validateStoreLimits(options.limits);
  const spaces = new Map<SpaceId, MemorySpace>();
  const nothing = createMemorySpace();
  const applied = createAppliedCommits();
  let version = 0;

  const find = (space: SpaceId): MemorySpace => spaces.get(space) ?? nothing;
  const getOrMake = (space: SpaceId): MemorySpace => {
    const kept = spaces.get(space) ?? createMemorySpace();
    spaces.set(space, kept);
    return kept;
  };
  const release = (): Promise<void> => {
    spaces.clear();
    return Promise.resolve();
  };
  const life = createStoreLife(release);
  const feed = createChangeFeed((space, after) => life.run(() => find(space).log.readAfter(after)));

  return {
    supports: { durable: false, shared: false },
    limits,
    get: (space, key) =>
      life.run(() => {
        assertKey(limits, key);
        return find(space).rows.find(key);
      }),
    range: (space, range) => life.run(() => find(space).rows.range(validateRange(limits, range))),
    commit: (space, commit) =>
      life.run(() => {
        measureCommit(limits, commit);
        const { rows } = find(space);
        applied.check(commit, (key) => rows.find(key)?.version);
        const kept = getOrMake(space);
        applyCommit(kept, commit, ++version);
        applied.note(commit, version);
        feed.notify(space);
        return kept.log.bounds().last;
      }),
    sequence: (space) => life.run(() => find(space).log.bounds().last),
    changes: (space, after, signal) => feed.follow(space, after, signal),
    compact: (space, through) =>
      life.run(() => {
        assertSequence(through);
        const trimmed = find(space).log.trim(through);
        feed.notify(space);
        return trimmed;
      }),
    drop: (space) =>
      life.run(() => {
        spaces.delete(space);
        feed.notify(space);
      }),
    close: () => {
      feed.close();
      return life.close();
    },
  };
};
