import t from 'tap';
import { StoaError, fromUtf8, toUtf8 } from '../../../src/base/index.js';
import { createMemoryStore } from '../../../src/store/index.js';
import type { Store } from '../../../src/store/index.js';
import { componentsNumberKey, KEPT_SET } from '../../../src/space/tables/index.js';
import type { Change } from '../../../src/space/writer/index.js';
import { SPACE, add, createHeldStore, createRig, turns } from './rig.js';

/** Decides by some keys and writes nothing; gives what stands under the first. */
const look = (...keys: readonly [string, ...string[]]): Change<string | undefined> => ({
  reads: keys,
  size: 1,
  apply: (view) => {
    const found = view.get(keys[0]);
    return found && fromUtf8(found);
  },
});

/** Reading of a key waits until it is let go. */
const holdReading = (store: Store, key: string): (() => void) => {
  const { get } = store;
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  store.get = async (...args) => {
    if (fromUtf8(args[1]) === key) await held;
    return get(...args);
  };
  return letGo;
};

const failure = (): StoaError => new StoaError('STORE_FAILED', 'the disk is full');

t.test('no more than some batches are on their way, however many come at once, and fewer large ones', async (t) => {
  for (const { megabytes, most } of [
    { megabytes: 10, most: 7 },
    { megabytes: 100, most: 1 },
  ]) {
    const { store, release, count } = createHeldStore();
    const { writer } = createRig(store);
    const large = (key: string): Change<number> => ({ ...add(key, 1), size: megabytes * 1024 * 1024 });
    const all = Array.from({ length: 20 }, (_, at) => writer.write(large(`${at}`)));
    await turns(3);
    t.equal(count(), most);
    for (let at = 0; at < 20; at++) await release();
    t.same(new Set(await Promise.all(all)), new Set([1]));
  }
  const { store, count } = createHeldStore();
  const { writer } = createRig(store);
  for (let at = 0; at < 20_000; at++) void writer.write(add(`${at}`, 1));
  await turns(3);
  t.equal(count(), 16);
});

t.test('a change that is being run when a batch before it fails is run anew, though it writes nothing', async (t) => {
  const { store, release } = createHeldStore();
  const letGo = holdReading(store, 'slow');
  const { writer } = createRig(store);
  const failed = t.rejects(writer.write(add('n', 1)), { code: 'STORE_FAILED' });
  await turns(2);
  const looked = writer.write(look('n', 'slow'));
  await turns(2);
  await release(failure());
  await turns(2);
  letGo();
  t.equal(await looked, undefined);
  await failed;
});

t.test('nothing is run anew before all that were refused are over', async (t) => {
  const { store, release, count } = createHeldStore();
  const { writer } = createRig(store);
  const failed = t.rejects(writer.write(add('n', 1)), { code: 'STORE_FAILED' });
  await turns(2);
  const second = writer.write(add('n', 2));
  await turns(2);
  const third = writer.write(add('n', 3));
  await turns(2);
  await release(failure());
  await failed;
  await turns(3);
  t.equal(count(), 2);
  await release();
  await turns(3);
  t.equal(count(), 1);
  for (let at = 0; at < 3; at++) await release();
  t.same(await Promise.all([second, third]), [2, 5]);
});

const SET_KEY = componentsNumberKey('digest');

/** Gives a set of components the next number after that which it has, and tells of it elsewhere. */
const countUp: Change<number> = {
  reads: [SET_KEY],
  size: 10,
  apply: (view) => {
    const { number } = view.read(SET_KEY, KEPT_SET);
    view.write(SET_KEY, { number: number + 1, tails: [] }, KEPT_SET);
    return number + 1;
  },
};

/** Writes beside it what number a set has. */
const copyNumber: Change<number> = {
  reads: [SET_KEY],
  size: 10,
  apply: (view) => {
    const { number } = view.read(SET_KEY, KEPT_SET);
    view.put('seen', toUtf8(String(number)));
    return number;
  },
};

t.test('what is kept of a set is what was written last, also when that could not be written', async (t) => {
  const { store, writer } = createRig();
  for (const number of [1, 2, 3]) {
    t.equal(await writer.write(countUp), number);
    t.equal(await writer.write(copyNumber), number);
    t.equal(await writer.write(copyNumber), number);
  }
  const { commit } = store;
  let isBroken = true;
  store.commit = (...args) => (isBroken ? Promise.reject(failure()) : commit(...args));
  const failed = t.rejects(writer.write(countUp), { code: 'STORE_FAILED' });
  await Promise.resolve();
  const behind = writer.write(copyNumber);
  await failed;
  isBroken = false;
  t.equal(await behind.catch(() => 3), 3);
  t.equal(await writer.write(copyNumber), 3);
});

t.test('what others change again and again is read anew each time, though it is kept', async (t) => {
  const memory = createMemoryStore();
  const store: Store = { ...memory, supports: { ...memory.supports, shared: true } };
  const { writer } = createRig(store);
  await writer.write(countUp);
  await writer.write(copyNumber);
  let others = 3;
  store.commit = async (...args) => {
    const value = KEPT_SET.write({ number: 100 * others, tails: [] });
    if (others-- > 0) await memory.commit(SPACE, { puts: [{ key: toUtf8(SET_KEY), value }] });
    return memory.commit(...args);
  };
  t.equal(await writer.write(copyNumber), 100);
});

t.test('closing takes as long as what is on its way, be it that it is still being run', async (t) => {
  const { store, release } = createHeldStore();
  const letGo = holdReading(store, 'slow');
  const { writer } = createRig(store);
  const told: string[] = [];
  const note = (name: string) => () => void told.push(name);
  const first = writer.write(add('n', 1)).then(note('first'));
  await turns(2);
  const second = writer.write(add('slow', 1)).then(note('second'));
  await turns(2);
  const closed = writer.close().then(note('closed'));
  await release();
  await first;
  await turns(3);
  letGo();
  await turns(3);
  t.same(told, ['first']);
  await release();
  await Promise.all([second, closed]);
  t.same(told, ['first', 'second', 'closed']);
});

t.test('a store that is closed refuses what comes behind what is on its way, and nobody is left waiting', async (t) => {
  const { store, release } = createHeldStore();
  const { writer } = createRig(store);
  const all = [writer.write(add('n', 1))];
  await turns(2);
  for (let at = 0; at < 3; at++) {
    all.push(writer.write(add('n', 1)));
    await turns(2);
  }
  await store.close();
  const outcomes = Promise.allSettled([...all, writer.write(add('n', 1))]);
  for (let at = 0; at < 4; at++) await release();
  for (const outcome of await outcomes) t.match(outcome, { status: 'rejected', reason: { code: 'STORE_CLOSED' } });
  await writer.close();
  await t.rejects(writer.write(add('n', 1)), { code: 'SPACE_GONE' });
});
