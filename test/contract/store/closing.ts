import t from 'tap';
import type { Store } from '../../../src/store/index.js';
import { EVERYTHING, SPACE, bytes, never, rejection, useStore } from './backend.js';
import type { StoreBackend } from './backend.js';

/** Every operation of the port that touches data. */
const OPERATIONS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  get: (store) => store.get(SPACE, bytes('k')),
  range: (store) => store.range(SPACE, EVERYTHING),
  commit: (store) => store.commit(SPACE, { puts: [{ key: bytes('k'), value: bytes('v') }] }),
  sequence: (store) => store.sequence(SPACE),
  changes: (store) => store.changes(SPACE, 0, never())[Symbol.asyncIterator]().next(),
  compact: (store) => store.compact(SPACE, 1),
  drop: (store) => store.drop(SPACE),
};

/** What the port says of `close`. */
export const testClosing = (backend: StoreBackend): void => {
  for (const [name, operate] of Object.entries(OPERATIONS)) {
    void t.test(`${name} is refused while the store closes and when it is closed`, async (t) => {
      const store = await useStore(t, backend);
      await store.commit(SPACE, { entries: [bytes('e')] });
      const closing = store.close();
      await rejection(t, 'STORE_CLOSED', operate(store));
      await closing;
      await rejection(t, 'STORE_CLOSED', operate(store));
    });
  }

  void t.test('closing waits for calls under way', async (t) => {
    const store = await useStore(t, backend);
    const settled: string[] = [];
    const commits = Array.from({ length: 10 }, async (_, at) => {
      await store.commit(SPACE, { entries: [bytes(at)] });
      settled.push('commit');
    });
    const closing = store.close().then(() => settled.push('close'));
    await Promise.all([...commits, closing]);
    t.same(settled, [...Array.from({ length: 10 }, () => 'commit'), 'close']);
  });

  void t.test('closing twice is one closing', async (t) => {
    const store = await useStore(t, backend);
    await Promise.all([store.close(), store.close()]);
    await store.close();
    t.pass('all of them resolved');
  });

  void t.test('a store says what it supports and its limits', async (t) => {
    const store = await useStore(t, backend, { maxKeyBytes: 64 });
    t.equal(store.supports.durable, backend.durable);
    t.equal(store.limits.maxKeyBytes, 64);
    t.equal(store.limits.maxOperations, 10_000);
    t.ok(Object.isFrozen(store.limits));
  });
};
