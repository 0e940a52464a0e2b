import type { SpaceId } from '../../base/index.js';
import { toUtf8 } from '../../base/index.js';
import type { Commit, Store, StoredValue } from '../../store/index.js';
import type { Key } from '../tables/index.js';
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
  /** Entries of the log. */
  readonly entries: BatchState['entries'];
}

type Stored = ReadonlyMap<Key, StoredValue | undefined>;

const readKeys = async (store: Store, space: SpaceId, changes: readonly BatchChange[]): Promise<Stored> => {
  const keys = new Set<Key>();
  for (const { reads } of changes) for (const key of reads) keys.add(key);
  const names = [...keys];
  const values = await Promise.all(names.map((key) => store.get(space, toUtf8(key))));
  return new Map(names.map((key, at) => [key, values[at]]));
};

const toCommit = (state: BatchState, stored: Stored): Commit => {
  const puts = [];
  const deletes = [];
  for (const name of state.written) {
    const key = toUtf8(name);
    const value = bytesOf(state.values.get(name));
    if (value === undefined) deletes.push(key);
    else puts.push({ key, value });
  }
  const expected = [];
  for (const [key, found] of stored) expected.push({ key: toUtf8(key), version: found?.version });
  return { expected, puts, deletes, entries: state.entries.map(({ bytes }) => bytes) };
};

/** Runs changes, in order, on what is stored now. */
export const prepareBatch = async (
  { store, space }: { readonly store: Store; readonly space: SpaceId },
  changes: readonly BatchChange[],
): Promise<Batch> => {
  const stored = await readKeys(store, space, changes);
  const state: BatchState = { values: new Map(), written: new Set(), entries: [] };
  for (const [key, found] of stored) state.values.set(key, found?.value);
  const run = createRunner(state);
  const outcomes = changes.map(({ apply }) => run(apply));
  const writes = state.written.size > 0 || state.entries.length > 0;
  return { outcomes, commit: writes ? toCommit(state, stored) : undefined, entries: state.entries };
};
