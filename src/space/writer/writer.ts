import type { SpaceId, StoaError } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';
import type { Commit, Store } from '../../store/index.js';
import { nextTurn } from '../next-turn.js';
import type { Key, LogEntry } from '../tables/index.js';
import type { Batch, GrowingBatch } from './batch.js';
import { createBatch } from './batch.js';
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
  /** Refuses further changes, and those that only wait; resolves when the commit under way, and what was run on top of it, is over. */
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

/** Changes that are run already, on what the commit under way will leave. */
interface Prepared {
  readonly batch: GrowingBatch;
  readonly pending: Pending[];
  /** About how many bytes they write. */
  bytes: number;
  /** Whether something could not be read. */
  isBroken: boolean;
}

class BatchWriter {
  readonly #parts: WriterCollaborators;
  readonly #cache: ReadCache;
  readonly #queue: Pending[] = [];
  #next: Prepared;
  #closed = false;
  #running: Promise<void> | undefined;
  #preparing: Promise<void> | undefined;
  #isWriting = false;
  #isPrepareDue = false;

  constructor(parts: WriterCollaborators) {
    this.#parts = parts;
    this.#cache = createReadCache(parts);
    this.#next = this.#createNext();
  }

  write<Result>(change: Change<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#closed) {
        reject(this.#parts.refusal());
        return;
      }
      this.#queue.push({ change, resolve: resolve as (result: unknown) => void, reject });
      this.#running ??= this.#run();
      if (this.#isWriting && !this.#isPrepareDue) void this.#prepareSoon();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#queue.splice(0)) reject(this.#parts.refusal());
    await this.#running;
  }

  /**
   * Writes what waits until nothing does. While a commit is on its way to the disk, those whose changes were written before it
   * are told so, and their next ones are prepared: else the processor would have nothing to do then.
   */
  async #run(): Promise<void> {
    // One turn of the event loop's microtasks: changes made together go together.
    await Promise.resolve();
    let settled: Settled | undefined;
    while (this.#countWaiting() > 0 || settled) {
      if (settled) settled = await this.#tellFirst(settled);
      const before = settled;
      settled = undefined;
      await this.#prepare();
      const prepared = this.#next;
      this.#next = this.#createNext();
      const outcomes = await this.#writeBatch(prepared, () => before && tell(before));
      if (prepared.pending.length > 0) settled = { pending: prepared.pending, outcomes };
    }
    // What the last commit wrote is kept for nobody.
    this.#next = this.#createNext();
    this.#running = undefined;
  }

  #countWaiting(): number {
    return this.#queue.length + this.#next.pending.length;
  }

  /**
   * Tells some of those whose changes were written, so that the next commit and the one after it have about the same size.
   * Answers with the others, who are told once the next commit is under way.
   */
  async #tellFirst({ pending, outcomes }: Settled): Promise<Settled> {
    const first = Math.max(0, (pending.length - this.#countWaiting()) >> 1);
    if (first === 0) return { pending, outcomes };
    tell({ pending: pending.slice(0, first), outcomes });
    await nextTurn();
    return { pending: pending.slice(first), outcomes: outcomes.slice(first) };
  }

  /** A batch for the changes to come; `before` is the one that is under way. */
  #createNext(before?: Batch): Prepared {
    return { batch: createBatch(this.#cache, before), pending: [], bytes: 0, isBroken: false };
  }

  /** Moves what fits from the queue into a batch, and answers with it. */
  #takeQueued(next: Prepared): readonly Pending[] {
    let count = 0;
    for (const { change } of this.#queue) {
      const taken = next.pending.length + count;
      if (taken === MAX_BATCH_CHANGES || (taken > 0 && next.bytes + change.size > MAX_BATCH_BYTES)) break;
      next.bytes += change.size;
      count++;
    }
    const more = this.#queue.splice(0, count);
    next.pending.push(...more);
    return more;
  }

  /** Runs the changes that wait, as far as they fit into the next batch. Never fails. */
  #prepare(): Promise<void> {
    this.#preparing ??= this.#prepareQueued().finally(() => (this.#preparing = undefined));
    return this.#preparing;
  }

  async #prepareQueued(): Promise<void> {
    const next = this.#next;
    for (let more = this.#takeQueued(next); more.length > 0; more = this.#takeQueued(next)) {
      try {
        await next.batch.add(more.map(({ change }) => change));
      } catch {
        // What could not be read is read again when the batch is written, and fails there.
        next.isBroken = true;
      }
    }
  }

  /** Prepares what has come by the next turn of the event loop: changes made together are run together. */
  async #prepareSoon(): Promise<void> {
    this.#isPrepareDue = true;
    await nextTurn();
    this.#isPrepareDue = false;
    if (this.#isWriting) await this.#prepare();
  }

  /** Writes a batch; `onWriting` is called once, as soon as it is on its way. Answers with what became of each change. */
  async #writeBatch(prepared: Prepared, onWriting: () => void): Promise<readonly Outcome[]> {
    let isTold = false;
    const tellOnce = (): void => {
      if (!isTold) onWriting();
      isTold = true;
    };
    try {
      return await this.#commitBatch(prepared, tellOnce);
    } catch (error) {
      return prepared.pending.map(() => ({ error }));
    } finally {
      tellOnce();
    }
  }

  async #commitBatch(prepared: Prepared, onWriting: () => void): Promise<readonly Outcome[]> {
    const { pending } = prepared;
    if (pending.length === 0) return [];
    const isSound = !prepared.isBroken && (await prepared.batch.isSound());
    let batch = isSound ? prepared.batch.finish() : undefined;
    for (let attempt = 1; ; attempt++) {
      batch ??= await this.#runAnew(pending);
      // Nothing is prepared before the first attempt is under way.
      if (attempt === 1) this.#next = this.#createNext(batch);
      if (batch.commit === undefined) return batch.outcomes;
      try {
        await this.#commit(batch, batch.commit, onWriting);
        return batch.outcomes;
      } catch (error) {
        this.#cache.clear();
        if (!isStoaError(error, 'STORE_CONFLICT') || attempt === MAX_ATTEMPTS) throw error;
        batch = undefined;
      }
    }
  }

  /** Runs changes on what is stored now. */
  async #runAnew(pending: readonly Pending[]): Promise<Batch> {
    const batch = createBatch(this.#cache);
    await batch.add(pending.map(({ change }) => change));
    return batch.finish();
  }

  /** Writes a batch, and applies it once it is durable. */
  async #commit(batch: Batch, commit: Commit, onWriting: () => void): Promise<void> {
    const { store, space } = this.#parts;
    this.#cache.forget(batch.written.keys());
    this.#isWriting = true;
    try {
      const committing = store.commit(space, commit);
      onWriting();
      await this.#apply(await committing, batch);
    } finally {
      this.#isWriting = false;
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
