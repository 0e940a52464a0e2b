import { StoaError } from '../../base/index.js';
import type { Clock, DocumentId, GateId, SpaceId } from '../../base/index.js';
import { createKeptClosures } from './kept-closures.js';
import type { ClosedGate } from './kept-closures.js';

/** Tells services which of their gates were closed, so that they need not wait until the credentials end. */
export interface ClosureFeed {
  readonly tell: (space: SpaceId, closed: ClosedGate) => void;
  /**
   * Gates of a service as they are closed, until `signal` is aborted; first those whose credentials may still hold. A
   * gate may come more than once.
   *
   * @throws {StoaError} `SUBSCRIBER_TOO_SLOW` when the stream is read
   */
  readonly follow: (space: SpaceId, document: DocumentId, signal: AbortSignal) => AsyncIterable<GateId>;
}

/** Bounds of a {@link ClosureFeed}. */
export interface ClosureFeedOptions {
  /** How long a closure is told to those who begin to follow, in milliseconds. Default 70 s: longer than a credential lives. */
  readonly keptMs?: number;
  /**
   * Most closures kept, which services share: beyond it the one that has most loses its oldest, and waits for the end of that
   * credential unless it follows already. Default 10,000.
   */
  readonly maxKept?: number;
  /** Most closures that wait for one follower. Default 10,000. */
  readonly maxWaiting?: number;
  /** Most followers of one service, which may run in several processes; with more the oldest is cut off. Default 64. */
  readonly maxFollowers?: number;
}

interface Follower {
  readonly waiting: GateId[];
  overrun: boolean;
  wake: () => void;
}

const keyOf = (space: SpaceId, document: DocumentId): string => `${space} ${document}`;

const tooSlow = (maxWaiting: number): StoaError =>
  new StoaError('SUBSCRIBER_TOO_SLOW', `${maxWaiting} closed gates wait to be read, or too many others follow them`, {
    limit: 'maxWaiting',
  });

const sleep = (follower: Follower, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      signal.removeEventListener('abort', wake);
      resolve();
    };
    follower.wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    if (signal.aborted || follower.waiting.length > 0) wake();
  });

const readFollower = async function* (
  follower: Follower,
  signal: AbortSignal,
  maxWaiting: number,
): AsyncGenerator<GateId> {
  while (!signal.aborted) {
    yield* follower.waiting.splice(0);
    if (follower.waiting.length > 0) continue;
    if (follower.overrun) throw tooSlow(maxWaiting);
    await sleep(follower, signal);
  }
};

/** A feed in memory: what it forgets at a restart, the short life of credentials makes good. */
export const createClosureFeed = (clock: Clock, options: ClosureFeedOptions = {}): ClosureFeed => {
  const { keptMs = 70_000, maxKept = 10_000, maxWaiting = 10_000, maxFollowers = 64 } = options;
  const kept = createKeptClosures({ keptMs, maxKept });
  const followers = new Map<string, Set<Follower>>();

  const add = (key: string, follower: Follower): void => {
    const known = followers.get(key) ?? new Set();
    const [oldest] = known;
    if (known.size >= maxFollowers && oldest) {
      known.delete(oldest);
      oldest.overrun = true;
      oldest.wake();
    }
    followers.set(key, known.add(follower));
  };
  const drop = (key: string, follower: Follower): void => {
    const known = followers.get(key);
    known?.delete(follower);
    if (known?.size === 0) followers.delete(key);
  };
  return {
    tell: (space, closed) => {
      kept.add(space, closed, clock.nowMs());
      for (const follower of followers.get(keyOf(space, closed.document)) ?? []) {
        if (follower.waiting.length < maxWaiting) follower.waiting.push(closed.gate);
        else follower.overrun = true;
        follower.wake();
      }
    },
    follow: async function* (space, document, signal) {
      const key = keyOf(space, document);
      const waiting = [...kept.list(space, document, clock.nowMs())];
      const follower: Follower = { waiting, overrun: false, wake: () => undefined };
      add(key, follower);
      try {
        yield* readFollower(follower, signal, maxWaiting);
      } finally {
        drop(key, follower);
      }
    },
  };
};
