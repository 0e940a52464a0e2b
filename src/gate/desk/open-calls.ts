import { StoaError } from '../../base/index.js';
import type { SpaceId, SubjectId } from '../../base/index.js';

/** How many calls may be open. */
export interface OpenCallsLimit {
  /** Most calls in the space. */
  readonly limit: number;
  /** Who opened the gate, where that is known: one client takes up half of the space at most, or slow calls of one would keep all others out. */
  readonly client?: SubjectId | undefined;
}

/** Counts the calls that are open in each space. */
export interface OpenCalls {
  /**
   * Runs `call` if less calls than may be are open in the space, and by the client.
   *
   * @throws {StoaError} `TOO_MANY_CALLS`, and what `call` throws
   */
  readonly run: <Result>(space: SpaceId, limit: OpenCallsLimit, call: () => Promise<Result>) => Promise<Result>;
  /** Calls that are open in all spaces. */
  readonly count: () => number;
}

/** How long a refused caller is told to wait, in seconds: calls are short as a rule. */
const RETRY_AFTER_SECONDS = 1;

/** Numbers of calls by some key; none is kept for what has none. */
const createCounts = () => {
  const open = new Map<string, number>();
  return {
    get: (key: string): number => open.get(key) ?? 0,
    add: (key: string, more: 1 | -1): void => {
      const count = (open.get(key) ?? 0) + more;
      if (count > 0) open.set(key, count);
      else open.delete(key);
    },
    sum: (): number => [...open.values()].reduce((sum, count) => sum + count, 0),
  };
};

const tooMany = (what: string, count: number, limit: number): StoaError =>
  new StoaError('TOO_MANY_CALLS', `${count} calls ${what} are open in this space, at most ${limit} may be`, {
    limit: 'maxOpenCalls',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

/** Counts in memory: a call lives no longer than the process that relays it. */
export const createOpenCalls = (): OpenCalls => {
  const spaces = createCounts();
  const clients = createCounts();
  return {
    count: spaces.sum,
    run: async (space, { limit, client }, call) => {
      const count = spaces.get(space);
      if (count >= limit) throw tooMany('in all', count, limit);
      const key = client === undefined ? undefined : `${space} ${client}`;
      const own = key === undefined ? 0 : clients.get(key);
      const share = Math.ceil(limit / 2);
      if (own >= share) throw tooMany('of one client', own, share);
      const add = (more: 1 | -1): void => {
        spaces.add(space, more);
        if (key !== undefined) clients.add(key, more);
      };
      add(1);
      try {
        return await call();
      } finally {
        add(-1);
      }
    },
  };
};
