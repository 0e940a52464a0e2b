import type { Clock, Log, ScheduledCall } from '../../base/index.js';
import type { QueueItem } from './lease-queue.js';
import { createLeaseQueue } from './lease-queue.js';

export interface ExpiryLoopCollaborators<Item extends QueueItem> {
  readonly clock: Clock;
  readonly log: Log;
  readonly dueAtMs: (item: Item) => number;
  /** Does what is due for an item; it decides again whether anything is, since time has passed. */
  readonly expire: (item: Item) => Promise<void>;
  /** The item to be queued again after a failed or needless {@link expire}, if it still is to be. */
  readonly current: (item: Item) => Item | undefined;
}

/** Calls `expire` for each item when it is due: one loop, one timer. */
export interface ExpiryLoop<Item extends QueueItem> {
  readonly set: (item: Item) => void;
  readonly delete: (item: Item) => void;
  /** Whether the item's end is being written: it must not be moved in the heap alone any more. */
  readonly isExpiring: (item: Item) => boolean;
  readonly start: () => void;
  /** Resolves when what was under way is over. */
  readonly stop: () => Promise<void>;
}

/** Most ends written at once, and the pause after so many: a mass end must not keep others from writing. */
const BATCH_ITEMS = 500;
const PAUSE_MS = 100;
/** Pause after a failure of the store. */
const RETRY_MS = 1000;

export const createExpiryLoop = <Item extends QueueItem>(
  collaborators: ExpiryLoopCollaborators<Item>,
): ExpiryLoop<Item> => {
  const { clock, log, dueAtMs, expire, current } = collaborators;
  const queue = createLeaseQueue(dueAtMs);
  const expiring = new Set<Item>();
  let state: 'new' | 'waiting' | 'working' | 'stopped' = 'new';
  let timer: ScheduledCall | undefined;
  let timerAtMs = Number.POSITIVE_INFINITY;
  let working: Promise<void> = Promise.resolve();

  const arm = (atMs: number): void => {
    if (state !== 'waiting' || atMs >= timerAtMs) return;
    timer?.cancel();
    timerAtMs = atMs;
    timer = clock.callAt(atMs, () => {
      timerAtMs = Number.POSITIVE_INFINITY;
      if (state === 'waiting') working = work();
    });
  };

  const armNext = (notBeforeMs: number): void => {
    const next = queue.peek();
    if (next) arm(Math.max(dueAtMs(next), notBeforeMs));
  };

  const takeDue = (): Item[] => {
    const due: Item[] = [];
    const nowMs = clock.nowMs();
    for (let item = queue.peek(); item && dueAtMs(item) <= nowMs && due.length < BATCH_ITEMS; item = queue.peek()) {
      queue.delete(item);
      expiring.add(item);
      due.push(item);
    }
    return due;
  };

  const finish = (item: Item): void => {
    expiring.delete(item);
    const again = current(item);
    if (again && again.queueIndex < 0) queue.set(again);
  };

  const work = async (): Promise<void> => {
    state = 'working';
    const due = takeDue();
    const results = await Promise.allSettled(due.map(expire));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed && !isStopped()) log.error({ error: failed.reason as unknown }, 'ending leases failed; trying again');
    due.forEach(finish);
    if (isStopped()) return;
    state = 'waiting';
    const nowMs = clock.nowMs();
    // One that stays due though nothing failed was left as it is by its store: looking again at once is no use.
    const again = failed ?? due.some((item) => item.queueIndex >= 0 && dueAtMs(item) <= nowMs);
    armNext(nowMs + (again === true || failed ? RETRY_MS : due.length === BATCH_ITEMS ? PAUSE_MS : 0));
  };

  const isStopped = (): boolean => state === 'stopped';

  return {
    set: (item) => {
      queue.set(item);
      const next = queue.peek();
      if (next) arm(dueAtMs(next));
    },
    delete: queue.delete,
    isExpiring: (item) => expiring.has(item),
    start: () => {
      state = 'waiting';
      armNext(0);
    },
    stop: async () => {
      state = 'stopped';
      timer?.cancel();
      await working;
    },
  };
};
