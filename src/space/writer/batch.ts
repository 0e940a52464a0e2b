import { compareBytes, toUtf8 } from '../../base/index.js';
import type { Commit } from '../../store/index.js';
import type { Key } from '../tables/index.js';
import { createAllocator } from '../tables/index.js';
import type { Found, ReadCache } from './read-cache.js';
import type { BatchState, Outcome, View } from './view.js';
import { bytesOf, createRunner } from './view.js';

/** What a batch takes of a change. */
export interface BatchChange {
  readonly reads: readonly Key[];
  readonly apply: (view: View) => unknown;
}

/** A batch of changes as one commit. */
export interface Batch {
  /** What became of each change, once the commit is durable. */
  readonly outcomes: readonly Outcome[];
  /** What is written; `undefined` when nothing is. */
  readonly commit: Commit | undefined;
  /** Keys that are written, with their values. */
  readonly written: ReadonlyMap<Key, Uint8Array | undefined>;
  /** Entries of the log. */
  readonly entries: BatchState['entries'];
}

/**
 * A batch that changes are added to while the commit before it is on its way to the disk. They are run on what that commit will
 * leave, so that hardly anything is left to do once it is over.
 */
export interface GrowingBatch {
  /** Runs changes, in order, on what those before them left; one call after the other. Throws what reading throws. */
  readonly add: (changes: readonly BatchChange[]) => Promise<void>;
  /** Whether the commit before it, which is over, left what was expected; else all of the batch has to be run anew. */
  readonly isSound: () => Promise<boolean>;
  /** The batch, once it is known to be sound. */
  readonly finish: () => Batch;
}

/** What a commit is decided by: values with their versions. */
type Stored = ReadonlyMap<Key, Found>;

const toCommit = (written: Batch['written'], { entries }: BatchState, stored: Stored): Commit => {
  const puts = [];
  const deletes = [];
  for (const [name, value] of written) {
    const key = toUtf8(name);
    if (value === undefined) deletes.push(key);
    else puts.push({ key, value });
  }
  const expected = [];
  for (const [key, found] of stored) expected.push({ key: toUtf8(key), version: found?.version });
  return { expected, puts, deletes, entries: entries.map(({ bytes }) => bytes) };
};

const isSame = (left: Uint8Array | undefined, right: Uint8Array | undefined): boolean =>
  left === undefined || right === undefined ? left === right : compareBytes(left, right) === 0;

/** A batch without changes; `before` is the one whose commit is under way, if there is any. */
export const createBatch = (cache: ReadCache, before?: Pick<Batch, 'written'>): GrowingBatch => {
  const state: BatchState = { values: new Map(), written: new Set(), entries: [], allocate: createAllocator() };
  const stored = new Map<Key, Found>();
  /** Keys whose values the commit before has written, as far as is known. */
  const assumed = new Map<Key, Uint8Array | undefined>();
  const run = createRunner(state);
  const outcomes: Outcome[] = [];

  const isKnown = (key: Key): boolean => stored.has(key) || assumed.has(key);

  const load = async (keys: ReadonlySet<Key>): Promise<void> => {
    const missing: Key[] = [];
    for (const key of keys) {
      if (before?.written.has(key) !== true) missing.push(key);
      else {
        const value = before.written.get(key);
        assumed.set(key, value);
        state.values.set(key, value);
      }
    }
    if (missing.length === 0) return;
    for (const [key, found] of await cache.read(missing)) {
      stored.set(key, found);
      state.values.set(key, found?.value);
    }
  };

  const isSound = async (): Promise<boolean> => {
    if (assumed.size === 0) return true;
    for (const [key, found] of await cache.read([...assumed.keys()])) {
      if (!isSame(found?.value, assumed.get(key))) return false;
      stored.set(key, found);
    }
    return true;
  };

  return {
    add: async (changes) => {
      const keys = new Set<Key>();
      for (const { reads } of changes) for (const key of reads) if (!isKnown(key)) keys.add(key);
      if (keys.size > 0) await load(keys);
      for (const { apply } of changes) outcomes.push(run(apply));
    },
    isSound,
    finish: () => {
      const written = new Map<Key, Uint8Array | undefined>();
      for (const key of state.written) written.set(key, bytesOf(state.values.get(key)));
      const { entries } = state;
      const commit = written.size > 0 || entries.length > 0 ? toCommit(written, state, stored) : undefined;
      return { outcomes, commit, written, entries };
    },
  };
};
