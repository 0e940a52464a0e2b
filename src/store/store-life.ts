import { StoaError } from '../base/index.js';

/**
 * Life of a store: `open`, then `closing` while calls under way end, then `closed`. There is no way back.
 */
export interface StoreLife {
  isOpen(): boolean;
  /** Runs one call; rejects with `STORE_CLOSED` unless the store is open. A closing store waits for its end. */
  run<Result>(call: () => Result | Promise<Result>): Promise<Result>;
  /** Refuses new calls, waits for those under way, then releases once; each caller waits for the same end. */
  close(): Promise<void>;
}

/** The life of a store that `release` ends. */
export const createStoreLife = (release: () => Promise<void>): StoreLife => {
  let underWay = 0;
  let ending: Promise<void> | undefined;
  let noteIdle: (() => void) | undefined;

  const end = async (): Promise<void> => {
    if (underWay > 0) await new Promise<void>((resolve) => (noteIdle = resolve));
    await release();
  };

  return {
    isOpen: () => ending === undefined,
    run: async (call) => {
      if (ending) throw new StoaError('STORE_CLOSED', 'the store is closed');
      underWay += 1;
      try {
        return await call();
      } finally {
        underWay -= 1;
        if (underWay === 0) noteIdle?.();
      }
    },
    close: () => (ending ??= end()),
  };
};
