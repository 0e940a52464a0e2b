import type { SpaceId, StoaError } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';
import type { Store } from '../../store/index.js';
import { nextTurn } from '../next-turn.js';
import type { Key, LogEntry } from '../tables/index.js';
import type { Batch } from './batch.js';
import { runBatch } from './batch.js';
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

/** Most changes in one commit: each has up to ten operations, one that deletes component sets up to 2,200, and a commit takes 10,000. */
const MAX_BATCH_CHANGES = 500;
/** Most bytes in one commit, well below what a store takes. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
/** Most batches that are on their way at once; more changes than those hold wait. */
const MAX_FLIGHTS = 16;
/** Bytes on their way above which nothing follows them: batches of large documents would fill the memory before the disk has them. */
const MAX_FLIGHT_BYTES = 4 * MAX_BATCH_BYTES;
/** How often a commit is tried again when another writer came first. */
const MAX_ATTEMPTS = 8;

interface Pending {
  readonly change: Change<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch on its way to the disk, with those who wait for it. */
interface Flight {
  readonly batch: Batch;
  readonly pending: readonly Pending[];
  /** About how many bytes it writes. */
  readonly bytes: number;
  /** Sequence of the log after it; `undefined` when there was nothing to write. */
  readonly committing: Promise<number> | undefined;
}

/** A writer for one space. */
export const createWriter = (collaborators: WriterCollaborators): Writer => {
  const writer = new BatchWriter(collaborators);
  return { write: (change) => writer.write(change), close: () => writer.close() };
};

/**
 * Batches are handed to the store one behind the other: each is run on what those before it will leave, so that nothing but the disk
 * is waited for between two of them. When one is refused so are those after it, and all are run anew, in their order.
 */
class BatchWriter {
  readonly #parts: WriterCollaborators;
  readonly #cache: ReadCache;
  readonly #queue: Pending[] = [];
  /** On their way, the oldest first. */
  readonly #flights: Flight[] = [];
  #closed = false;
  /** Whether batches are run anew: nothing may overtake them. */
  #isRunningAnew = false;
  #sending: Promise<void> | undefined;
  #landing: Promise<void> | undefined;

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
      this.#sendSoon();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#queue.splice(0)) reject(this.#parts.refusal());
    await this.#sending;
    await this.#landing;
  }

  #sendSoon(): void {
    if (this.#sending || this.#queue.length === 0 || this.#isRunningAnew || this.#isFull()) return;
    this.#sending = this.#send();
  }

