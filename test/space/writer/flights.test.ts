import t from 'tap';
import { StoaError, fromUtf8, toUtf8 } from '../../../src/base/index.js';
import type { Store } from '../../../src/store/index.js';
import { componentsNumberKey } from '../../../src/space/tables/index.js';
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

t.test('no more than some batches are on their way, however many come at once', async (t) => {
  const { store, release, count } = createHeldStore();
  const { writer } = createRig(store);
  const large = (key: string): Change<number> => ({ ...add(key, 1), size: 10 * 1024 * 1024 });
  const all = Array.from({ length: 20 }, (_, at) => writer.write(large(`${at}`)));
  await turns(3);
  t.equal(count(), 16);
  for (let at = 0; at < 20; at++) await release();
  t.same(new Set(await Promise.all(all)), new Set([1]));
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

t.test('a number that is kept is the one written last', async (t) => {
  const key = componentsNumberKey('digest');
  const { writer } = createRig();
  await writer.write(add(key, 1));
  t.equal(await writer.write(look(key)), '1');
  await writer.write(add(key, 1));
  t.equal(await writer.write(look(key)), '2');
});

t.test('a number that others change again and again is read anew each time', async (t) => {
  const key = componentsNumberKey('digest');
  const { store, writer } = createRig();
  await writer.write(add(key, 1));
  await writer.write(look(key));
  const { commit } = store;
  let others = 3;
  store.commit = async (...args) => {
    if (others-- > 0) await commit(SPACE, { puts: [{ key: toUtf8(key), value: toUtf8(String(100 * others)) }] });
    return commit(...args);
  };
  const note: Change<string | undefined> = {
    ...look(key),
    apply: (view) => {
      view.put('seen', view.get(key) ?? toUtf8('none'));
      return look(key).apply(view);
    },
  };
  t.equal(await writer.write(note), '0');
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
