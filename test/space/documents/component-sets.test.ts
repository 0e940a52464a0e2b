import t from 'tap';
import { toUtf8 } from '../../../src/base/index.js';
import { TABLES, tableRange } from '../../../src/space/tables/index.js';
import type { Rig } from '../support/spaces.js';
import { caller, createRig, elementOf, schemaText, service } from '../support/spaces.js';

const HOUR_MS = 3_600_000;

const schemaWith = (field: string): string => schemaText('urn:test:echo', elementOf('echo', field));

const publish = (rig: Rig, name: string, field: string) =>
  rig.main().publish(caller(), { bytes: service({ name, schema: schemaWith(field) }), periodMs: 20 * HOUR_MS });

const countSets = async ({ store, main }: Rig): Promise<number> =>
  (await store.range(main().id, tableRange(TABLES.components, undefined, 100))).length;

t.test('documents with equal interfaces share one component set, also over a restart', async (t) => {
  const rig = await createRig();
  for (const name of ['a', 'b', 'c']) await publish(rig, name, 'text');
  t.equal(await countSets(rig), 1);
  await rig.restart();
  await publish(rig, 'd', 'text');
  await publish(rig, 'e', 'other');
  t.equal(await countSets(rig), 2);
});

t.test(
  'a component set is kept for as long as a document or a log entry names it, and found again while it is',
  async (t) => {
    const rig = await createRig({ limits: { logKeptMs: HOUR_MS, maxLeaseMs: 20 * HOUR_MS } });
    const { entry, lease } = await publish(rig, 'gone', 'text');
    await publish(rig, 'stays', 'other');
    await rig.main().remove(caller(lease.credential ?? ''), { id: entry.id });
    t.equal(await countSets(rig), 2, 'the log names it');
    await rig.clock.advance(HOUR_MS / 2);
    t.equal(await countSets(rig), 2, 'the log still names it');
    await rig.clock.advance(3 * HOUR_MS);
    t.equal(await countSets(rig), 1, 'nothing names it');
    const again = await publish(rig, 'back', 'text');
    t.equal(await countSets(rig), 2);
    await rig.restart();
    t.equal((await rig.main().lookup(caller(), { name: 'back' })).hits[0]?.entry.id, again.entry.id);
    await rig.clock.advance(3 * HOUR_MS);
    t.equal(await countSets(rig), 2, 'what documents name stays');
  },
);

t.test('a set that lost its documents before a restart goes after it', async (t) => {
  const rig = await createRig({ limits: { logKeptMs: HOUR_MS, maxLeaseMs: 20 * HOUR_MS } });
  const { entry, lease } = await publish(rig, 'gone', 'text');
  await rig.main().remove(caller(lease.credential ?? ''), { id: entry.id });
  await rig.restart();
  await publish(rig, 'stays', 'other');
  t.equal(await countSets(rig), 2);
  await rig.clock.advance(3 * HOUR_MS);
  t.equal(await countSets(rig), 1);
});

t.test('an update to another interface lets the old set go', async (t) => {
  const rig = await createRig({ limits: { logKeptMs: HOUR_MS, maxLeaseMs: 20 * HOUR_MS } });
  const { entry, lease } = await publish(rig, 'a', 'text');
  const bytes = service({ name: 'a', schema: schemaWith('other') });
  await rig.main().update(caller(lease.credential ?? ''), { id: entry.id, bytes });
  t.equal(await countSets(rig), 2);
  await rig.clock.advance(3 * HOUR_MS);
  t.equal(await countSets(rig), 1);
  const rows = await rig.store.range(rig.main().id, { from: toUtf8('m/'), to: toUtf8('m0') });
  t.equal(rows.length, 1, 'its number goes with it');
});
