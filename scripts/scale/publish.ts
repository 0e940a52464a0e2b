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
const ROUND = 4000;

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

/** Publishes everything: a part at 64 in flight, in turn with the same bytes put straight into LMDB, then the rest. */
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
  // Every schema once, so that the rate is that of services like those there are.
  const warm = schemas < documents ? Math.min(schemas, documents) : 0;
  await runMany(warm, LOADING, (at) => publish(at, textOf(at)));
  done += warm;
  const delays: number[] = [];
  const rates: { readonly ours: number; readonly plain: number }[] = [];
  for (let round = 0; round < ROUNDS && done + ROUND <= documents; round++) {
    const from = done;
    const bytes = Array.from({ length: ROUND }, (_, at) => textOf(from + at));
    await delay();
    const plainMs = await timeMs(() =>
      runMany(ROUND, IN_FLIGHT, (at) => plain.put(toUtf8(`urn:uuid:${nameOf(from + at)}`), bytes[at] ?? toUtf8(''))),
    );
    const oursMs = await timeMs(() => runMany(ROUND, IN_FLIGHT, (at) => publish(from + at, bytes[at] ?? toUtf8(''))));
    delays.push(await delay());
    rates.push({ ours: (ROUND / oursMs) * 1000, plain: (ROUND / plainMs) * 1000 });
    done += ROUND;
  }
  const loaded = done;
  const loadingMs = await timeMs(() =>
    runMany(documents - loaded, LOADING, (at) => publish(loaded + at, textOf(loaded + at))),
  );
  const delayLoadingMs = await delay();
  const after = heldBytes();
  keepLeases(folder, leases);
  await plain.close();
  await close();
  return {
    publishPerSecond: median(rates.map(({ ours }) => ours)),
    plainPutPerSecond: median(rates.map(({ plain: rate }) => rate)),
    publishRatio: median(rates.map(({ ours, plain: rate }) => ours / rate)),
    loadPerSecond: documents > loaded ? ((documents - loaded) / loadingMs) * 1000 : 0,
    heapPerDocumentAfterPublish: (after - before) / documents,
    delayAt64Ms: Math.max(0, ...delays),
    delayLoadingMs,
  };
};
