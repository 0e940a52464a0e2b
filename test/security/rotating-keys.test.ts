import t from 'tap';
import { silentLog } from '../../src/base/index.js';
import { openRotatingKeys } from '../../src/security/index.js';
import type { KeptKey, KeyStore, RotationOptions } from '../../src/security/index.js';
import { createLogKeeper } from '../http/support/test-server.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import type { VirtualClock } from '../support/virtual-clock.js';

const HOUR_MS = 3_600_000;
const OPTIONS: RotationOptions = { periodMs: 10 * HOUR_MS, longestLifeMs: HOUR_MS, aheadMs: HOUR_MS / 2 };

const createStore = (): KeyStore & { kept: readonly KeptKey[]; failing: boolean } => {
  const store = {
    kept: [] as readonly KeptKey[],
    failing: false,
    load: () => Promise.resolve(store.kept),
    save: (keys: readonly KeptKey[]) => {
      if (store.failing) return Promise.reject(new Error('full'));
      store.kept = keys;
      return Promise.resolve();
    },
  };
  return store;
};

const open = (clock: VirtualClock, store: KeyStore, log = silentLog) =>
  openRotatingKeys({ store, clock, log }, OPTIONS);

const idsOf = (keys: Awaited<ReturnType<typeof open>>): readonly unknown[] => keys.keySet().keys.map(({ kid }) => kid);

/** Moves time until a condition holds that needs real work in between, such as making a key. */
const advanceUntil = async (clock: VirtualClock, byMs: number, holds: () => boolean): Promise<void> => {
  await clock.advance(byMs);
  for (let turn = 0; turn < 200 && !holds(); turn++) await clock.settle();
};

t.test('the first key is made and kept, and is the same after a restart', async (t) => {
  const [clock, store] = [createVirtualClock(), createStore()];
  const first = await open(clock, store);
  const again = await open(clock, store);
  t.equal(again.current.id, first.current.id);
  t.equal(store.kept.length, 1);
  t.equal(first.keySet(), first.keySet(), 'the same set as long as nothing changed');
});

t.test(
  'the next key is published before it signs; the one before it verifies until what it signed has ended',
  async (t) => {
    const [clock, store] = [createVirtualClock(), createStore()];
    const keys = await open(clock, store);
    const first = keys.current.id;
    await advanceUntil(clock, 9.5 * HOUR_MS, () => idsOf(keys).length === 2);
    const [, second] = idsOf(keys);
    t.same(idsOf(keys), [first, second]);
    t.equal(keys.current.id, first, 'not yet');
    await clock.advance(0.5 * HOUR_MS);
    t.equal(keys.current.id, second);
    t.equal(keys.current.publicJwk.kid, second);
    await clock.advance(HOUR_MS - 1);
    t.same(idsOf(keys), [first, second]);
    await clock.advance(1);
    t.same(idsOf(keys), [second]);
  },
);

t.test('a server that was off when a key was due makes it when it starts, and keys stay in order', async (t) => {
  const [clock, store] = [createVirtualClock(), createStore()];
  const before = await open(clock, store);
  before.close();
  t.equal(clock.pending(), 0, 'nothing is left behind');
  await clock.advance(100 * HOUR_MS);
  const after = await open(clock, store);
  t.not(after.current.id, before.current.id);
  t.same(idsOf(after), [before.current.id, after.current.id]);
});

t.test('a rotation signs with a new key at once; one that withdraws believes no other', async (t) => {
  const [clock, store] = [createVirtualClock(), createStore()];
  const keys = await open(clock, store);
  const first = keys.current.id;
  await keys.rotate();
  const second = keys.current.id;
  t.same(idsOf(keys), [first, second]);
  await keys.rotate({ withdraw: true });
  t.same(idsOf(keys), [keys.current.id]);
  t.notOk([first, second].includes(keys.current.id));
  t.equal(store.kept.length, 1, 'the withdrawn keys are kept nowhere');
});

t.test('rotations at once follow one another', async (t) => {
  const [clock, store] = [createVirtualClock(), createStore()];
  const keys = await open(clock, store);
  await Promise.all([keys.rotate(), keys.rotate(), keys.rotate()]);
  t.equal(store.kept.length, 4);
  t.equal(keys.current.id, idsOf(keys)[3]);
});

t.test('a key that cannot be kept does not sign; it is logged and tried again', async (t) => {
  const [clock, store] = [createVirtualClock(), createStore()];
  const { log, lines } = createLogKeeper();
  const keys = await open(clock, store, log);
  const first = keys.current.id;
  store.failing = true;
  await t.rejects(keys.rotate(), /full/);
  t.equal(keys.current.id, first);
  await advanceUntil(clock, 9.5 * HOUR_MS, () => lines.length > 0);
  t.match(lines[0], ['error', {}, /not rotated/]);
  store.failing = false;
  await advanceUntil(clock, 60_000, () => idsOf(keys).length === 2);
  t.equal(idsOf(keys).length, 2);
});
