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

/** Reads a space's change log and applies its entries in order, for as long as the space is open. */
export interface Follower {
  /** Sequence of the entry applied last. */
  readonly sequence: () => number;
  /** Resolves when the entries up to `sequence` were applied, or the follower was stopped. */
  readonly applied: (sequence: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Waiter {
  readonly sequence: number;
  readonly resolve: () => void;
}

/** After a failure of the store, reading goes on from where it was after this time. */
const RETRY_MS = 1000;

/** A follower that starts after the entry `after`. */
export const createFollower = (collaborators: FollowerCollaborators, after: number): Follower => {
  const { store, clock, log, space } = collaborators;
  const stopping = new AbortController();
  let sequence = after;
  let waiters: Waiter[] = [];
  let retry: ScheduledCall | undefined;
  let running: Promise<void>;

  const wake = (): void => {
    const done = waiters.filter((waiter) => waiter.sequence <= sequence || stopping.signal.aborted);
    if (done.length === 0) return;
    waiters = waiters.filter((waiter) => waiter.sequence > sequence && !stopping.signal.aborted);
    for (const { resolve } of done) resolve();
  };

  const needsSet = ({ event, document: { components } }: LogEntry): boolean =>
    (event === 'published' || event === 'updated') && components !== 0 && !collaborators.hasSet(components);

  const follow = async (): Promise<void> => {
    try {
      for await (const change of store.changes(space, sequence, stopping.signal)) {
        const entry = readLogEntry(change.entry);
        collaborators.apply(
          entry,
          needsSet(entry) ? await collaborators.readSet(entry.document.components) : undefined,
        );
        sequence = change.sequence;
        wake();
      }
    } catch (error) {
      if (stopping.signal.aborted || isStoaError(error, 'STORE_CLOSED')) return;
      log.error({ space, sequence, error }, 'reading the change log failed; trying again');
      retry = clock.callAt(clock.nowMs() + RETRY_MS, () => void (running = follow()));
    }
  };
  running = follow();

  return {
    sequence: () => sequence,
    applied: (wanted) =>
      wanted <= sequence || stopping.signal.aborted
        ? Promise.resolve()
        : new Promise((resolve) => void waiters.push({ sequence: wanted, resolve })),
    stop: async () => {
      stopping.abort();
      retry?.cancel();
      wake();
      await running;
    },
  };
};