  /** Whether as much is on its way as may be. */
  #isFull(): boolean {
    const flights = this.#flights;
    return flights.length >= MAX_FLIGHTS || flights.reduce((sum, { bytes }) => sum + bytes, 0) >= MAX_FLIGHT_BYTES;
  }

  /** Hands what waits over to the store, as far as that may be. Never fails. */
  async #send(): Promise<void> {
    // Changes made together go together: within a turn of the microtasks, or of the event loop where nothing waits for them.
    await (this.#flights.length === 0 ? Promise.resolve() : nextTurn());
    while (this.#queue.length > 0 && !this.#isFull() && !this.#isRunningAnew) {
      const pending = this.#takeQueued();
      try {
        this.#flights.push(
          await this.#launch(
            pending,
            this.#flights.map(({ batch }) => batch),
          ),
        );
        this.#landing ??= this.#land();
      } catch (error) {
        // What could not be read.
        for (const { reject } of pending) reject(error);
      }
    }
    // At once, or what comes in the next moment would wait for nobody.
    this.#sending = undefined;
  }

  /** Takes what fits into one batch. */
  #takeQueued(): readonly Pending[] {
    let bytes = 0;
    const end = this.#queue.findIndex(({ change }, at) => {
      bytes += change.size;
      return at === MAX_BATCH_CHANGES || (at > 0 && bytes > MAX_BATCH_BYTES);
    });
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
  }

  /** Runs changes on what will be left by the batches before them, and hands them over. @throws what reading throws */
  async #launch(pending: readonly Pending[], before: readonly Batch[]): Promise<Flight> {
    const { store, space } = this.#parts;
    const batch = await runBatch(
      { cache: this.#cache, before },
      pending.map(({ change }) => change),
    );
    this.#cache.forget(batch.written.keys());
    const committing = batch.commit && store.commit(space, batch.commit);
    // Told when its turn comes.
    committing?.catch(() => undefined);
    const bytes = pending.reduce((sum, { change }) => sum + change.size, 0);
    return { batch, pending, bytes, committing };
  }

  /** Tells those whose changes were written, one batch after the other. Never fails. */
  async #land(): Promise<void> {
    for (let flight = this.#flights[0]; flight; flight = this.#flights[0]) {
      let sequence: number | undefined;
      try {
        sequence = await flight.committing;
      } catch (error) {
        await this.#runAnew(error);
        continue;
      }
      const outcomes = await this.#apply(sequence, flight.batch);
      this.#flights.shift();
      await this.#tell(flight.pending, outcomes);
      this.#sendSoon();
    }
    this.#landing = undefined;
  }

  /** Tells those who wait what became of their changes: some first, who give the next batch, so that the one after it has about the same size. */
  async #tell(pending: readonly Pending[], outcomes: readonly Outcome[]): Promise<void> {
    const first = Math.max(0, (pending.length - this.#countWaiting()) >> 1);
    tell(pending.slice(0, first), outcomes);
    if (first > 0) await nextTurn();
    tell(pending.slice(first), outcomes.slice(first));
  }

  #countWaiting(): number {
    return this.#flights.reduce((sum, { pending }) => sum + pending.length, this.#queue.length);
  }

  /** The first batch on its way was refused, and so are those after it: they were run on what is not there. */
  async #runAnew(error: unknown): Promise<void> {
    this.#isRunningAnew = true;
    this.#cache.clear();
    const isFinal = !isStoaError(error, 'STORE_CONFLICT');
    if (isFinal) for (const { reject } of this.#flights.shift()?.pending ?? []) reject(error);
    // What is run just now will be on its way before anything is run anew.
    await this.#sending;
    const refused = this.#flights.splice(0);
    await Promise.allSettled(refused.flatMap(({ committing }) => committing ?? []));
    for (const { pending } of refused) await this.#writeAlone(pending);
    this.#isRunningAnew = false;
    this.#sendSoon();
  }

  /** Writes changes that were refused once, on what is stored now. */
  async #writeAlone(pending: readonly Pending[]): Promise<void> {
    for (let attempt = 2; ; attempt++) {
      this.#cache.clear();
      try {
        const { batch, committing } = await this.#launch(pending, []);
        await this.#tell(pending, await this.#apply(await committing, batch));
        return;
      } catch (error) {
        if (isStoaError(error, 'STORE_CONFLICT') && attempt < MAX_ATTEMPTS) continue;
        for (const { reject } of pending) reject(error);
        return;
      }
    }
  }

  /** Applies the entries of a batch that is durable to the index, and answers with what became of its changes. Never fails. */
  async #apply(sequence: number | undefined, batch: Batch): Promise<readonly Outcome[]> {
    const { outcomes, entries } = batch;
    if (sequence === undefined || entries.length === 0) return outcomes;
    const logged = entries.flatMap(({ entry }) => entry ?? []);
    try {
      // Entries that are known as bytes alone are read from the log.
      await this.#parts.applied(sequence, logged.length === entries.length ? logged : []);
      return outcomes;
    } catch (error) {
      return outcomes.map(() => ({ error }));
    }
  }
}

const tell = (pending: readonly Pending[], outcomes: readonly Outcome[]): void => {
  pending.forEach(({ resolve, reject }, at) => {
    const outcome = outcomes[at];
    if (outcome === undefined) return;
    if ('error' in outcome) reject(outcome.error);
    else resolve(outcome.result);
  });
};
