import t from 'tap';
import { createRestartMarks } from '../../../src/space/lease/restart.js';
import { caller, createRig, plain } from '../support/spaces.js';

const lease = { periodMs: 10, grantedAtMs: 5, expiresAtMs: 15, stale: false, extended: false };

t.test('a lease is extended by the first mark that it needs, and by no other', (t) => {
  const first = { atMs: 20, untilMs: 80 };
  const second = { atMs: 50, untilMs: 110 };
  const marks = createRestartMarks([first, second]);
  t.match(marks.apply(lease), { expiresAtMs: 80, extended: true });
  t.match(marks.apply({ ...lease, grantedAtMs: 30, expiresAtMs: 40 }), { expiresAtMs: 110, extended: true });
  t.same(marks.used(), [first, second]);
  t.end();
});

t.test('what needs no extension, or must not have one, stays the very same', (t) => {
  const marks = createRestartMarks([{ atMs: 20, untilMs: 80 }]);
  const others = [
    { ...lease, expiresAtMs: 80 },
    { ...lease, stale: true },
    { ...lease, extended: true },
    { ...lease, periodMs: 0, expiresAtMs: 0 },
    { ...lease, grantedAtMs: 21, expiresAtMs: 31 },
  ];
  for (const other of others) t.equal(marks.apply(other), other);
  t.same(marks.used(), [], 'a mark that extended nothing is not kept');
  t.end();
});

t.test('a crash loop keeps no document alive: one extension until it is renewed, however many restarts', async (t) => {
  const rig = await createRig();
  const { entry, lease: held } = await rig.main().publish(caller(), { bytes: plain('<a/>'), periodMs: 1000 });
  const endOf = async (): Promise<number> => (await rig.main().read(caller(), entry.id)).entry.expiresAtMs;
  await rig.restart();
  const extended = await endOf();
  t.equal(extended, rig.clock.nowMs() + 60_000);
  for (let restart = 0; restart < 5; restart++) {
    await rig.clock.advance(10_000);
    await rig.restart();
    t.equal(await endOf(), extended);
  }
  await rig.main().renew(caller(held.credential ?? ''), { lease: held.id, periodMs: 2000 });
  await rig.clock.advance(1000);
  await rig.restart();
  t.equal(await endOf(), rig.clock.nowMs() + 60_000, 'a renewal earns another one');
});

t.test('an update of an extended document keeps the extension and does not earn another', async (t) => {
  const rig = await createRig();
  const { entry, lease: held } = await rig.main().publish(caller(), { bytes: plain('<a/>'), periodMs: 1000 });
  await rig.restart();
  const shown = caller(held.credential ?? '');
  const { entry: updated } = await rig.main().update(shown, { id: entry.id, bytes: plain('<b/>') });
  t.equal(updated.expiresAtMs, rig.clock.nowMs() + 60_000);
  await rig.clock.advance(10_000);
  await rig.restart();
  t.equal((await rig.main().read(caller(), entry.id)).entry.expiresAtMs, updated.expiresAtMs);
});
