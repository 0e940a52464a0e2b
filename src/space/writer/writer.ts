import type { SpaceId, StoaError } from '../../base/index.js';
import { isStoaError, toUtf8 } from '../../base/index.js';
import type { Commit, Store, StoredValue } from '../../store/index.js';
import type { Key } from '../tables/index.js';
import type { BatchState, View } from './view.js';
import { runChange } from './view.js';

/** A change to one space, small enough for one commit. */
export interface Change<Result> {
  /** Keys whose values it decides by; the commit is refused, and the change tried again, if one has changed meanwhile. */
  readonly reads: readonly Key[];
  /** About how many bytes it writes: bounds what goes into one commit. */
  readonly size: number;
  /** Decides and writes. Throwing refuses this change alone. May run several times: it must have no other effect. */
  readonly apply: (view: View) => Result;
}

/**
 * Writes changes to one space, those that wait together in one commit: a sync costs the same for one as for a
 * hundred. Changes apply in the order in which they were given.
 */
export interface Writer {
  /**
   * Resolves once the change is durable and its log entries were applied.
   *
   * @throws what `apply` throws; `STORE_CONFLICT` when others kept coming first; the collaborators' refusal once closed
   */
  readonly write: <Result>(change: Change<Result>) => Promise<Result>;
  /** Refuses further changes and resolves when the commit under way is over. */
  readonly close: () => Promise<void>;
}

export interface WriterCollaborators {
  readonly store: Store;
  readonly space: SpaceId;
  /** Resolves when the log entries up to a sequence were applied to the heap index. */
  readonly applied: (sequence: number) => Promise<void>;
  /** What a change is refused with once the writer is closed. */
  readonly refusal: () => StoaError;
}

/** Most changes in one commit: each has up to five operations, and a commit takes 10,000. */
const MAX_BATCH_CHANGES = 1000;
/** Most bytes in one commit, well below what a store takes. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
/** How often a commit is tried again when another writer came first. */
const MAX_ATTEMPTS = 8;

interface Pending {
  readonly change: Change<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** A writer for one space. */
export const createWriter = (collaborators: WriterCollaborators): Writer => {
  const queue: Pending[] = [];
  let closed = false;
  let running: Promise<void> | undefined;

  const takeBatch = (): Pending[] => {
    let bytes = 0;
    let count = 0;
    while (count < queue.length && count < MAX_BATCH_CHANGES) {
      bytes += queue[count]?.change.size ?? 0;
      if (count > 0 && bytes > MAX_BATCH_BYTES) break;
      count++;
    }
    return queue.splice(0, count);
  };

  const run = async (): Promise<void> => {
    // One turn of the event loop's microtasks: changes made together go together.
    await Promise.resolve();
    while (queue.length > 0) await writeBatch(collaborators, takeBatch());
    running = undefined;
  };

  return {
    write: <Result>(change: Change<Result>) =>
      new Promise<Result>((resolve, reject) => {
        if (closed) {
          reject(collaborators.refusal());
          return;
        }
        queue.push({ change, resolve: resolve as (result: unknown) => void, reject });
        running ??= run();
      }),
    close: async () => {
      closed = true;
      for (const { reject } of queue.splice(0)) reject(collaborators.refusal());
      await running;
    },
  };
};

const writeBatch = async (collaborators: WriterCollaborators, batch: readonly Pending[]): Promise<void> => {
  try {
    const outcomes = await commitBatch(collaborators, batch);
    outcomes.forEach((outcome, at) => {
      const pending = batch[at];
      if ('error' in outcome) pending?.reject(outcome.error);
      else pending?.resolve(outcome.result);
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
};

const commitBatch = async (
  { store, space, applied }: WriterCollaborators,
  batch: readonly Pending[],
): Promise<readonly Outcome[]> => {
  for (let attempt = 1; ; attempt++) {
    const stored = await readKeys(store, space, batch);
    const state: BatchState = {
      values: new Map([...stored].map(([key, found]) => [key, found?.value])),
      written: new Set(),
      entries: [],
    };
    const outcomes = batch.map(({ change }) => toOutcome(state, change));
    if (state.written.size === 0 && state.entries.length === 0) return outcomes;
    try {
      const sequence = await store.commit(space, toCommit(state, stored));
      if (state.entries.length > 0) await applied(sequence);
      return outcomes;
    } catch (error) {
      if (!isStoaError(error, 'STORE_CONFLICT') || attempt === MAX_ATTEMPTS) throw error;
    }
  }
};

const toOutcome = (state: BatchState, change: Change<unknown>): Outcome => {
  try {
    return { result: runChange(state, change.apply) };
  } catch (error) {
    return { error };
  }
};

const readKeys = async (
  store: Store,
  space: SpaceId,
  batch: readonly Pending[],
): Promise<ReadonlyMap<Key, StoredValue | undefined>> => {
  const keys = [...new Set(batch.flatMap(({ change }) => change.reads))];
  const values = await Promise.all(keys.map((key) => store.get(space, toUtf8(key))));
  return new Map(keys.map((key, at) => [key, values[at]]));
};

const toCommit = (state: BatchState, stored: ReadonlyMap<Key, StoredValue | undefined>): Commit => {
  const puts = [];
  const deletes = [];
  for (const name of state.written) {
    const key = toUtf8(name);
    const value = state.values.get(name);
    if (value === undefined) deletes.push(key);
    else puts.push({ key, value });
  }
  const expected = [...stored].map(([key, found]) => ({ key: toUtf8(key), version: found?.version }));
  return { expected, puts, deletes, entries: state.entries };
};
