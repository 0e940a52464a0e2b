import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import type { CommitMark, Store } from '../../../src/store/index.js';
import { EVERYTHING, SPACE, bytes, readChanges, rejection, useStore } from './backend.js';
import type { StoreBackend } from './backend.js';

const KEY = bytes('key');
const WRITERS = 64;

const versionOf = async (store: Store, key = KEY): Promise<number | undefined> =>
  (await store.get(SPACE, key))?.version;
const textOf = async (store: Store, key = KEY): Promise<string | undefined> => {
  const stored = await store.get(SPACE, key);
  return stored && new TextDecoder().decode(stored.value);
};

const testExpectations = (backend: StoreBackend): void => {
  void t.test('a commit whose expectations hold is applied', async (t) => {
    const store = await useStore(t, backend);
    const put = (text: string) => ({ puts: [{ key: KEY, value: bytes(text) }] });
    await store.commit(SPACE, { expected: [{ key: KEY, version: undefined }], ...put('one') });
    await store.commit(SPACE, { expected: [{ key: KEY, version: await versionOf(store) }], ...put('two') });
    t.equal(await textOf(store), 'two');
    await store.commit(SPACE, { expected: [{ key: KEY, version: await versionOf(store) }], deletes: [KEY] });
    await store.commit(SPACE, { expected: [{ key: KEY, version: undefined }], ...put('three') });
    t.equal(await textOf(store), 'three');
  });

  void t.test('a commit with one expectation that does not hold changes nothing', async (t) => {
    const store = await useStore(t, backend);
    await store.commit(SPACE, { puts: [{ key: KEY, value: bytes('one') }], entries: [bytes('e1')] });
    const stale = await versionOf(store);
    await store.commit(SPACE, { puts: [{ key: KEY, value: bytes('two') }], entries: [bytes('e2')] });
    const held = { key: KEY, version: await versionOf(store) };
    const broken = [
      { key: KEY, version: stale },
      { key: KEY, version: undefined },
      { key: bytes('absent'), version: stale },
    ];
    for (const expectation of broken) {
      const change = {
        expected: [held, expectation],
        puts: [{ key: bytes('new'), value: bytes('new') }],
        deletes: [KEY],
        entries: [bytes('never')],
      };
      await rejection(t, 'STORE_CONFLICT', store.commit(SPACE, change));
    }
    t.equal(await textOf(store), 'two');
    t.equal(await versionOf(store), held.version);
    t.equal(await store.get(SPACE, bytes('new')), undefined);
    t.same(await readChanges(store, SPACE, { after: 0, count: 2 }), ['1:e1', '2:e2']);
    t.equal(await store.sequence(SPACE), 2);
  });

  void t.test(
    "a key's version changes with every put and never comes again, not even after delete or drop",
    async (t) => {
      const store = await useStore(t, backend);
      const versions: (number | undefined)[] = [];
      const put = async (): Promise<void> => {
        await store.commit(SPACE, { puts: [{ key: KEY, value: bytes('same') }] });
        versions.push(await versionOf(store));
      };
      await put();
      await put();
      await store.commit(SPACE, { deletes: [KEY], entries: [bytes('gone')] });
      await put();
      await store.drop(SPACE);
      await put();
      t.equal(new Set(versions).size, 4);
      t.notOk(versions.includes(undefined));
      await store.commit(SPACE, { puts: [{ key: bytes('other'), value: bytes() }] });
      t.equal(await versionOf(store), versions.at(-1), 'a commit that does not put the key leaves its version');
    },
  );
};

