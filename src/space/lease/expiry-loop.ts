import type { Clock, Log, ScheduledCall } from '../../base/index.js';
import type { LeaseQueue, QueueOrder } from './lease-queue.js';
import { createLeaseQueue } from './lease-queue.js';

export interface ExpiryLoopCollaborators<Item> {
  readonly clock: Clock;
  readonly log: Log;
  readonly order: QueueOrder<Item>;
  /** Does what is due for an item; it decides again whether anything is, since time has passed. */
  readonly expire: (item: Item) => Promise<void>;
  /** The item to be queued again after {@link expire}, if one still is to be. */
  readonly current: (item: Item) => Item | undefined;
}

/** Calls `expire` for each item when it is due: one loop, one timer. */
export interface ExpiryLoop<Item> {
  /** Puts an item in, or in its new place when its time has changed. */
  set(item: Item): void;
  delete(item: Item): void;
  /** Whether the item's end is being written: it must not be moved in the heap alone any more. */
  isExpiring(item: Item): boolean;
  start(): void;
  /** Resolves when what was under way is over. */
  stop(): Promise<void>;
}

/** Most ends written at once, and the pause after so many: a mass end must not keep others from writing. */
const BATCH_ITEMS = 500;
const PAUSE_MS = 100;
/** Pause after a failure of the store. */
const RETRY_MS = 1000;

/** A loop that does nothing until it is started. */
export const createExpiryLoop = <Item>(collaborators: ExpiryLoopCollaborators<Item>): ExpiryLoop<Item> =>
  new TimedLoop(collaborators);

class TimedLoop<Item> implements ExpiryLoop<Item> {
  readonly #parts: ExpiryLoopCollaborators<Item>;
  readonly #queue: LeaseQueue<Item>;
  readonly #expiring = new Set<Item>();
  #state: 'new' | 'waiting' | 'working' | 'stopped' = 'new';
  #timer: ScheduledCall | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;
  #working: Promise<void> = Promise.resolve();

  constructor(parts: ExpiryLoopCollaborators<Item>) {
    this.#parts = parts;
    this.#queue = createLeaseQueue(parts.order);
  }

  set(item: Item): void {
    this.#queue.set(item);
    this.#armNext(0);
  }

  delete(item: Item): void {
    this.#queue.delete(item);
  }

  isExpiring(item: Item): boolean {
    return this.#expiring.has(item);
  }

  start(): void {
    this.#state = 'waiting';
    this.#armNext(0);
  }

  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#timer?.cancel();
    await this.#working;
  }

  /** Sets the timer for the first item, but not before `notBeforeMs`. */
  #armNext(notBeforeMs: number): void {
    const next = this.#queue.peek();
    if (next === undefined || this.#state !== 'waiting') return;
    const atMs = Math.max(this.#parts.order.dueAtMs(next), notBeforeMs);
    if (atMs >= this.#timerAtMs) return;
    this.#timer?.cancel();
    this.#timerAtMs = atMs;
    this.#timer = this.#parts.clock.callAt(atMs, () => {
      this.#timerAtMs = Number.POSITIVE_INFINITY;
      if (this.#state === 'waiting') this.#working = this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#state = 'working';
    const due = this.#takeDue();
    const results = await Promise.allSettled(due.map(this.#parts.expire));
    const failed = results.find((result) => result.status === 'rejected');
    for (const item of due) this.#finish(item);
    if (this.#isStopped()) return;
    if (failed) this.#parts.log.error({ error: failed.reason as unknown }, 'ending leases failed; trying again');
    this.#state = 'waiting';
    this.#armNext(this.#parts.clock.nowMs() + this.#pauseMs(due, failed !== undefined));
  }

  /** Asked as a method, since the state changes while something is awaited. */
  #isStopped(): boolean {
    return this.#state === 'stopped';
  }

  #isDue(item: Item): boolean {
    return this.#parts.order.dueAtMs(item) <= this.#parts.clock.nowMs();
  }

  #takeDue(): readonly Item[] {
    const due: Item[] = [];
    for (let item = this.#queue.peek(); item !== undefined && due.length < BATCH_ITEMS; item = this.#queue.peek()) {
      if (!this.#isDue(item)) break;
      this.#queue.delete(item);
      this.#expiring.add(item);
      due.push(item);
    }
    return due;
  }

  #finish(item: Item): void {
    this.#expiring.delete(item);
    const again = this.#parts.current(item);
    if (again !== undefined && this.#parts.order.placeOf(again) < 0) this.#queue.set(again);
  }

  #pauseMs(due: readonly Item[], failed: boolean): number {
    // One that stays due though nothing failed was left as it is: looking again at once is no use.
    if (failed || due.some((item) => this.#parts.order.placeOf(item) >= 0 && this.#isDue(item))) return RETRY_MS;
    return due.length === BATCH_ITEMS ? PAUSE_MS : 0;
  }
}
