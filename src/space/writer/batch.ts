import { toUtf8 } from '../../base/index.js';
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
  /** Keys that are written. */
  readonly written: ReadonlySet<Key>;
  /** Entries of the log. */
  readonly entries: BatchState['entries'];
}

type Stored = ReadonlyMap<Key, Found>;

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
export const prepareBatch = async (cache: ReadCache, changes: readonly BatchChange[]): Promise<Batch> => {
  const keys = new Set<Key>();
  for (const { reads } of changes) for (const key of reads) keys.add(key);
  const stored = await cache.read([...keys]);
  const state: BatchState = { values: new Map(), written: new Set(), entries: [], allocate: createAllocator() };
  for (const [key, found] of stored) state.values.set(key, found?.value);
  const run = createRunner(state);
  const outcomes = changes.map(({ apply }) => run(apply));
  const { written, entries } = state;
  const commit = written.size > 0 || entries.length > 0 ? toCommit(state, stored) : undefined;
  return { outcomes, commit, written, entries };
};
