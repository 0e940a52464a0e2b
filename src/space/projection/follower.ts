import type { Clock, Log, ScheduledCall, SpaceId } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';
import type { Store } from '../../store/index.js';
import type { ComponentSet, LogEntry, SetNumber } from '../tables/index.js';
import { readLogEntry } from '../tables/index.js';

export interface FollowerCollaborators {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly space: SpaceId;
  /** Whether the heap index has the component set with that number. */
  readonly hasSet: (number: SetNumber) => boolean;
  /** The kept component set with that number. */
  readonly readSet: (number: SetNumber) => Promise<ComponentSet>;
  readonly apply: (entry: LogEntry, set: ComponentSet | undefined) => void;
}

/**
 * Applies the entries of a space's change log in order, for as long as the space is open. What this node wrote is handed over
 * and need not be read again; all else is read from the log.
 */
export interface Follower {
  /** Sequence of the entry applied last. */
  readonly sequence: () => number;
  /**
   * Resolves when the entries up to `sequence` were applied, or the follower was stopped; `undefined` when that is so already.
   * `entries` are the last ones up to it, durable, as they would be read from the log.
   */
  readonly applied: (sequence: number, entries?: readonly LogEntry[]) => Promise<void> | undefined;
  readonly stop: () => Promise<void>;
}

interface Waiter {
  readonly sequence: number;
  readonly resolve: () => void;
}

/** After a failure of the store, reading goes on from where it was after this time. */
const RETRY_MS = 1000;

/** A follower that starts after the entry `after`. */
export const createFollower = (collaborators: FollowerCollaborators, after: number): Follower =>
  new LogFollower(collaborators, after);

class LogFollower implements Follower {
  readonly #parts: FollowerCollaborators;
  readonly #stopping = new AbortController();
  #sequence: number;
  #waiters: Waiter[] = [];
  #retry: ScheduledCall | undefined;
  /** The reading of the log that is under way. */
  #reading: Promise<void> | undefined;
  #isStoreClosed = false;

  constructor(parts: FollowerCollaborators, after: number) {
    this.#parts = parts;
    this.#sequence = after;
    // What other nodes write is told by the log alone.
    if (parts.store.supports.shared) this.#read();
  }

  readonly sequence = (): number => this.#sequence;

  readonly applied = (wanted: number, entries: readonly LogEntry[] = []): Promise<void> | undefined => {
    this.#applyGiven(wanted, entries);
    if (wanted <= this.#sequence || this.#stopping.signal.aborted) return undefined;
    this.#read();
    return new Promise((resolve) => void this.#waiters.push({ sequence: wanted, resolve }));
  };

  readonly stop = async (): Promise<void> => {
    this.#stopping.abort();
    this.#retry?.cancel();
    this.#wake();
    await this.#reading;
  };

  /** Applies entries that were handed over, as far as they come next and nothing must be read for them. */
  #applyGiven(wanted: number, entries: readonly LogEntry[]): void {
    const first = wanted - entries.length + 1;
    for (let at = this.#sequence + 1 - first; at >= 0 && at < entries.length; at++) {
      const entry = entries[at];
      if (entry === undefined || this.#needsSet(entry)) break;
      this.#parts.apply(entry, undefined);
      this.#sequence++;
    }
    this.#wake();
  }

  #wake(): void {
    if (this.#waiters.length === 0) return;
    const isDone = ({ sequence }: Waiter): boolean => sequence <= this.#sequence || this.#stopping.signal.aborted;
    const done = this.#waiters.filter(isDone);
    this.#waiters = this.#waiters.filter((waiter) => !isDone(waiter));
    for (const { resolve } of done) resolve();
  }

  #needsSet({ event, document: { components } }: LogEntry): boolean {
    return (event === 'published' || event === 'updated') && components !== 0 && !this.#parts.hasSet(components);
  }

  #read(): void {
    if (this.#reading !== undefined || this.#retry !== undefined || this.#isStoreClosed) return;
    this.#reading = this.#follow().finally(() => {
      this.#reading = undefined;
      // Somebody may have begun to wait while the reading ended.
      if (this.#waiters.length > 0 && !this.#stopping.signal.aborted) this.#read();
    });
  }

  async #follow(): Promise<void> {
    const { store, clock, log, space } = this.#parts;
    try {
      for await (const { sequence, entry } of store.changes(space, this.#sequence, this.#stopping.signal)) {
        await this.#applyRead(sequence, readLogEntry(entry));
        if (this.#waiters.length === 0 && !store.supports.shared) return;
      }
    } catch (error) {
      this.#isStoreClosed = isStoaError(error, 'STORE_CLOSED');
      if (this.#stopping.signal.aborted || this.#isStoreClosed) return;
      log.error({ space, sequence: this.#sequence, error }, 'reading the change log failed; trying again');
      this.#retry = clock.callAt(clock.nowMs() + RETRY_MS, () => {
        this.#retry = undefined;
        this.#read();
      });
    }
  }

  /** Applies an entry of the log, unless it was handed over meanwhile. */
  async #applyRead(sequence: number, entry: LogEntry): Promise<void> {
    const set =
      sequence > this.#sequence && this.#needsSet(entry)
        ? await this.#parts.readSet(entry.document.components)
        : undefined;
    if (sequence <= this.#sequence) return;
    this.#parts.apply(entry, set);
    this.#sequence = sequence;
    this.#wake();
  }
}
