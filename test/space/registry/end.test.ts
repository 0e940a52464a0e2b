import t from 'tap';
import type { LeaseId } from '../../../src/base/index.js';
import { createMemoryStore } from '../../../src/store/index.js';
import type { Store } from '../../../src/store/index.js';
import { caller, createRig, plain } from '../support/spaces.js';

const bytes = plain('<a/>');
const MINUTE_MS = 60_000;

t.test(
  '[spawn:end] not renewed, it goes: its id answers "gone", later "not found", and nothing is in the parent',
  async (t) => {
    const { main, spaces, clock, store } = await createRig({ limits: { logKeptMs: 10 * MINUTE_MS } });
    const made = await spaces.spawn(caller(), main().id, { name: 'orphan', periodMs: MINUTE_MS });
    const space = await spaces.get(made.id);
    await space.publish(caller(made.root), { bytes });
    const ended = spaces.ended(made.id);
    t.notOk(ended.aborted);
    await clock.advance(MINUTE_MS);
    t.ok(ended.aborted, 'who writes results into it is told');
    await t.rejects(spaces.get(made.id), { code: 'SPACE_GONE' });
    await t.rejects(space.lookup(caller(made.root), {}), { code: 'SPACE_GONE' });
    await t.rejects(space.publish(caller(made.root), { bytes }), { code: 'SPACE_GONE' });
    t.same((await main().lookup(caller(), {})).hits, []);
    t.equal((await main().lookup(caller(), {})).sequence, 0, "the parent's log never heard of it");
    t.equal(await store.sequence(made.id), 0, 'its content was dropped');
    await clock.advance(10 * MINUTE_MS - 1);
    await t.rejects(spaces.get(made.id), { code: 'SPACE_GONE' });
    await clock.advance(1);
    await t.rejects(spaces.get(made.id), { code: 'SPACE_NOT_FOUND' });
    t.ok(spaces.ended(made.id).aborted);
  },
);

t.test('renewed through itself or its parent it stays, also over a restart', async (t) => {
  const rig = await createRig();
  const made = await rig.spaces.spawn(caller(), rig.main().id, { name: 'kept', periodMs: MINUTE_MS });
  const lease = made.lease.id;
  const spawned = await rig.spaces.get(made.id);
  await rig.clock.advance(MINUTE_MS - 1);
  await t.rejects(spawned.renew(caller(), { lease }), { code: 'CREDENTIAL_REQUIRED' });
  await t.rejects(rig.main().renew(caller('x'), { lease }), { code: 'CREDENTIAL_INVALID' });
  t.equal((await spawned.renew(caller(made.root), { lease })).expiresAtMs, rig.clock.nowMs() + MINUTE_MS);
  await rig.clock.advance(MINUTE_MS - 1);
  await rig.main().renew(caller(made.lease.credential ?? ''), { lease, periodMs: 5 * MINUTE_MS });
  await rig.restart();
  await rig.clock.advance(5 * MINUTE_MS - 1);
  await rig.spaces.get(made.id);
  await rig.clock.advance(1);
  await t.rejects(rig.spaces.get(made.id), { code: 'SPACE_GONE' });
  await t.rejects(rig.main().renew(caller(made.root), { lease }), { code: 'LEASE_NOT_FOUND' });
});

t.test("a sibling's lease cannot be renewed through another space", async (t) => {
  const { main, spaces } = await createRig();
  const one = await spaces.spawn(caller(), main().id, { name: 'one' });
  const two = await spaces.spawn(caller(), main().id, { name: 'two' });
  const space = await spaces.get(two.id);
  await t.rejects(space.renew(caller(one.root), { lease: one.lease.id }), { code: 'LEASE_NOT_FOUND' });
  await t.rejects(space.cancel(caller(one.root), { lease: one.lease.id }), { code: 'LEASE_NOT_FOUND' });
  await t.rejects(main().renew(caller(one.root), { lease: main().id as string as LeaseId }), {
    code: 'LEASE_NOT_FOUND',
  });
});

t.test(
  'destroy and cancel end it at once, with all that was spawned from it; a declared space is refused',
  async (t) => {
    const { main, spaces } = await createRig();
    const outer = await spaces.spawn(caller(), main().id, { name: 'outer' });
    const inner = await spaces.spawn(caller(outer.root), outer.id, { name: 'inner' });
    const deep = await spaces.spawn(caller(inner.root), inner.id, { name: 'deep' });
    const deepEnd = spaces.ended(deep.id);
    await t.rejects(spaces.destroy(caller(), outer.id, inner.root), { code: 'CREDENTIAL_INVALID' });
    await spaces.destroy(caller(), outer.id, outer.root);
    for (const { id } of [outer, inner, deep]) await t.rejects(spaces.get(id), { code: 'SPACE_GONE' });
    t.ok(deepEnd.aborted);
    await t.rejects(spaces.destroy(caller(outer.root), outer.id), { code: 'SPACE_GONE' });
    await t.rejects(spaces.destroy(caller(), main().id), { code: 'SPACE_DECLARED' });
    const other = await spaces.spawn(caller(), main().id, { name: 'other' });
    await main().cancel(caller(other.root), { lease: other.lease.id });
    await t.rejects(spaces.get(other.id), { code: 'SPACE_GONE' });
  },
);