const testChains = (backend: StoreBackend): void => {
  const mark = (): CommitMark => ({ isMark: true });
  const put = (text: string) => ({ puts: [{ key: KEY, value: bytes(text) }] });

  void t.test(
    'commits are handed over one behind the other, each decided upon what the one before it leaves',
    async (t) => {
      const store = await useStore(t, backend);
      const marks = Array.from({ length: 5 }, mark);
      const committing: Promise<number>[] = [];
      for (const [at, own] of marks.entries()) {
        const before = marks[at - 1];
        const expected = [{ key: KEY, version: before }];
        committing.push(
          store.commit(SPACE, {
            mark: own,
            ...(before && { after: before }),
            expected,
            ...put(`${at}`),
            entries: [KEY],
          }),
        );
        // Some are handed over together, others while those before them are on their way.
        if (at % 2 === 0) await new Promise((resolve) => void setImmediate(resolve));
      }
      t.same(await Promise.all(committing), [1, 2, 3, 4, 5]);
      t.equal(await textOf(store), '4');
    },
  );

  void t.test('a commit behind one that is refused is refused as well, and so are those behind it', async (t) => {
    const store = await useStore(t, backend);
    const [first, second] = [mark(), mark()];
    const refused = store.commit(SPACE, { mark: first, expected: [{ key: KEY, version: 7 }], ...put('one') });
    const outcomes = await Promise.allSettled([
      refused,
      store.commit(SPACE, { mark: second, after: first, puts: [{ key: bytes('other'), value: bytes('two') }] }),
      store.commit(SPACE, { after: second, puts: [{ key: bytes('third'), value: bytes('three') }] }),
      store.commit(SPACE, { expected: [{ key: bytes('absent'), version: first }], ...put('four') }),
    ]);
    for (const outcome of outcomes) t.match(outcome, { status: 'rejected', reason: { code: 'STORE_CONFLICT' } });
    t.same(await store.range(SPACE, EVERYTHING), []);
  });

  void t.test('what another commit put meanwhile is not as it was left', async (t) => {
    const store = await useStore(t, backend);
    const own = mark();
    await Promise.all([store.commit(SPACE, { mark: own, ...put('one') }), store.commit(SPACE, put('two'))]);
    const late = { after: own, expected: [{ key: KEY, version: own }], ...put('three') };
    await rejection(t, 'STORE_CONFLICT', store.commit(SPACE, late));
    t.equal(await textOf(store), 'two');
    await store.commit(SPACE, { after: own, ...put('four') });
    t.equal(await textOf(store), 'four');
  });

  void t.test('a commit that was never handed over stands for nothing', async (t) => {
    const store = await useStore(t, backend);
    await rejection(t, 'STORE_CONFLICT', store.commit(SPACE, { after: mark(), ...put('one') }));
    t.equal(await textOf(store), undefined);
  });
};

const testOrder = (backend: StoreBackend): void => {
  void t.test('deletes come before puts, and of two puts of a key the later counts', async (t) => {
    const store = await useStore(t, backend);
    const put = (text: string) => ({ key: KEY, value: bytes(text) });
    await store.commit(SPACE, { puts: [put('one')] });
    await store.commit(SPACE, { deletes: [KEY], puts: [put('two'), put('three')] });
    t.equal(await textOf(store), 'three');
    t.equal((await store.range(SPACE, EVERYTHING)).length, 1);
  });

  void t.test('deleting a key that does not exist is no error', async (t) => {
    const store = await useStore(t, backend);
    t.equal(await store.commit(SPACE, { deletes: [KEY, KEY] }), 0);
    await store.commit(SPACE, { puts: [{ key: KEY, value: bytes() }] });
    await store.commit(SPACE, { deletes: [KEY, bytes('absent')] });
    t.equal(await store.get(SPACE, KEY), undefined);
    t.same(await store.range(SPACE, EVERYTHING), []);
  });

  void t.test('entries get sequences from 1 without gaps, and a commit tells the last one', async (t) => {
    const store = await useStore(t, backend);
    t.equal(await store.commit(SPACE, {}), 0);
    t.equal(await store.commit(SPACE, { entries: [bytes('a'), bytes('b')] }), 2);
    t.equal(await store.commit(SPACE, { puts: [{ key: KEY, value: bytes() }] }), 2, 'no entries: unchanged');
    t.equal(await store.commit(SPACE, { entries: [bytes()] }), 3);
    t.equal(await store.commit(SPACE, {}), 3);
    t.equal(await store.sequence(SPACE), 3);
    t.same(await readChanges(store, SPACE, { after: 0, count: 3 }), ['1:a', '2:b', '3:']);
  });
};

