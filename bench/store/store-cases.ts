import { deepEqual } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { toUtf8 } from '../../src/base/index.js';
import type { SpaceId } from '../../src/base/index.js';
import { openLmdbStore } from '../../src/store/index.js';
import { createSeededRandom } from '../../test/support/seeded-random.js';
import type { BenchCase, Contestant } from '../harness.js';

const IN_FLIGHT = 64;
/** Keys that are put again and again, so that the database stops growing. */
const KEYS = 20_000;
const SPACE = 'urn:uuid:01890000-0000-7000-8000-000000000000' as SpaceId;
const ENTRY_BYTES = 150;

type Put = (key: Uint8Array) => Promise<unknown>;

const createContestant = (name: string, put: Put): Contestant => {
  const random = createSeededRandom(1);
  const keys = Array.from({ length: KEYS }, () => random.bytes(40));
  return {
    name,
    measure: async (periodMs) => {
      const from = performance.now();
      let done = 0;
      const write = async (): Promise<void> => {
        while (performance.now() - from < periodMs) await put(keys[done++ % KEYS] ?? new Uint8Array(40));
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, write));
      return (done / (performance.now() - from)) * 1000;
    },
  };
};

/** LMDB as the store opens it: a resolved put was synced. */
const openPlain = (path: string) =>
  open<Uint8Array, Uint8Array>({
    path,
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    overlappingSync: false,
  });

const createPutCase = (size: string, bytes: number): BenchCase => ({
  name: `store-put/${size}`,
  goals: { 'lmdb, put': 0.5 },
  open: async () => {
    const parent = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
    const value = createSeededRandom(2).bytes(bytes);
    const store = await openLmdbStore({ path: join(parent, 'store') });
    const raw = openPlain(join(parent, 'raw'));
    const putOurs: Put = (key) => store.commit(SPACE, { puts: [{ key, value }] });
    const putRaw: Put = (key) => raw.put(key, value);
    const sample = toUtf8('sample');
    await Promise.all([putOurs(sample), putRaw(sample)]);
    deepEqual(Buffer.from((await store.get(SPACE, sample))?.value ?? []), raw.getBinary(sample));
    return {
      contestants: [createContestant('stoa', putOurs), createContestant('lmdb, put', putRaw)],
      close: async () => {
        await Promise.all([store.close(), raw.close()]);
        await rm(parent, { recursive: true });
      },
    };
  },
});

/** What a publish writes: a row that must not exist, and an entry of the log under the next sequence. */
const createPublishCase = (size: string, bytes: number): BenchCase => ({
  name: `store-publish/${size}`,
  goals: { 'lmdb, the same in a transaction': 0.5 },
  open: async () => {
    const parent = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
    const value = createSeededRandom(2).bytes(bytes);
    const entry = createSeededRandom(3).bytes(ENTRY_BYTES);
    const store = await openLmdbStore({ path: join(parent, 'store') });
    const raw = openPlain(join(parent, 'raw'));
    const absent = toUtf8('absent');
    let sequence = 0;
    const putOurs: Put = (key) =>
      store.commit(SPACE, {
        expected: [{ key: absent, version: undefined }],
        puts: [{ key, value }],
        entries: [entry],
      });
    const putRaw: Put = (key) =>
      raw.transaction(() => {
        if (raw.doesExist(absent)) throw new RangeError('it exists');
        void raw.put(key, value);
        const at = Buffer.alloc(9, 0xff);
        at.writeBigUInt64BE(BigInt(++sequence), 1);
        void raw.put(at, entry);
      });
    return {
      contestants: [createContestant('stoa', putOurs), createContestant('lmdb, the same in a transaction', putRaw)],
      close: async () => {
        await Promise.all([store.close(), raw.close()]);
        await rm(parent, { recursive: true });
      },
    };
  },
});

/** Durable writes with 64 in flight: each is on disk when it counts. */
export const storeCases: readonly BenchCase[] = [
  createPutCase('284B', 284),
  createPutCase('10kB', 10_000),
  createPublishCase('1kB', 1000),
];
