import t from 'tap';
import { concatBytes, toHex } from '../../../src/base/index.js';
import { scanRange } from '../../../src/store/index.js';
import type { Store, StoredRow } from '../../../src/store/index.js';
import { EVERYTHING, OTHER_SPACE, SPACE, SPACES, bytes, useStore } from './backend.js';
import type { StoreBackend } from './backend.js';

const KEYS = [
  bytes(),
  bytes(0),
  bytes(0, 0),
  bytes(0, 0xff),
  bytes(1),
  bytes('a'),
  bytes('a', 0),
  bytes('a', 0xff),
  bytes('b'),
  bytes(0x80),
  bytes(0xff),
  bytes(0xff, 0),
  bytes(0xff, 0xff),
];

const putKeys = (store: Store, keys: readonly Uint8Array[]): Promise<number> =>
  store.commit(SPACE, { puts: keys.map((key) => ({ key, value: key })) });

const keysOf = (rows: readonly StoredRow[]): string[] => rows.map(({ key }) => toHex(key));

/** What the port says of `get` and `range`. */
export const testRows = (backend: StoreBackend): void => {
  void t.test('a key that was never put has no value, in a space that was never written to either', async (t) => {
    const store = await useStore(t, backend);
    await putKeys(store, [bytes('a')]);
    t.equal(await store.get(SPACE, bytes('b')), undefined);
    t.equal(await store.get(OTHER_SPACE, bytes('a')), undefined);
    t.same(await store.range(OTHER_SPACE, EVERYTHING), []);
    t.equal(await store.sequence(OTHER_SPACE), 0);
  });

  void t.test('keys and values are any bytes: empty, zero bytes, 0xff, and long ones', async (t) => {
    const store = await useStore(t, backend);
    const longest = new Uint8Array(store.limits.maxKeyBytes).fill(0xfe);
    const values = [bytes(), bytes(0), bytes(0xff, 0xff), new Uint8Array(1024 * 1024).fill(0xa5), bytes('<a/>')];
    const puts = [...KEYS, longest].map((key, at) => ({ key, value: values[at % values.length] ?? bytes() }));
    await store.commit(SPACE, { puts });
    for (const { key, value } of puts) {
      const stored = await store.get(SPACE, key);
      t.equal(stored && Buffer.compare(stored.value, value), 0, `value of key ${toHex(key).slice(0, 8)}`);
    }
    const whole = await store.range(SPACE, EVERYTHING);
    t.equal(whole.length, puts.length);
    for (const row of whole) t.equal((await store.get(SPACE, row.key))?.version, row.version);
  });

  void t.test(
    'a range is in unsigned byte order, shorter keys first, with its start and without its end',
    async (t) => {
      const store = await useStore(t, backend);
      await putKeys(store, [...KEYS].reverse());
      t.same(keysOf(await store.range(SPACE, EVERYTHING)), KEYS.map(toHex));
      const part = await store.range(SPACE, { from: bytes('a'), to: bytes(0xff) });
      t.same(keysOf(part), [bytes('a'), bytes('a', 0), bytes('a', 0xff), bytes('b'), bytes(0x80)].map(toHex));
      t.same(keysOf(await store.range(SPACE, { from: bytes('a', 1), to: bytes('a', 2) })), []);
    },
  );

  void t.test('a range is empty unless its start is below its end', async (t) => {
    const store = await useStore(t, backend);
    await putKeys(store, KEYS);
    t.same(await store.range(SPACE, { from: bytes('a'), to: bytes('a') }), []);
    t.same(await store.range(SPACE, { from: bytes('b'), to: bytes('a') }), []);
    t.same(await store.range(SPACE, { from: bytes(0xff), to: bytes() }), []);
    t.same(keysOf(await store.range(SPACE, { from: bytes(), to: bytes(0) })), ['']);
  });

  void t.test('a range has at most as many rows as its limit, and 1000 without one', async (t) => {
    const store = await useStore(t, backend);
    const keys = Array.from({ length: 1001 }, (_, at) => bytes(at >> 8, at & 0xff));
    await putKeys(store, keys);
    t.equal((await store.range(SPACE, EVERYTHING)).length, 1000);
    t.same(keysOf(await store.range(SPACE, { ...EVERYTHING, limit: 2 })), ['0000', '0001']);
    const next = { from: concatBytes(bytes(0, 1), bytes(0)), to: EVERYTHING.to, limit: 2 };
    t.same(keysOf(await store.range(SPACE, next)), ['0002', '0003']);
    t.equal((await store.range(SPACE, { ...EVERYTHING, limit: 5000 })).length, 1001);
  });

  void t.test('a scan reads every row once, whatever the size of its pages', async (t) => {
    const store = await useStore(t, backend);
    await putKeys(store, KEYS);
    for (const limit of [1, 2, KEYS.length, KEYS.length + 1]) {
      const rows: StoredRow[] = [];
      for await (const row of scanRange(store, SPACE, { ...EVERYTHING, limit })) rows.push(row);
      t.same(keysOf(rows), KEYS.map(toHex), `pages of ${String(limit)}`);
    }
  });

  void t.test('spaces do not see each other, however alike their ids', async (t) => {
    const store = await useStore(t, backend);
    for (const space of SPACES) {
      await store.commit(space, {
        puts: [bytes(), bytes(0xff, 0xff)].map((key) => ({ key, value: bytes(space) })),
        entries: [bytes(space)],
      });
    }
    for (const space of SPACES) {
      const rows = await store.range(space, EVERYTHING);
      t.same(
        rows.map(({ value }) => new TextDecoder().decode(value)),
        [space, space],
      );
      t.equal(await store.sequence(space), 1);
    }
    await store.drop(SPACES[4] ?? SPACE);
    t.same(await Promise.all(SPACES.map((space) => store.sequence(space))), [1, 1, 1, 1, 0, 1, 1, 1]);
    const left = await Promise.all(SPACES.map((space) => store.range(space, EVERYTHING)));
    t.same(
      left.map((rows) => rows.length),
      [2, 2, 2, 2, 0, 2, 2, 2],
    );
  });

  void t.test('bytes passed in and handed out are copies', async (t) => {
    const store = await useStore(t, backend);
    const put = { key: bytes('k'), value: bytes('value') };
    const entry = bytes('entry');
    await store.commit(SPACE, { puts: [put], entries: [entry] });
    for (const passed of [put.key, put.value, entry]) passed.fill(0);
    const first = await store.get(SPACE, bytes('k'));
    const [row] = await store.range(SPACE, EVERYTHING);
    first?.value.fill(0);
    row?.value.fill(0);
    row?.key.fill(0);
    t.same((await store.get(SPACE, bytes('k')))?.value, bytes('value'));
    t.same((await store.range(SPACE, EVERYTHING))[0]?.key, bytes('k'));
    for await (const change of store.changes(SPACE, 0, AbortSignal.timeout(60_000))) {
      t.same(change.entry, bytes('entry'));
      break;
    }
  });

  void t.test('what was handed out stays as it was while other values are read', async (t) => {
    const store = await useStore(t, backend);
    const values = [bytes('one'), bytes('two'), new Uint8Array(100_000).fill(7), bytes()];
    await store.commit(SPACE, { puts: values.map((value, at) => ({ key: bytes(at), value })) });
    const read = [...values.keys()].map((at) => store.get(SPACE, bytes(at)));
    const found = await Promise.all(read);
    found.forEach((stored, at) => t.equal(stored && Buffer.compare(stored.value, values[at] ?? bytes()), 0));
    const rows = await store.range(SPACE, EVERYTHING);
    rows.forEach((row, at) => t.equal(Buffer.compare(row.value, values[at] ?? bytes()), 0));
  });
};
