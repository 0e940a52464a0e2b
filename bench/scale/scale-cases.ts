import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { toUtf8 } from '../../src/base/index.js';
import { scanIndexRecords } from '../../scripts/scale/restart.js';
import { caller, nameOf, openSpaceAt, runMany } from '../../scripts/scale/steps.js';
import { createServiceMaker } from '../../test/support/distinct-services.js';
import type { BenchCase, Contestant } from '../harness.js';

const IN_FLIGHT = 64;
const SCHEMAS = 100;
/** Leases end soon after the case. */
const LEASE_MS = 600_000;
const DOCUMENTS = 20_000;

/** Writes with 64 in flight for a while. */
const createWriting = (name: string, write: (at: number) => Promise<unknown>): Contestant => {
  let next = 0;
  return {
    name,
    measure: async (periodMs) => {
      const from = performance.now();
      let done = 0;
      const work = async (): Promise<void> => {
        while (performance.now() - from < periodMs) {
          await write(next++);
          done++;
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, work));
      return (done / (performance.now() - from)) * 1000;
    },
  };
};

/** Publishing a service through a space, and putting its bytes into LMDB with the same durability. */
const publishCase: BenchCase = {
  name: 'space-publish/service',
  goals: { 'lmdb, put': 0.5 },
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
    const maker = createServiceMaker({ own: true });
    // Made before anything is measured, and published again and again.
    const made = Array.from({ length: DOCUMENTS }, (_, at) => toUtf8(maker.make(nameOf(at), at % SCHEMAS)));
    const bytesOf = (at: number): Uint8Array => made[at % DOCUMENTS] ?? new Uint8Array();
    const { space, close } = await openSpaceAt(folder);
    const plain = open<Uint8Array, Uint8Array>({
      path: join(folder, 'plain'),
      noSubdir: false,
      keyEncoding: 'binary',
      encoding: 'binary',
      overlappingSync: false,
      eventTurnBatching: false,
    });
    return {
      contestants: [
        createWriting('stoa', (at) => space.publish(caller, { bytes: bytesOf(at), periodMs: LEASE_MS })),
        createWriting('lmdb, put', (at) => plain.put(toUtf8(nameOf(at)), bytesOf(at))),
      ],
      close: async () => {
        await Promise.all([close(), plain.close()]);
        await rm(folder, { recursive: true });
      },
    };
  },
};

/** Documents a second taken in by `run`, which answers with the milliseconds that count. */
const createReading = (name: string, run: () => Promise<number>): Contestant => ({
  name,
  measure: async (periodMs) => {
    let [done, spentMs] = [0, 0];
    for (; spentMs < periodMs; done += DOCUMENTS) spentMs += await run();
    return (done / spentMs) * 1000;
  },
});

/** From opening the store to a space that answers, and reading the same index records and nothing else. */
const restartCase: BenchCase = {
  name: 'space-restart/20k',
  goals: { 'lmdb, bare scan': 0.2 },
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
    const maker = createServiceMaker({ own: true });
    const first = await openSpaceAt(folder);
    await runMany(DOCUMENTS, 1000, (at) =>
      first.space.publish(caller, { bytes: toUtf8(maker.make(nameOf(at), at % SCHEMAS)), periodMs: LEASE_MS }),
    );
    await first.close();
    const restart = async (): Promise<number> => {
      const from = performance.now();
      const { close } = await openSpaceAt(folder);
      const spentMs = performance.now() - from;
      await close();
      return spentMs;
    };
    const scan = async (): Promise<number> => {
      const { records, scanMs } = await scanIndexRecords(folder);
      if (records !== DOCUMENTS) throw new RangeError(`expected ${DOCUMENTS} records, found ${records}`);
      return scanMs;
    };
    return {
      contestants: [createReading('stoa', restart), createReading('lmdb, bare scan', scan)],
      close: () => rm(folder, { recursive: true }),
    };
  },
};

/** What the size of a space costs. */
export const scaleCases: readonly BenchCase[] = [publishCase, restartCase];
