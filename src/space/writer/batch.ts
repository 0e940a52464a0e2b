import { toUtf8 } from '../../base/index.js';
import type { Commit, CommitMark, Expectation } from '../../store/index.js';
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

/** A batch of changes that were run, as one commit. */
export interface Batch {
  /** What became of each change, once the commit is durable. */
  readonly outcomes: readonly Outcome[];
  /** What is written; `undefined` when nothing is. */
  readonly commit: (Commit & { readonly mark: CommitMark }) | undefined;
  /** Keys that are written, with their values. */
  readonly written: ReadonlyMap<Key, Uint8Array | undefined>;
  /** Entries of the log. */
  readonly entries: BatchState['entries'];
}

/** What batches before it that are on their way will leave under a key. */
interface Left {
  readonly by: CommitMark;
  readonly value: Uint8Array | undefined;
}

/** What a batch is run on: what is stored, and what the batches will leave that are on their way, the oldest first. */
export interface BatchGround {
  readonly cache: ReadCache;
  readonly before: readonly Batch[];
}

const findLeft = ({ before }: BatchGround, key: Key): Left | undefined => {
  for (let at = before.length - 1; at >= 0; at--) {
    const { commit, written } = before[at] ?? {};
    if (commit && written?.has(key)) return { by: commit.mark, value: written.get(key) };
  }
  return undefined;
};

/** What a batch was decided by: values as they were read, or will be left. */
interface Decided {
  readonly stored: ReadonlyMap<Key, Found>;
  readonly left: ReadonlyMap<Key, Left>;
}

/** Reads what changes decide by. */
const readKeys = async (ground: BatchGround, keys: ReadonlySet<Key>): Promise<Decided> => {
  const left = new Map<Key, Left>();
  const missing: Key[] = [];
  for (const key of keys) {
    const found = findLeft(ground, key);
    if (found) left.set(key, found);
    else missing.push(key);
  }
  return { stored: await ground.cache.read(missing), left };
};

const toExpected = ({ stored, left }: Decided): readonly Expectation[] => {
  const expected: Expectation[] = [];
  for (const [key, { version, isCertain }] of stored) if (!isCertain) expected.push({ key: toUtf8(key), version });
  for (const [key, { by, value }] of left) {
    expected.push({ key: toUtf8(key), version: value === undefined ? undefined : by });
  }
  return expected;
};

const toCommit = (written: Batch['written'], { entries }: BatchState): Pick<Commit, 'puts' | 'deletes' | 'entries'> => {
  const puts = [];
  const deletes = [];
  for (const [name, value] of written) {
    const key = toUtf8(name);
    if (value === undefined) deletes.push(key);
    else puts.push({ key, value });
  }
  return { puts, deletes, entries: entries.map(({ bytes }) => bytes) };
};

/** The last of the batches on their way that writes something. */
const lastMark = (before: readonly Batch[]): CommitMark | undefined =>
  before.findLast(({ commit }) => commit !== undefined)?.commit?.mark;

/**
 * Runs changes, in order, each on what those before it left.
 *
 * @throws what reading throws
 */
export const runBatch = async (ground: BatchGround, changes: readonly BatchChange[]): Promise<Batch> => {
  const keys = new Set<Key>();
  for (const { reads } of changes) for (const key of reads) keys.add(key);
  const after = lastMark(ground.before);
  const decided = await readKeys(ground, keys);
  const state: BatchState = { values: new Map(), written: new Set(), entries: [], allocate: createAllocator() };
  for (const [key, { value }] of decided.stored) state.values.set(key, value);
  for (const [key, { value }] of decided.left) state.values.set(key, value);
  const run = createRunner(state);
  const outcomes = changes.map(({ apply }) => run(apply));
  const written = new Map<Key, Uint8Array | undefined>();
  for (const key of state.written) written.set(key, bytesOf(state.values.get(key)));
  const { entries } = state;
  const isEmpty = written.size === 0 && entries.length === 0;
  const mark: CommitMark = { isMark: true };
  const commit = { mark, ...(after && { after }), expected: toExpected(decided), ...toCommit(written, state) };
  return { outcomes, commit: isEmpty ? undefined : commit, written, entries };
};
