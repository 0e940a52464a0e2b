import t from 'tap';
import { caller, createRig, declareMain, plain, service } from '../support/spaces.js';

const document = (name: string, text: string) => ({ name, bytes: plain(text) });

t.test('a declared space keeps its id over restarts and is found by its alias', async (t) => {
  const rig = await createRig();
  const { id } = rig.main();
  await rig.restart();
  t.equal(rig.main().id, id);
  t.equal((await rig.spaces.get(id)).alias, 'main');
  t.same(
    rig.spaces.declared().map(({ name }) => name),
    ['Main space'],
  );
  t.equal(rig.spaces.findByAlias('other'), undefined);
});

t.test(
  'declared documents are published once, again when their bytes change, and removed when they are declared no more',
  async (t) => {
    const first = [document('a', '<a/>'), document('b', '<b/>')];
    const rig = await createRig({ declaration: declareMain('', first) });
    const list = async () =>
      (await rig.main().lookup(caller(), {})).hits.map(
        ({ entry }) => `${entry.name} ${entry.version} ${entry.publisher}`,
      );
    t.same(await list(), ['a 1 server', 'b 1 server']);
    await rig.restart({ declaration: declareMain('', first) });
    t.same(await list(), ['a 1 server', 'b 1 server']);
    t.equal(await rig.store.sequence(rig.main().id), 2);
    await rig.restart({ declaration: declareMain('', [document('b', '<b2/>'), document('c', '<c/>')]) });
    t.same(await list(), ['b 2 server', 'c 1 server']);
  },
);

t.test('a declared document is held by its space: its lease does not end', async (t) => {
  const declaration = declareMain('', [{ name: 'echo', bytes: service({ name: 'echo', id: 'urn:example:echo' }) }]);
  const rig = await createRig({ declaration });
  await rig.clock.advance(30 * 24 * 3_600_000);
  const [hit] = (await rig.main().lookup(caller(), { name: 'echo', fresh: true })).hits;
  t.ok((hit?.entry.expiresAtMs ?? 0) > rig.clock.nowMs());
  t.equal(hit?.entry.id, 'urn:example:echo');
  const changed = declareMain('', [{ name: 'echo', bytes: service({ name: 'echo2', id: 'urn:example:echo' }) }]);
  await rig.restart({ declaration: changed });
  t.same(
    (await rig.main().lookup(caller(), {})).hits.map(({ entry }) => [entry.name, entry.version]),
    [['echo2', 2]],
  );
});
