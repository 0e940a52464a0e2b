import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import type { Clock, SpaceLimits } from '../../src/base/index.js';
import { localCaller, silentLog, systemClock, systemRandom } from '../../src/base/index.js';
import { readAdvertisement } from '../../src/advertisement/index.js';
import { createCredentialMint } from '../../src/security/index.js';
import { createNodeMac } from '../../src/http/index.js';
import type { Space, Spaces } from '../../src/space/index.js';
import { createSpaces } from '../../src/space/index.js';
import type { Store } from '../../src/store/index.js';
import { openLmdbStore } from '../../src/store/index.js';
import { parseXml } from '../../src/xml/index.js';

/** What every step is told. */
export interface ScaleOptions {
  /** Where the stores are. */
  readonly folder: string;
  readonly documents: number;
  readonly schemas: number;
  readonly seed: number;
}

/** Figures of a step by name. */
export type Figures = Readonly<Record<string, number>>;

/** A space on LMDB as a server opens it. */
export interface OpenedSpace {
  readonly store: Store;
  readonly space: Space;
  readonly close: () => Promise<void>;
}

const HOUR_MS = 3_600_000;
/** Leases of the documents: long enough for every step. */
export const LEASE_MS = 12 * HOUR_MS;

const LIMITS: Partial<SpaceLimits> = { maxDocuments: 10_000_000, maxBytes: 2 ** 40, logKeptEntries: 1_000_000 };

const DECLARATION = '<advertisement xmlns="urn:stoa:advertisement:1" kind="space"><name>Scale</name></advertisement>';

/** Opens the space of a folder. */
export const openSpaceAt = async (folder: string, clock: Clock = systemClock): Promise<OpenedSpace> => {
  const store = await openLmdbStore({ path: join(folder, 'space') });
  const spaces: Spaces = await createSpaces(
    {
      store,
      clock,
      random: systemRandom,
      log: silentLog,
      credentials: createCredentialMint(new Uint8Array(32).fill(7), createNodeMac),
      addresses: {
        space: ({ id }) => `http://scale.example/${id}`,
        document: (_, id) => `http://scale.example/documents/${id}`,
        events: (_, id) => `http://scale.example/events/${id}`,
      },
    },
    { limits: LIMITS },
  );
  const advertisement = readAdvertisement(parseXml(DECLARATION).root);
  const space = await spaces.declare({ alias: 'scale', advertisement, documents: [] });
  return {
    store,
    space,
    close: async () => {
      await spaces.close();
      await store.close();
    },
  };
};

export const caller = localCaller();

/** Bytes that the process holds after a collection of garbage. */
export const heldBytes = (): number => {
  for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  // `external` counts array buffers.
  return heapUsed + external;
};

/** Lets the event loop turn, as it does between requests. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Does `count` things, `inFlight` at a time. */
export const runMany = async (
  count: number,
  inFlight: number,
  run: (at: number) => Promise<unknown>,
): Promise<void> => {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
};

/** Milliseconds that `run` takes. */
export const timeMs = async (run: () => unknown): Promise<number> => {
  const from = performance.now();
  await run();
  return performance.now() - from;
};

/** The longest that the event loop was held up since it was started, in milliseconds. */
export const watchDelay = (): (() => Promise<number>) => {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  return async () => {
    // What held the loop up shows once it turns.
    await nextTurn();
    await nextTurn();
    const longest = histogram.max / 1e6;
    histogram.reset();
    return longest;
  };
};

/** A name of 24 characters. */
export const nameOf = (at: number): string => `service-${String(at).padStart(16, '0')}`;
