import t from 'tap';
import { StoaError, toUtf8 } from '../../../src/base/index.js';
import { createMemoryStore } from '../../../src/store/index.js';
import { createWriter } from '../../../src/space/writer/index.js';
import type { Change } from '../../../src/space/writer/index.js';
import { SPACE, turns } from './rig.js';

const put = (key: string): Change<void> => ({
  reads: [key],
  size: 10,
  apply: (view) => {
    view.put(key, toUtf8('1'));
    view.append(toUtf8(key));
  },
});

/** Lets so many microtasks go by. */
const hops = async (count: number): Promise<void> => {
  for (let hop = 0; hop < count; hop++) await Promise.resolve();
};

/** How many of two changes are told, the second made some microtasks after the first, in a store whose calls take some of them. */
const countTold = async (take: { get: number; commit: number; apply: number; wait: number; isBroken: boolean }) => {
  const store = createMemoryStore();
  const { get, commit } = store;
  let isBroken = take.isBroken;
  store.get = async (...args) => {
    await hops(take.get);
    if (!isBroken) return get(...args);
    isBroken = false;
    throw new StoaError('STORE_FAILED', 'unreadable');
  };
  store.commit = async (...args) => {
    await hops(take.commit);
    return commit(...args);
  };
  const writer = createWriter({
    store,
    space: SPACE,
    applied: () => hops(take.apply),
    refusal: () => new StoaError('SPACE_GONE', 'gone'),
  });
  let told = 0;
  const note = (): void => void told++;
  writer.write(put('n')).then(note, note);
  await hops(take.wait);
  writer.write(put('m')).then(note, note);
  await turns(4);
  return told;
};

t.test('whenever a change comes, also as those before it are just through, it is told', async (t) => {
  const left: string[] = [];
  for (let at = 0; at < 3 * 8 * 2 * 24 * 2; at++) {
    const [get, commit, apply] = [at % 3, Math.floor(at / 3) % 8, Math.floor(at / 24) % 2];
    const take = { get, commit, apply, wait: Math.floor(at / 48) % 24, isBroken: at >= 48 * 24 };
    if ((await countTold(take)) < 2) left.push(JSON.stringify(take));
  }
  t.same(left, []);
});
