import t from 'tap';
import type { SpaceId } from '../../../src/base/index.js';
import { StoaError, fromUtf8, toUtf8 } from '../../../src/base/index.js';
import type { Store } from '../../../src/store/index.js';
import { createMemoryStore } from '../../../src/store/index.js';
import { createWriter } from '../../../src/space/writer/index.js';
import type { Change } from '../../../src/space/writer/index.js';

const SPACE = 'urn:test:writer' as SpaceId;

const createRig = (store: Store = createMemoryStore()) => {
  const applied: number[] = [];
  const writer = createWriter({
    store,
    space: SPACE,
    applied: async (sequence) => void applied.push(sequence),
    refusal: () => new StoaError('SPACE_GONE', 'gone'),
  });
  const read = async (key: string) => {
    const found = await store.get(SPACE, toUtf8(key));
    return found && fromUtf8(found.value);
  };
  return { store, writer, applied, read };
};

/** Adds to a number under a key and logs it; gives the sum. */
const add = (key: string, by: number): Change<number> => ({
  reads: [key],
  size: 10,
  apply: (view) => {
    const sum = Number(fromUtf8(view.get(key) ?? toUtf8('0'))) + by;
    view.put(key, toUtf8(String(sum)));
    view.append(toUtf8(`${key}=${sum}`));
    if (by < 0) throw new StoaError('VALUE_INVALID', 'negative');
    return sum;
  },
});

t.test('changes made together go into one commit, in order, each seeing those before it', async (t) => {
  const { store, writer, applied, read } = createRig();
  let commits = 0;
  const commit = store.commit.bind(store);
  store.commit = (...args) => {
    commits++;
    return commit(...args);
  };
  t.same(await Promise.all([1, 2, 3, 4].map((by) => writer.write(add('n', by)))), [1, 3, 6, 10]);
  t.equal(commits, 1);
  t.same(applied, [4]);
  t.equal(await read('n'), '10');
});

t.test('a change that throws is refused alone and leaves nothing behind', async (t) => {
  const { store, writer, read } = createRig();
  const results = await Promise.allSettled([1, -5, 2].map((by) => writer.write(add('n', by))));
  t.same(
    results.map((result) => (result.status === 'fulfilled' ? result.value : 'refused')),
    [1, 'refused', 3],
  );
  t.equal(await read('n'), '3');
  t.equal(await store.sequence(SPACE), 2);
});

t.test('a change that writes nothing makes no commit', async (t) => {
  const { store, writer } = createRig();
  store.commit = () => Promise.reject(new RangeError('not expected'));
  t.equal(await writer.write({ reads: ['a'], size: 1, apply: (view) => view.get('a') }), undefined);
});

t.test(
  'two writers on one space never lose a change, and conflicts are tried again a bounded number of times',
  async (t) => {
    const store = createMemoryStore();
    const [one, two] = [createRig(store), createRig(store)];
    const all = [];
    for (let at = 0; at < 50; at++) all.push(one.writer.write(add('n', 1)), two.writer.write(add('n', 1)));
    await Promise.all(all);
    t.equal(await one.read('n'), '100');

    let attempts = 0;
    store.commit = () => {
      attempts++;
      return Promise.reject(new StoaError('STORE_CONFLICT', 'another came first'));
    };
    await t.rejects(one.writer.write(add('n', 1)), { code: 'STORE_CONFLICT' });
    t.equal(attempts, 8);
  },
);

t.test('a large change goes alone, so that a commit stays within what a store takes', async (t) => {
  const { store, writer } = createRig();
  const sizes: number[] = [];
  const commit = store.commit.bind(store);
  store.commit = (space, change) => {
    sizes.push(change.puts?.length ?? 0);
    return commit(space, change);
  };
  const put = (key: string): Change<void> => ({
    reads: [],
    size: 10 * 1024 * 1024,
    apply: (view) => view.put(key, toUtf8(key)),
  });
  await Promise.all(['a', 'b', 'c'].map((key) => writer.write(put(key))));
  t.same(sizes, [1, 1, 1]);
});

t.test('a closed writer finishes what is under way and refuses the rest', async (t) => {
  const { writer, read } = createRig();
  const first = writer.write(add('n', 1));
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  const second = writer.write(add('n', 1));
  const refused = t.rejects(second, { code: 'SPACE_GONE' });
  await writer.close();
  await refused;
  t.equal(await first, 1);
  t.equal(await read('n'), '1');
  await t.rejects(writer.write(add('n', 1)), { code: 'SPACE_GONE' });
});
