import { StoaError } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';

/** Counts the calls that are open in each space. */
export interface OpenCalls {
  /**
   * Runs `call` if less than `limit` calls are open in the space.
   *
   * @throws {StoaError} `TOO_MANY_CALLS`, and what `call` throws
   */
  readonly run: <Result>(space: SpaceId, limit: number, call: () => Promise<Result>) => Promise<Result>;
  /** Calls that are open in all spaces. */
  readonly count: () => number;
}

/** How long a refused caller is told to wait, in seconds: calls are short as a rule. */
const RETRY_AFTER_SECONDS = 1;

/** Counts in memory: a call lives no longer than the process that relays it. */
export const createOpenCalls = (): OpenCalls => {
  const open = new Map<SpaceId, number>();
  return {
    count: () => [...open.values()].reduce((sum, count) => sum + count, 0),
    run: async (space, limit, call) => {
      const count = open.get(space) ?? 0;
      if (count >= limit) {
        throw new StoaError('TOO_MANY_CALLS', `${count} calls are open in this space, at most ${limit} may be`, {
          limit: 'maxOpenCalls',
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      }
      open.set(space, count + 1);
      try {
        return await call();
      } finally {
        const left = (open.get(space) ?? 1) - 1;
        if (left > 0) open.set(space, left);
        else open.delete(space);
      }
    },
  };
};