const testConcurrency = (backend: StoreBackend): void => {
  void t.test('commits made together are applied in order, each seeing those before it', async (t) => {
    const store = await useStore(t, backend);
    const create = (text: string) =>
      store.commit(SPACE, {
        expected: [{ key: KEY, version: undefined }],
        puts: [{ key: KEY, value: bytes(text) }],
        entries: [bytes(text)],
      });
    const outcomes = await Promise.allSettled(Array.from({ length: WRITERS }, (_, at) => create(`w${String(at)}`)));
    t.equal(outcomes[0]?.status, 'fulfilled');
    const refused = outcomes.slice(1).filter(({ status }) => status === 'rejected');
    t.equal(refused.length, WRITERS - 1);
    t.ok(refused.every((outcome) => outcome.status === 'rejected' && isStoaError(outcome.reason, 'STORE_CONFLICT')));
    t.equal(await textOf(store), 'w0');
    t.equal(await store.sequence(SPACE), 1);
  });

  void t.test('a refused commit does not touch those made together with it', async (t) => {
    const store = await useStore(t, backend);
    const commits = Array.from({ length: WRITERS }, (_, at) =>
      store.commit(SPACE, {
        // Every third expects what is not.
        expected: at % 3 === 0 ? [{ key: bytes('absent'), version: 1 }] : [],
        puts: [{ key: bytes(at), value: bytes(at) }],
        entries: [bytes(at)],
      }),
    );
    const outcomes = await Promise.allSettled(commits);
    const applied = [...outcomes.keys()].filter((at) => at % 3 !== 0);
    t.same(
      [...outcomes.keys()].filter((at) => outcomes[at]?.status === 'fulfilled'),
      applied,
    );
    t.same(
      (await store.range(SPACE, EVERYTHING)).map(({ key }) => key[0]),
      applied,
    );
    t.equal(await store.sequence(SPACE), applied.length);
    const sequences = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    t.same(
      sequences,
      applied.map((_, at) => at + 1),
    );
  });

  void t.test('64 writers that count under expectations lose no step', async (t) => {
    const store = await useStore(t, backend);
    const rounds = 1;
    const step = async (): Promise<void> => {
      const stored = await store.get(SPACE, KEY);
      const count = stored ? Number(new TextDecoder().decode(stored.value)) : 0;
      const puts = [{ key: KEY, value: bytes(String(count + 1)) }];
      try {
        await store.commit(SPACE, { expected: [{ key: KEY, version: stored?.version }], puts, entries: [bytes()] });
      } catch (error) {
        if (!isStoaError(error, 'STORE_CONFLICT')) throw error;
        await step();
      }
    };
    const write = async (): Promise<void> => {
      for (let round = 0; round < rounds; round++) await step();
    };
    await Promise.all(Array.from({ length: WRITERS }, write));
    t.equal(await textOf(store), String(WRITERS * rounds));
    t.equal(await store.sequence(SPACE), WRITERS * rounds);
  });

  void t.test('every read after the acknowledgement sees the commit', async (t) => {
    const store = await useStore(t, backend);
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; round < 5; round++) {
        const key = bytes(writer, round);
        const sequence = await store.commit(SPACE, { puts: [{ key, value: key }], entries: [key] });
        t.same((await store.get(SPACE, key))?.value, key);
        t.ok((await store.sequence(SPACE)) >= sequence);
        t.equal((await store.range(SPACE, { from: key, to: bytes(writer, round, 0) })).length, 1);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
  });
};

/** What the port says of `commit`. */
export const testCommits = (backend: StoreBackend): void => {
  testExpectations(backend);
  testChains(backend);
  testOrder(backend);
  testConcurrency(backend);
};
