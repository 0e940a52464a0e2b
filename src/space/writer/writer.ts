import type { SpaceId, StoaError } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';
import type { Store } from '../../store/index.js';
import { nextTurn } from '../next-turn.js';
import type { Key, LogEntry } from '../tables/index.js';
import type { Batch } from './batch.js';
import { prepareBatch } from './batch.js';
import type { ReadCache } from './read-cache.js';
import { createReadCache } from './read-cache.js';
import type { Outcome, View } from './view.js';

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
  /**
   * Resolves when the log entries up to a sequence, the last of which are `entries`, were applied to the heap index;
   * `undefined` when they are.
   */
  readonly applied: (sequence: number, entries: readonly LogEntry[]) => Promise<void> | undefined;
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

/** Changes whose commit is over, and what is to be told about each. */
interface Settled {
  readonly pending: readonly Pending[];
  readonly outcomes: readonly Outcome[];
}

/** A writer for one space. */
export const createWriter = (collaborators: WriterCollaborators): Writer => {
  const writer = new BatchWriter(collaborators);
  return { write: (change) => writer.write(change), close: () => writer.close() };
};

class BatchWriter {
  readonly #parts: WriterCollaborators;
  readonly #cache: ReadCache;
  readonly #queue: Pending[] = [];
  #closed = false;
  #running: Promise<void> | undefined;

  constructor(parts: WriterCollaborators) {
    this.#parts = parts;
    this.#cache = createReadCache(parts);
  }

  write<Result>(change: Change<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#closed) {
        reject(this.#parts.refusal());
        return;
      }
      this.#queue.push({ change, resolve: resolve as (result: unknown) => void, reject });
      this.#running ??= this.#run();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#queue.splice(0)) reject(this.#parts.refusal());
    await this.#running;
  }

  /**
   * Writes what waits until nothing does. While a commit is on its way to the disk, those whose changes were written before it
   * are told so and prepare their next ones: else the processor would have nothing to do then.
   */
  async #run(): Promise<void> {
    // One turn of the event loop's microtasks: changes made together go together.
    await Promise.resolve();
    let settled: Settled | undefined;
    while (this.#queue.length > 0 || settled) {
      if (settled) settled = await this.#tellFirst(settled);
      const before = settled;
      settled = undefined;
      const pending = this.#takeBatch();
      const writing = this.#writeBatch(pending, () => before && tell(before));
      if (pending.length > 0) settled = { pending, outcomes: await writing };
      else await writing;
    }
    this.#running = undefined;
  }

  /**
   * Tells some of those whose changes were written, so that the next commit and the one after it have about the same size.
   * Answers with the others, who are told once the next commit is under way.
   */
  async #tellFirst({ pending, outcomes }: Settled): Promise<Settled> {
    const first = Math.max(0, (pending.length - this.#queue.length) >> 1);
    if (first === 0) return { pending, outcomes };
    tell({ pending: pending.slice(0, first), outcomes });
    await nextTurn();
    return { pending: pending.slice(first), outcomes: outcomes.slice(first) };
  }

  #takeBatch(): readonly Pending[] {
    let bytes = 0;
    let count = 0;
    while (count < this.#queue.length && count < MAX_BATCH_CHANGES) {
      bytes += this.#queue[count]?.change.size ?? 0;
      if (count > 0 && bytes > MAX_BATCH_BYTES) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  /** Writes a batch; `onWriting` is called once, as soon as it is on its way. Answers with what became of each change. */
  async #writeBatch(pending: readonly Pending[], onWriting: () => void): Promise<readonly Outcome[]> {
    let isTold = false;
    const tellOnce = (): void => {
      if (!isTold) onWriting();
      isTold = true;
    };
    try {
      return await this.#commitBatch(pending, tellOnce);
    } catch (error) {
      return pending.map(() => ({ error }));
    } finally {
      tellOnce();
    }
  }

  async #commitBatch(pending: readonly Pending[], onWriting: () => void): Promise<readonly Outcome[]> {
    if (pending.length === 0) return [];
    const { store, space } = this.#parts;
    const changes = pending.map(({ change }) => change);
    for (let attempt = 1; ; attempt++) {
      const batch = await prepareBatch(this.#cache, changes);
      if (batch.commit === undefined) return batch.outcomes;
      this.#cache.forget(batch.written);
      const committing = store.commit(space, batch.commit);
      onWriting();
      try {
        await this.#apply(await committing, batch);
        return batch.outcomes;
      } catch (error) {
        this.#cache.clear();
        if (!isStoaError(error, 'STORE_CONFLICT') || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  #apply(sequence: number, { entries }: Batch): Promise<void> | undefined {
    if (entries.length === 0) return undefined;
    const logged = entries.flatMap(({ entry }) => entry ?? []);
    // Entries that are known as bytes alone are read from the log.
    return this.#parts.applied(sequence, logged.length === entries.length ? logged : []);
  }
}

const tell = ({ pending, outcomes }: Settled): void => {
  pending.forEach(({ resolve, reject }, at) => {
    const outcome = outcomes[at];
    if (outcome === undefined) return;
    if ('error' in outcome) reject(outcome.error);
    else resolve(outcome.result);
  });
};
