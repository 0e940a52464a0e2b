import t from 'tap';
import { createVirtualClock } from '../support/virtual-clock.js';
import { openLmdbStore } from '../../src/store/index.js';
import {
  caller,
  createRig,
  elementOf,
  open,
  declareMain,
  parts,
  plain,
  schemaText,
  service,
} from './support/spaces.js';
import { createSeededRandom } from '../support/seeded-random.js';

t.test('on LMDB everything is there again after the store was closed and opened', async (t) => {
  const path = t.testdir();
  const clock = createVirtualClock();
  const store = await openLmdbStore({ path });
  const random = createSeededRandom(3);
  const rig = await createRig({ store, clock, random });
  const bytes = service({ name: 'printer', id: 'urn:example:printer' });
  const { entry, lease } = await rig.main().publish(caller(), { bytes, periodMs: 3_600_000 });
  await Promise.all(
    Array.from({ length: 50 }, (_, at) => rig.main().publish(caller(), { bytes: plain('<a/>'), name: `n${at}` })),
  );
  const spawned = await rig.spaces.spawn(caller(), rig.main().id, { name: 'mine', periodMs: 3_600_000 });
  await (await rig.spaces.get(spawned.id)).publish(caller(spawned.root), { bytes: plain('<inner/>') });
  const { id: subscription } = await rig.main().subscribe(caller(), { after: 0, periodMs: 3_600_000 });
  const before = await rig.main().lookup(caller(), { limit: 500 });
  await rig.spaces.close();
  await store.close();

  const again = await openLmdbStore({ path });
  const spaces = await open(again, clock, { random });
  const main = await spaces.declare(declareMain());
  t.same(await main.lookup(caller(), { limit: 500 }), before);
  t.same(Buffer.from((await main.read(caller(), entry.id)).bytes), Buffer.from(bytes));
  const schemas = parts(schemaText('urn:test:echo', elementOf('echo', 'text')));
  t.same(
    (await main.lookup(caller(), { schemas })).hits.map(({ entry: found }) => found.id),
    [entry.id],
  );
  const inner = await spaces.get(spawned.id);
  t.equal((await inner.lookup(caller(spawned.root), {})).hits.length, 1);
  await main.renew(caller(lease.credential ?? ''), { lease: lease.id });
  const stopping = new AbortController();
  const events = main.events(caller(), { subscription, signal: stopping.signal })[Symbol.asyncIterator]();
  for (let at = 1; at <= 51; at++) t.equal((await events.next()).value.sequence, at);
  stopping.abort();
  await spaces.destroy(caller(spawned.root), spawned.id);
  t.equal(await again.sequence(spawned.id), 0);
  await spaces.close();
  await again.close();
});
