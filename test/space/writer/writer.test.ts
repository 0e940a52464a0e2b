import t from 'tap';
import { StoaError, fromUtf8, isStoaError, toUtf8 } from '../../../src/base/index.js';
import { createMemoryStore } from '../../../src/store/index.js';
import { createWriter } from '../../../src/space/writer/index.js';
import type { Change } from '../../../src/space/writer/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { SPACE, add, createHeldStore, createRig, turns } from './rig.js';

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

t.test('a batch of changes with as many operations as any has stays within what a store takes', async (t) => {
  const { store, writer } = createRig();
  const change = (at: number): Change<void> => ({
    reads: ['a', 'b', 'c'].map((key) => `${key}${at}`),
    size: 10,
    apply: (view) => {
      for (const key of ['a', 'b', 'c', 'd', 'e']) view.put(`${key}${at}`, toUtf8(key));
      view.delete(`f${at}`);
      view.append(toUtf8(`${at}`));
    },
  });
  await Promise.all(Array.from({ length: 1500 }, (_, at) => writer.write(change(at))));
  t.equal(await store.sequence(SPACE), 1500);
});

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

/** The same change, which tells how often it was run. */
const counted = <Result>(change: Change<Result>) => {
  let runs = 0;
  const apply: Change<Result>['apply'] = (view) => {
    runs++;
    return change.apply(view);
  };
  return { change: { ...change, apply }, runs: () => runs };
};

t.test(
  'changes that come while a commit is on its way are run on what it will leave, and handed over behind it',
  async (t) => {
    const { store, release, count } = createHeldStore();
    const { writer, read } = createRig(store);
    const first = writer.write(add('n', 1));
    await turns(2);
    const second = counted(add('n', 2));
    const other = counted(add('m', 5));
    const later = Promise.all([writer.write(second.change), writer.write(other.change)]);
    await turns(3);
    t.equal(second.runs() + other.runs(), 2);
    t.equal(count(), 2);
    const third = writer.write(add('n', 4));
    await turns(3);
    t.equal(count(), 3);
    t.equal(await read('n'), undefined);
    await release();
    t.equal(await first, 1);
    await release();
    t.same(await later, [3, 5]);
    await release();
    t.equal(await third, 7);
    t.same([second.runs(), other.runs()], [1, 1]);
    t.same([await read('n'), await read('m')], ['7', '5']);
  },
);

t.test('nobody is told before all that was handed over before is durable', async (t) => {
  const { store, commit } = createHeldStore();
  const waiting: (() => void)[] = [];
  store.commit = async (...args) => {
    const sequence = await commit(...args);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return sequence;
  };
  const { writer, applied } = createRig(store);
  const told: string[] = [];
  const note = (name: string) => () => void told.push(name);
  const first = writer.write(add('n', 1)).then(note('first'));
  await turns(2);
  const second = writer.write(add('m', 1)).then(note('second'));
  await turns(2);
  waiting[1]?.();
  await turns(2);
  t.same(told, []);
  waiting[0]?.();
  await Promise.all([first, second]);
  t.same(told, ['first', 'second']);
  t.same(applied, [1, 2]);
});

t.test('no more than some batches are on their way; what comes then waits, and goes together', async (t) => {
  const { store, release, count } = createHeldStore();
  const { writer } = createRig(store);
  const all: Promise<number>[] = [];
  for (let at = 0; at < 40; at++) {
    all.push(writer.write(add('n', 1)));
    await turns(2);
  }
  t.equal(count(), 16);
  let commits = 0;
  for (; count() > 0; commits++) {
    await release();
    await turns(3);
  }
  t.same(
    await Promise.all(all),
    Array.from({ length: 40 }, (_, at) => at + 1),
  );
  t.equal(commits, 17);
});

t.test('changes that were run on a commit that failed are run anew, in their order', async (t) => {
  const { store, release, count } = createHeldStore();
  const { writer, read } = createRig(store);
  const failed = t.rejects(writer.write(add('n', 1)), { code: 'STORE_FAILED' });
  await turns(2);
  const second = counted(add('n', 2));
  const looked = writer.write({ reads: ['n'], size: 1, apply: (view) => fromUtf8(view.get('n') ?? toUtf8('none')) });
  const later = writer.write(second.change);
  await turns(3);
  const last = counted(add('n', 3));
  const latest = writer.write(last.change);
  await turns(3);
  t.same([second.runs(), last.runs(), count()], [1, 1, 3]);
  await release(new StoaError('STORE_FAILED', 'the disk is full'));
  await failed;
  const meanwhile = writer.write(add('n', 4));
  // Those behind it are refused, then each is handed over again.
  for (let at = 0; at < 5; at++) {
    await release();
    await turns(3);
  }
  t.equal(await looked, 'none');
  t.same(await Promise.all([later, latest, meanwhile]), [2, 5, 9]);
  t.same([second.runs(), last.runs()], [2, 2]);
  t.equal(await read('n'), '9');
});

