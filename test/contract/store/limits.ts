import t from 'tap';
import type { Commit, StoreLimits } from '../../../src/store/index.js';
import { EVERYTHING, SPACE, bytes, rejection, useStore } from './backend.js';
import type { StoreBackend } from './backend.js';

const LIMITS: StoreLimits = { maxOperations: 4, maxCommitBytes: 20, maxKeyBytes: 5, maxRangeRows: 3 };

interface LimitCase {
  readonly limit: keyof StoreLimits;
  readonly title: string;
  readonly commit: Commit;
}

const key = bytes('k');
const long = bytes('longer');
const nothing = bytes();

const OVER: readonly LimitCase[] = [
  { limit: 'maxOperations', title: 'five entries', commit: { entries: Array.from({ length: 5 }, () => nothing) } },
  {
    limit: 'maxOperations',
    title: 'five operations of all kinds',
    commit: {
      expected: [{ key, version: undefined }],
      puts: [{ key, value: nothing }],
      deletes: [key],
      entries: [nothing, nothing],
    },
  },
  {
    limit: 'maxCommitBytes',
    title: 'a value of 20 bytes and its key',
    commit: { puts: [{ key, value: new Uint8Array(20) }] },
  },
  { limit: 'maxCommitBytes', title: 'an entry of 21 bytes', commit: { entries: [new Uint8Array(21)] } },
  {
    limit: 'maxCommitBytes',
    title: 'keys and entries together',
    commit: {
      expected: [{ key: bytes('aaaaa'), version: undefined }],
      deletes: [bytes('bbbbb')],
      entries: [new Uint8Array(11)],
    },
  },
  { limit: 'maxKeyBytes', title: 'a put key of 6 bytes', commit: { puts: [{ key: long, value: nothing }] } },
  { limit: 'maxKeyBytes', title: 'a deleted key of 6 bytes', commit: { deletes: [long] } },
  {
    limit: 'maxKeyBytes',
    title: 'an expected key of 6 bytes',
    commit: { expected: [{ key: long, version: undefined }] },
  },
];

/** What the port says of limits. */
export const testLimits = (backend: StoreBackend): void => {
  for (const { limit, title, commit } of OVER) {
    void t.test(`a commit over ${limit} is refused and changes nothing: ${title}`, async (t) => {
      const store = await useStore(t, backend, LIMITS);
      const error = await rejection(t, 'STORE_LIMIT_EXCEEDED', store.commit(SPACE, commit));
      t.equal(error?.limit, limit);
      t.match(error?.message, limit);
      t.same(await store.range(SPACE, EVERYTHING_SHORT), []);
      t.equal(await store.sequence(SPACE), 0);
    });
  }

  void t.test('a commit exactly at its limits is applied', async (t) => {
    const store = await useStore(t, backend, LIMITS);
    const put = { key: bytes('aaaaa'), value: new Uint8Array(10) };
    await store.commit(SPACE, { puts: [put], deletes: [bytes('b')], entries: [new Uint8Array(4), nothing] });
    t.equal((await store.get(SPACE, put.key))?.value.length, 10);
    t.equal(await store.sequence(SPACE), 2);
  });

  void t.test('reads of keys, bounds and rows over their limits are refused by name', async (t) => {
    const store = await useStore(t, backend, LIMITS);
    const tooLong = bytes('seven!!');
    const reads = [
      { limit: 'maxKeyBytes', call: store.get(SPACE, long) },
      { limit: 'maxKeyBytes', call: store.range(SPACE, { from: tooLong, to: bytes('z') }) },
      { limit: 'maxKeyBytes', call: store.range(SPACE, { from: bytes(), to: tooLong }) },
      { limit: 'maxRangeRows', call: store.range(SPACE, { from: bytes(), to: bytes('z'), limit: 4 }) },
    ];
    for (const { limit, call } of reads) t.equal((await rejection(t, 'STORE_LIMIT_EXCEEDED', call))?.limit, limit);
    t.same(
      await store.range(SPACE, { from: bytes('aaaaa', 0), to: bytes('z'), limit: 3 }),
      [],
      'the key after the longest',
    );
  });

  void t.test('a range without a limit of its own stays within maxRangeRows', async (t) => {
    const store = await useStore(t, backend, LIMITS);
    for (const at of [1, 2, 3, 4]) await store.commit(SPACE, { puts: [{ key: bytes(at), value: nothing }] });
    t.equal((await store.range(SPACE, EVERYTHING_SHORT)).length, 3);
  });

  void t.test('a number of rows that is not a positive whole number is refused', async (t) => {
    const store = await useStore(t, backend);
    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await rejection(t, 'PARAMETER_INVALID', store.range(SPACE, { ...EVERYTHING, limit }));
    }
  });

  void t.test('limits that are not positive whole numbers are refused when the store is opened', async (t) => {
    const home = backend.makeHome(t);
    const open = async (limits: Partial<StoreLimits>) => home.open(limits);
    for (const value of [0, -5, 2.5, Number.NaN]) {
      await rejection(t, 'CONFIGURATION_INVALID', open({ maxOperations: value }));
    }
  });

  void t.test('a commit of 10000 operations is applied as one', async (t) => {
    const store = await useStore(t, backend);
    const puts = Array.from({ length: 5000 }, (_, at) => ({ key: bytes(at >> 8, at & 0xff), value: bytes('v') }));
    const entries = puts.map(({ key }) => key);
    t.equal(await store.commit(SPACE, { puts, entries }), 5000);
    t.equal((await store.range(SPACE, { ...EVERYTHING, limit: 10_000 })).length, 5000);
    const error = await rejection(
      t,
      'STORE_LIMIT_EXCEEDED',
      store.commit(SPACE, { puts: [...puts, ...puts], entries: [nothing] }),
    );
    t.equal(error?.limit, 'maxOperations');
  });
};

const EVERYTHING_SHORT = { from: bytes(), to: bytes(0xff, 0xff) };
