import { join } from 'node:path';
import { open } from 'lmdb';
import { toUtf8 } from '../../src/base/index.js';
import { createServiceMaker } from '../../test/support/distinct-services.js';
import type { Figures, ScaleOptions } from './steps.js';
import type { KeptLease } from './use.js';
import { keepLeases } from './use.js';
import { caller, heldBytes, LEASE_MS, nameOf, openSpaceAt, runMany, timeMs, watchDelay } from './steps.js';

/** In flight while the rate is measured. */
const IN_FLIGHT = 64;
/** In flight while the rest is loaded: the same writer, fewer and larger commits. */
const LOADING = 1000;
/** Leases kept for a later step. */
const KEPT_LEASES = 1000;
const ROUNDS = 5;
/** Publishes of one round. */
const ROUND = 8000;

/** LMDB as the store opens it: a resolved put was synced. */
const openPlain = (path: string) =>
  open<Uint8Array, Uint8Array>({
    path,
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    overlappingSync: false,
    eventTurnBatching: false,
  });

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** What the rounds at 64 in flight gave. */
interface Rates {
  readonly ours: number;
  readonly plain: number;
  readonly ratio: number;
}

const mediansOf = (rates: readonly Omit<Rates, 'ratio'>[]): Rates => ({
  ours: median(rates.map(({ ours }) => ours)),
  plain: median(rates.map(({ plain }) => plain)),
  ratio: median(rates.map(({ ours, plain }) => ours / plain)),
});

/**
 * Publishes everything: a part at 64 in flight, in turn with the same bytes put straight into LMDB, when it begins and everything is met
 * for the first time, then most of it, and the same again when nearly all is there.
 */
export const publishStep = async ({ folder, documents, schemas, seed }: ScaleOptions): Promise<Figures> => {
  const maker = createServiceMaker({ seed });
  const textOf = (at: number): Uint8Array => toUtf8(maker.make(nameOf(at), at % schemas));
  const { space, close } = await openSpaceAt(folder);
  const plain = openPlain(join(folder, 'plain'));
  const before = heldBytes();
  const delay = watchDelay();
  const leases: KeptLease[] = [];
  const publish = async (at: number, bytes: Uint8Array): Promise<void> => {
    const { lease } = await space.publish(caller, { bytes, periodMs: LEASE_MS - (at % 1000) });
    if (leases.length < KEPT_LEASES) leases.push({ lease: lease.id, credential: lease.credential ?? '' });
  };
  let done = 0;
  const load = async (count: number): Promise<void> => {
    const from = done;
    await runMany(count, LOADING, (at) => publish(from + at, textOf(from + at)));
    done += count;
  };
  const delays: number[] = [];
  const measure = async (): Promise<Rates> => {
    const rates: Omit<Rates, 'ratio'>[] = [];
    for (let round = 0; round < ROUNDS && done + ROUND <= documents; round++) {
      const from = done;
      const bytes = Array.from({ length: ROUND }, (_, at) => textOf(from + at));
      const bytesAt = (at: number): Uint8Array => bytes[at] ?? toUtf8('');
      await delay();
      const plainMs = await timeMs(() =>
        runMany(ROUND, IN_FLIGHT, (at) => plain.put(toUtf8(`urn:uuid:${nameOf(from + at)}`), bytesAt(at))),
      );
      const oursMs = await timeMs(() => runMany(ROUND, IN_FLIGHT, (at) => publish(from + at, bytesAt(at))));
      delays.push(await delay());
      rates.push({ ours: (ROUND / oursMs) * 1000, plain: (ROUND / plainMs) * 1000 });
      done += ROUND;
    }
    return mediansOf(rates);
  };
  // Every schema once, so that the rate is that of services like those there are.
  await load(schemas < documents ? schemas : 0);
  const first = await measure();
  const most = Math.max(0, documents - done - ROUNDS * ROUND);
  const loadingMs = await timeMs(() => load(most));
  const delayLoadingMs = await delay();
  const last = await measure();
  await load(documents - done);
  const after = heldBytes();
  keepLeases(folder, leases);
  await plain.close();
  await close();
  return {
    firstPublishPerSecond: first.ours,
    firstPublishRatio: first.ratio,
    publishPerSecond: last.ours,
    plainPutPerSecond: last.plain,
    publishRatio: last.ratio,
    loadPerSecond: most > 0 ? (most / loadingMs) * 1000 : 0,
    heapPerDocumentAfterPublish: (after - before) / documents,
    delayAt64Ms: Math.max(0, ...delays),
    delayLoadingMs,
  };
};
