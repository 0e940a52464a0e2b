import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAdvertisement } from '../../src/advertisement/index.js';
import type { SchemaPart } from '../../src/advertisement/index.js';
import type { Clock } from '../../src/base/index.js';
import { systemClock } from '../../src/base/index.js';
import type { Space } from '../../src/space/index.js';
import { readSchema } from '../../src/schema/index.js';
import { parseXml } from '../../src/xml/index.js';
import { createServiceMaker } from '../../test/support/distinct-services.js';
import { createSeededRandom } from '../../test/support/seeded-random.js';
import type { Figures, ScaleOptions } from './steps.js';
import { caller, LEASE_MS, nameOf, nextTurn, openSpaceAt, runMany, timeMs, watchDelay } from './steps.js';

const LOOKUPS = 2000;
const QUESTIONS = 100;
const RENEWALS = 20_000;

/** Where the leases are that a later step renews. */
const leasesIn = (folder: string): string => join(folder, 'leases.json');

/** A lease with what renews it. */
export interface KeptLease {
  readonly lease: string;
  readonly credential: string;
}

/** Keeps some leases for {@link useStep}. */
export const keepLeases = (folder: string, leases: readonly KeptLease[]): void =>
  writeFileSync(leasesIn(folder), JSON.stringify(leases));

/** The schema documents of a service. */
const schemasOf = (text: string): readonly SchemaPart[] => {
  const { root, source } = parseXml(text);
  return readAdvertisement(root, source).interface?.schemas ?? [];
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const timeEach = async <Item>(items: readonly Item[], run: (item: Item) => unknown): Promise<number> => {
  const times: number[] = [];
  for (const item of items) times.push(await timeMs(() => run(item)));
  return median(times);
};

const lookUpByName = async (space: Space, documents: number): Promise<Figures> => {
  const random = createSeededRandom(4);
  const lookupsMs = await timeMs(() =>
    runMany(LOOKUPS, 16, async () => {
      await nextTurn();
      const { hits } = await space.lookup(caller, { name: nameOf(random.int(documents)) });
      if (hits.length !== 1) throw new RangeError(`expected one hit, got ${hits.length}`);
    }),
  );
  return { lookupsByNamePerSecond: (LOOKUPS / lookupsMs) * 1000 };
};

/** Partial schemas that nobody has asked for: those of services, with what a caller would want of them changed. */
const lookUpBySchema = async (space: Space, { schemas, seed }: ScaleOptions): Promise<Figures> => {
  const maker = createServiceMaker({ seed });
  const random = createSeededRandom(5);
  const numbers = Array.from({ length: QUESTIONS }, () => random.int(schemas));
  const exact = numbers.map((number) => schemasOf(maker.make('x', number)));
  // Of the same family, so that names are known and everything has to be compared.
  const others = numbers.map((number) => schemasOf(maker.make('x', number, 1_000_000)));
  let found = 0;
  const ask = async (parts: readonly SchemaPart[]): Promise<void> => {
    await nextTurn();
    const { hits } = await space.lookup(caller, { schemas: parts, limit: 1 });
    found += hits.length;
  };
  const compileMs = await timeEach(others, (parts) => readSchema(parts).components());
  const coldOtherMs = await timeEach(others, ask);
  found = 0;
  const coldExactMs = await timeEach(exact, ask);
  if (found !== exact.length) throw new RangeError(`expected ${exact.length} hits, got ${found}`);
  const warmMs = await timeEach(exact, ask);
  const warmOtherMs = await timeEach(others, ask);
  return { compileMs, coldOtherMs, coldExactMs, coldOverCompile: coldOtherMs / compileMs, warmMs, warmOtherMs };
};

const renew = async (space: Space, folder: string): Promise<Figures> => {
  const leases = JSON.parse(readFileSync(leasesIn(folder), 'utf8')) as readonly KeptLease[];
  const renewMs = await timeMs(() =>
    runMany(RENEWALS, 64, async (at) => {
      await nextTurn();
      const { lease, credential } = leases[at % leases.length] ?? { lease: '', credential: '' };
      return space.renew(caller, { lease: lease as never, credential, periodMs: LEASE_MS });
    }),
  );
  return { renewalsPerSecond: (RENEWALS / renewMs) * 1000 };
};

/** Looks up and renews in a space that was just opened. */
export const useStep = async (options: ScaleOptions): Promise<Figures> => {
  const { space, close } = await openSpaceAt(options.folder);
  const delay = watchDelay();
  const named = await lookUpByName(space, options.documents);
  const nameDelayMs = await delay();
  const structured = await lookUpBySchema(space, options);
  const schemaDelayMs = await delay();
  const renewed = await renew(space, options.folder);
  const renewDelayMs = await delay();
  await close();
  return { ...named, nameDelayMs, ...structured, schemaDelayMs, ...renewed, renewDelayMs };
};

const HOUR_MS = 3_600_000;
/** Longest that ends are watched for. */
const WATCHED_MS = 60_000;

/** Lets every lease run out at once, and watches the ends being written. */
export const expireStep = async ({ folder, documents }: ScaleOptions): Promise<Figures> => {
  let aheadMs = 0;
  const calls: { readonly atMs: number; readonly run: () => void }[] = [];
  const clock: Clock = {
    nowMs: () => systemClock.nowMs() + aheadMs,
    callAt: (atMs, run) => {
      calls.push({ atMs, run });
      return systemClock.callAt(atMs - aheadMs, run);
    },
  };
  const { space, store, close } = await openSpaceAt(folder, clock);
  const before = await store.sequence(space.id);
  const delay = watchDelay();
  aheadMs = 13 * HOUR_MS;
  const from = performance.now();
  // The timers were set by the clock as it was.
  for (const { run, atMs } of calls.splice(0)) if (atMs <= clock.nowMs()) run();
  let ended = 0;
  while (ended < documents && performance.now() - from < WATCHED_MS) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    ended = (await store.sequence(space.id)) - before;
  }
  const endsPerSecond = (ended / (performance.now() - from)) * 1000;
  const expireDelayMs = await delay();
  await close();
  return { ended, endsPerSecond, expireDelayMs };
};
