import t from 'tap';
import { EVERYTHING, SPACE, SPACES, bytes, never, readChanges, rejection } from './backend.js';
import type { StoreBackend } from './backend.js';

/** What the port says of durable stores that are opened again. */
export const testReopening = (backend: StoreBackend): void => {
  void t.test('acknowledged commits are there when the store is opened again', async (t) => {
    const home = backend.makeHome(t);
    const first = await home.open();
    for (const space of SPACES) {
      await first.commit(space, {
        puts: [{ key: bytes(0xff), value: bytes(space) }],
        entries: [bytes('a'), bytes('b')],
      });
    }
    const before = await first.get(SPACE, bytes(0xff));
    await first.close();

    const second = await home.open();
    t.teardown(() => second.close());
    for (const space of SPACES) {
      t.same((await second.get(space, bytes(0xff)))?.value, bytes(space));
      t.equal(await second.sequence(space), 2);
      t.same(await readChanges(second, space, { after: 0, count: 2 }), ['1:a', '2:b']);
    }
    t.equal((await second.get(SPACE, bytes(0xff)))?.version, before?.version, 'versions stay');
  });

  void t.test('commits whose acknowledgement nobody waited for are there after closing', async (t) => {
    const home = backend.makeHome(t);
    const first = await home.open();
    const commits = Array.from({ length: 100 }, (_, at) =>
      first.commit(SPACE, { puts: [{ key: bytes(at), value: bytes(at) }] }),
    );
    await first.close();
    await Promise.all(commits);
    const second = await home.open();
    t.teardown(() => second.close());
    t.equal((await second.range(SPACE, EVERYTHING)).length, 100);
  });

  void t.test('sequences, the trimmed part and the uniqueness of versions go on over opening again', async (t) => {
    const home = backend.makeHome(t);
    const versions: (number | undefined)[] = [];
    for (let round = 0; round < 3; round++) {
      const store = await home.open();
      await store.commit(SPACE, { deletes: [bytes('k')] });
      t.equal(
        await store.commit(SPACE, { puts: [{ key: bytes('k'), value: bytes() }], entries: [bytes('e')] }),
        round + 1,
      );
      versions.push((await store.get(SPACE, bytes('k')))?.version);
      await store.compact(SPACE, round);
      await store.close();
    }
    t.equal(new Set(versions).size, 3);
    const store = await home.open();
    t.teardown(() => store.close());
    t.same(await readChanges(store, SPACE, { after: 2, count: 1 }), ['3:e']);
    await rejection(t, 'RESUME_GONE', store.changes(SPACE, 1, never())[Symbol.asyncIterator]().next());
  });
};