t.test('a change that writes nothing is decided anew when what it saw does not come to be', async (t) => {
  const { store, release } = createHeldStore();
  const { writer } = createRig(store);
  const failed = t.rejects(writer.write(add('n', 1)), { code: 'STORE_FAILED' });
  await turns(2);
  const looked = writer.write({ reads: ['n'], size: 1, apply: (view) => view.get('n') });
  await turns(2);
  await release(new StoaError('STORE_FAILED', 'the disk is full'));
  await failed;
  t.equal(await looked, undefined);
});

t.test('changes that were run on what another writer has changed since are run anew', async (t) => {
  const { store, commit, release } = createHeldStore();
  const { writer, read } = createRig(store);
  const first = writer.write(add('n', 1));
  await turns(2);
  const later = writer.write(add('n', 2));
  await turns(3);
  await release();
  t.equal(await first, 1);
  await commit(SPACE, { puts: [{ key: toUtf8('n'), value: toUtf8('100') }] });
  await release();
  await release();
  t.equal(await later, 102);
  t.equal(await read('n'), '102');
});

t.test('what cannot be read is told to those who wait, and to nobody after them', async (t) => {
  const { store, release } = createHeldStore();
  const { writer } = createRig(store);
  const first = writer.write(add('n', 1));
  await turns(2);
  const get = store.get.bind(store);
  store.get = (...args) =>
    fromUtf8(args[1]) === 'm' ? Promise.reject(new StoaError('STORE_FAILED', 'unreadable')) : get(...args);
  const refused = t.rejects(writer.write(add('m', 1)), { code: 'STORE_FAILED' });
  await turns(3);
  store.get = get;
  const last = writer.write(add('m', 7));
  await release();
  t.equal(await first, 1);
  await refused;
  await release();
  t.equal(await last, 7);
});

t.test(
  'a change is written whenever it comes, also in the very moment when the ones before it were told',
  async (t) => {
    const { writer, read } = createRig();
    let sum = 0;
    for (let pause = 0; pause < 60; pause++) {
      const first = writer.write(add('n', 1));
      for (let at = 0; at < pause; at++) await Promise.resolve();
      const second = writer.write(add('n', 1));
      await Promise.all([first, second]);
      for (let at = 0; at < pause; at++) await Promise.resolve();
      sum += 2;
    }
    t.equal(await read('n'), String(sum));
  },
);

t.test('a closed writer finishes what is on its way, and what is run on it', async (t) => {
  const { store, release } = createHeldStore();
  const { writer, read } = createRig(store);
  const first = writer.write(add('n', 1));
  await turns(2);
  const second = writer.write(add('n', 2));
  await turns(3);
  const third = t.rejects(writer.write(add('n', 4)), { code: 'SPACE_GONE' });
  const closed = writer.close();
  await release();
  await release();
  await closed;
  t.same(await Promise.all([first, second]), [1, 3]);
  await third;
  t.equal(await read('n'), '3');
});

t.test('what cannot be applied to the index is told to those who wait, and the next goes on', async (t) => {
  const store = createMemoryStore();
  let isBroken = true;
  const writer = createWriter({
    store,
    space: SPACE,
    applied: () => (isBroken ? Promise.reject(new StoaError('STORE_FAILED', 'unreadable')) : undefined),
    refusal: () => new StoaError('SPACE_GONE', 'gone'),
  });
  await t.rejects(writer.write(add('n', 1)), { code: 'STORE_FAILED' });
  isBroken = false;
  t.equal(await writer.write(add('n', 1)), 2);
});

t.test(
  'whatever fails and however long commits take, what was told to be written is there, and nothing else',
  async (t) => {
    const KEYS = ['a', 'b', 'c'];
    for (let seed = 1; seed <= 30; seed++) {
      const random = createSeededRandom(seed);
      const store = createMemoryStore();
      const commit = store.commit.bind(store);
      store.commit = async (...args) => {
        await turns(random.int(4));
        if (random.int(6) === 0) throw new StoaError('STORE_FAILED', 'by chance');
        if (random.int(4) === 0) throw new StoaError('STORE_CONFLICT', 'by chance');
        const sequence = await commit(...args);
        await turns(random.int(3));
        return sequence;
      };
      const { writer, read, applied } = createRig(store);
      const sums = new Map(KEYS.map((key) => [key, 0]));
      const all: Promise<void>[] = [];
      for (let at = 0; at < 120; at++) {
        const key = KEYS[random.int(KEYS.length)] ?? 'a';
        const by = random.int(9) - 1;
        const written = writer.write(add(key, by));
        all.push(
          written.then(
            () => void sums.set(key, (sums.get(key) ?? 0) + by),
            (error: unknown) => void t.ok(isStoaError(error, 'STORE_FAILED', 'STORE_CONFLICT', 'VALUE_INVALID')),
          ),
        );
        if (random.int(3) === 0) await turns(random.int(3));
      }
      await Promise.all(all);
      for (const [key, sum] of sums) t.equal(Number((await read(key)) ?? '0'), sum, `seed ${seed}, ${key}`);
      t.same(
        [...applied].sort((left, right) => left - right),
        applied,
        'commits are applied in their order',
      );
    }
  },
);
