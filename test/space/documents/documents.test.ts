import t from 'tap';
import type { DocumentId } from '../../../src/base/index.js';
import { caller, createRig, plain, service } from '../support/spaces.js';

t.test(
  '[space:store] service ads, device ads and any document stand side by side and come back as published',
  async (t) => {
    const { main } = await createRig();
    const sent = [
      service({ name: 'printer' }),
      service({ name: 'lamp', kind: 'device' }),
      plain('\ufeff<?xml version="1.0"?>\n<!-- note --> <möbel  a=\'1\'>\r\n<x/></möbel>\n'),
    ];
    const held = await Promise.all(sent.map((bytes) => main().publish(caller(), { bytes })));
    t.same(
      held.map(({ entry }) => [entry.kind, entry.name, entry.version]),
      [
        ['service', 'printer', 1],
        ['device', 'lamp', 1],
        ['document', 'möbel', 1],
      ],
    );
    for (const [at, { entry, created }] of held.entries()) {
      t.ok(created);
      const read = await main().read(caller(), entry.id);
      t.same(Buffer.from(read.bytes), Buffer.from(sent[at] as Uint8Array));
      t.same(read.entry, entry);
    }
    await t.rejects(main().read(caller(), 'urn:x:nobody' as DocumentId), { code: 'DOCUMENT_NOT_FOUND' });
  },
);

t.test('a document is found by its exact name with its advertisement', async (t) => {
  const { main } = await createRig();
  const bytes = service({ name: 'printer' });
  const { entry } = await main().publish(caller(), { bytes });
  const found = await main().lookup(caller(), { name: 'printer' });
  t.same(
    found.hits.map((hit) => hit.entry),
    [entry],
  );
  t.match(found.hits[0]?.advertisement, /^<advertisement .*<\/advertisement>$/);
  t.equal(found.sequence, 1);
  t.same((await main().lookup(caller(), { name: 'nobody' })).hits, []);
});

t.test('a space spawned from a space has an id of its own and admits the holder of its root credential', async (t) => {
  const { main, spaces } = await createRig();
  const made = await spaces.spawn(caller(), main().id, { name: 'mine' });
  t.not(made.id, main().id);
  const space = await spaces.get(made.id);
  await t.rejects(space.publish(caller(), { bytes: plain('<a/>') }), { code: 'CREDENTIAL_REQUIRED' });
  await t.rejects(space.publish(caller('wrong'), { bytes: plain('<a/>') }), { code: 'CREDENTIAL_INVALID' });
  await space.publish(caller(made.root), { bytes: plain('<a/>') });
  t.equal((await space.lookup(caller(made.root), {})).hits.length, 1);
  t.equal((await main().lookup(caller(), {})).hits.length, 0);
});