t.test('streams of events end with their space, and say so', async (t) => {
  const { main, spaces } = await createRig();
  const made = await spaces.spawn(caller(), main().id, { name: 'mine' });
  const space = await spaces.get(made.id);
  const root = caller(made.root);
  const { id } = await space.subscribe(root, {});
  const events = space.events(root, { subscription: id, signal: new AbortController().signal });
  const next = events[Symbol.asyncIterator]().next();
  await spaces.destroy(root, made.id);
  await t.rejects(next, { code: 'SPACE_GONE' });
});

/** A store that fails from the `count`th of the named calls on. */
const failingAfter = (store: Store, method: 'drop' | 'commit', count: number): Store => {
  let calls = 0;
  const failing: Store = {
    ...store,
    supports: store.supports,
    limits: store.limits,
    get: (...args) => store.get(...args),
    range: (...args) => store.range(...args),
    sequence: (...args) => store.sequence(...args),
    changes: (...args) => store.changes(...args),
    compact: (...args) => store.compact(...args),
    close: () => store.close(),
    commit: (...args) =>
      method === 'commit' && ++calls > count ? Promise.reject(new RangeError('crash')) : store.commit(...args),
    drop: (...args) =>
      method === 'drop' && ++calls > count ? Promise.reject(new RangeError('crash')) : store.drop(...args),
  };
  return failing;
};

t.test('[spawn:end] a crash between the steps of an end is made good at the next start', async (t) => {
  for (const [method, count] of [
    ['drop', 0],
    ['drop', 1],
    ['commit', 4],
    ['commit', 5],
    ['commit', 6],
  ] as const) {
    const store = createMemoryStore();
    const rig = await createRig({ store });
    const outer = await rig.spaces.spawn(caller(), rig.main().id, { name: 'outer' });
    const inner = await rig.spaces.spawn(caller(outer.root), outer.id, { name: 'inner' });
    for (const { id, root } of [outer, inner]) await (await rig.spaces.get(id)).publish(caller(root), { bytes });
    await rig.spaces.close();
    // The next run crashes somewhere in the end of the outer space.
    const crashing = await createRig({
      store: failingAfter(store, method, method === 'commit' ? count - 3 : count),
      clock: rig.clock,
    });
    await crashing.spaces.destroy(caller(outer.root), outer.id).catch(() => undefined);
    await crashing.spaces.close();
    const again = await createRig({ store, clock: rig.clock });
    await again.clock.settle();
    const outcome = await again.spaces.get(outer.id).then(
      () => 'alive',
      () => 'gone',
    );
    const innerOutcome = await again.spaces.get(inner.id).then(
      () => 'alive',
      () => 'gone',
    );
    t.ok(outcome === innerOutcome || outcome === 'alive', `${method} ${count}: no child outlives its parent`);
    for (const [id, state] of [
      [outer.id, outcome],
      [inner.id, innerOutcome],
    ] as const) {
      if (state === 'gone') t.equal(await store.sequence(id), 0, `${method} ${count}: dropped`);
    }
    await again.spaces.close();
  }
});

t.test('a space spawned while its parent ends does not outlive it', async (t) => {
  const { main, spaces } = await createRig();
  const outer = await spaces.spawn(caller(), main().id, { name: 'outer' });
  const root = caller(outer.root);
  const spawning = Array.from({ length: 5 }, (_, at) => spaces.spawn(root, outer.id, { name: `inner ${at}` }));
  const [made] = await Promise.all([Promise.allSettled(spawning), spaces.destroy(root, outer.id)]);
  for (const one of made) {
    if (one.status === 'rejected') t.match(one.reason, { code: 'SPACE_GONE' });
    else await t.rejects(spaces.get(one.value.id), { code: 'SPACE_GONE' });
  }
});

t.test('once closed, spaces take nothing and open nothing', async (t) => {
  const rig = await createRig();
  const made = await rig.spaces.spawn(caller(), rig.main().id, { name: 'mine' });
  const main = rig.main();
  const { id } = await main.subscribe(caller(), {});
  const events = main.events(caller(), { subscription: id, signal: new AbortController().signal });
  const next = events[Symbol.asyncIterator]().next();
  next.catch(() => undefined);
  await Promise.all([rig.spaces.close(), rig.spaces.close()]);
  await t.rejects(next, { code: 'SHUTTING_DOWN' });
  t.equal(rig.clock.pending(), 0);
  await t.rejects(main.lookup(caller(), {}), { code: 'SHUTTING_DOWN' });
  await t.rejects(rig.spaces.spawn(caller(), main.id, { name: 'x' }), { code: 'SHUTTING_DOWN' });
  t.notOk(rig.spaces.ended(made.id).aborted, 'a stop of the server is not the end of the space');
});
