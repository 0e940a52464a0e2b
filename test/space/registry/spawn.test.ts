import t from 'tap';
import type { SpaceId } from '../../../src/base/index.js';
import { readAdvertisement } from '../../../src/advertisement/index.js';
import { readSchema } from '../../../src/schema/index.js';
import { writeSpaceAdvertisement } from '../../../src/space/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { addresses, caller, createRig, elementOf, parts, plain, schemaText } from '../support/spaces.js';

const ORDER = 'urn:test:order';
const order = schemaText(ORDER, elementOf('order', 'item'));
const invoice = schemaText('urn:test:invoice', elementOf('invoice', 'sum'));

/** Fingerprints of all components that a space's own advertisement declares. */
const componentsOf = (text: string): ReadonlySet<string> => {
  const face = readAdvertisement(parseXml(text).root).interface;
  return new Set(
    readSchema(face?.schemas ?? [])
      .components()
      .map(({ name, fingerprint }) => `${name} ${fingerprint}`),
  );
};

t.test(
  "[spawn:superset] a spawned space has its own id, address and ad; its schema holds at least its parent's",
  async (t) => {
    const { main, spaces } = await createRig();
    const outer = await spaces.spawn(caller(), main().id, { name: 'orders', schemas: parts(order) });
    const inner = await spaces.spawn(caller(outer.root), outer.id, { name: 'both', schemas: parts(invoice) });
    const texts = await Promise.all(
      [main().id, outer.id, inner.id].map(async (id) => writeSpaceAdvertisement(await spaces.get(id), addresses)),
    );
    const [first, second, third] = texts.map(componentsOf);
    t.ok([...(first ?? [])].every((component) => second?.has(component)));
    t.ok([...(second ?? [])].every((component) => third?.has(component)));
    t.ok((first?.size ?? 0) < (second?.size ?? 0) && (second?.size ?? 0) < (third?.size ?? 0));
    t.equal(new Set(texts.map((text) => /uri="([^"]+)"/.exec(text)?.[1])).size, 3);
    t.equal(new Set([main().id, outer.id, inner.id]).size, 3);
    const space = await spaces.get(inner.id);
    await space.publish(caller(inner.root), { bytes: plain(`<order xmlns="${ORDER}"><item>1</item></order>`) });
    await space.publish(caller(inner.root), {
      bytes: plain('<invoice xmlns="urn:test:invoice"><sum>1</sum></invoice>'),
    });
    await t.rejects(space.publish(caller(inner.root), { bytes: plain('<other/>') }), { code: 'DOCUMENT_INVALID' });
  },
);

t.test("[spawn:superset] a schema that clashes with the parent's is refused, the same one again is not", async (t) => {
  const { main, spaces } = await createRig();
  const outer = await spaces.spawn(caller(), main().id, { name: 'orders', schemas: parts(order) });
  const other = parts(schemaText(ORDER, elementOf('order', 'article')));
  await t.rejects(spaces.spawn(caller(outer.root), outer.id, { name: 'x', schemas: other }), {
    code: 'SCHEMA_INVALID',
  });
  const same = await spaces.spawn(caller(outer.root), outer.id, { name: 'x', schemas: parts(order) });
  t.equal((await spaces.get(same.id)).contentSchemas.length, 1);
});

t.test('only the spawner is admitted by the root credential, and handing it on admits another', async (t) => {
  const { main, spaces } = await createRig();
  const made = await spaces.spawn(caller(), main().id, { name: 'mine' });
  const space = await spaces.get(made.id);
  const root = caller(made.root);
  const { entry } = await space.publish(root, { bytes: plain('<a/>') });
  const calls: readonly (() => unknown)[] = [
    () => space.publish(caller(), { bytes: plain('<a/>') }),
    () => space.read(caller(), entry.id),
    () => space.readAdvertisement(caller(), entry.id),
    () => space.findService(caller(), entry.id),
    () => space.lookup(caller(), {}),
    () => space.subscribe(caller(), {}),
    () => space.remove(caller(), { id: entry.id }),
    () => spaces.spawn(caller(), made.id, { name: 'inner' }),
    () => spaces.destroy(caller(), made.id),
  ];
  for (const call of calls) await t.rejects(async () => call(), { code: 'CREDENTIAL_REQUIRED' }, call.toString());
  const other = await spaces.spawn(caller(), main().id, { name: 'other' });
  await t.rejects(space.lookup(caller(other.root), {}), { code: 'CREDENTIAL_INVALID' });
  await space.remove(root, { id: entry.id });
  t.equal((await space.lookup(root, {})).hits.length, 0);
});

t.test('limits: as deep, as many, and no higher than the parent allows', async (t) => {
  const { main, spaces } = await createRig({ limits: { maxSpaceDepth: 2, maxSpaces: 2 } });
  const one = await spaces.spawn(caller(), main().id, { name: 'one', limits: { maxDocuments: 1 } });
  const two = await spaces.spawn(caller(one.root), one.id, { name: 'two' });
  await t.rejects(spaces.spawn(caller(two.root), two.id, { name: 'three' }), {
    code: 'QUOTA_EXCEEDED',
    limit: 'maxSpaceDepth',
  });
  t.equal((await spaces.get(two.id)).limits.maxDocuments, 1, 'inherited');
  await t.rejects(spaces.spawn(caller(one.root), one.id, { name: 'x', limits: { maxDocuments: 2 } }), {
    code: 'PARAMETER_INVALID',
    limit: 'maxDocuments',
  });
  await spaces.spawn(caller(), main().id, { name: 'b' });
  await t.rejects(spaces.spawn(caller(), main().id, { name: 'c' }), { code: 'QUOTA_EXCEEDED', limit: 'maxSpaces' });
  await spaces.destroy(caller(one.root), one.id);
  await spaces.spawn(caller(), main().id, { name: 'c' });
});

t.test('many spaces spawned at once are counted rightly', async (t) => {
  const { main, spaces } = await createRig({ limits: { maxSpaces: 10 } });
  const all = await Promise.allSettled(
    Array.from({ length: 15 }, (_, at) => spaces.spawn(caller(), main().id, { name: `s${at}` })),
  );
  t.equal(all.filter(({ status }) => status === 'fulfilled').length, 10);
});

t.test(
  'a space of results: the writer publishes and reads, the status completes it, then it is only read',
  async (t) => {
    const { main, spaces, clock } = await createRig({ limits: { defaultLeaseMs: 60_000, staleKeptMs: 1 } });
    const made = await spaces.spawn(caller(), main().id, { name: 'results', result: true, periodMs: 600_000 });
    const space = await spaces.get(made.id);
    t.equal(space.kind, 'result');
    const writer = caller(made.writer ?? '');
    const row = await space.publish(writer, { bytes: plain('<row>1</row>') });
    await space.read(writer, row.entry.id);
    await t.rejects(space.lookup(writer, {}), { code: 'CREDENTIAL_INVALID' });
    await space.subscribe(writer, {});
    const reader = caller(made.reader ?? '');
    t.equal((await space.lookup(reader, {})).hits.length, 1);
    await space.read(reader, row.entry.id);
    await space.subscribe(reader, {});
    await t.rejects(space.publish(reader, { bytes: plain('<row>1</row>') }), { code: 'CREDENTIAL_INVALID' });
    await t.rejects(space.remove(reader, { id: row.entry.id }), { code: 'CREDENTIAL_INVALID' });
    await t.rejects(space.renew(reader, { lease: made.lease.id }), { code: 'CREDENTIAL_INVALID' });
    await t.rejects(spaces.spawn(reader, made.id, { name: 'x' }), { code: 'CREDENTIAL_INVALID' });
    await t.rejects(spaces.destroy(reader, made.id), { code: 'CREDENTIAL_INVALID' });
    await t.rejects(spaces.spawn(writer, made.id, { name: 'x' }), { code: 'CREDENTIAL_INVALID' });
    await t.rejects(spaces.destroy(writer, made.id), { code: 'CREDENTIAL_INVALID' });
    const progress = (done: string) => plain(`<progress xmlns="urn:stoa:result:1" done="${done}"/>`);
    await t.rejects(space.publish(writer, { bytes: progress('half') }), { code: 'DOCUMENT_INVALID' });
    await space.publish(writer, { bytes: progress('1') });
    const status = plain('<status xmlns="urn:stoa:result:1" state="completed"/>');
    await space.publish(writer, { bytes: status });
    for (const call of [
      () => space.publish(writer, { bytes: plain('<row>2</row>') }),
      () => space.publish(caller(made.root), { bytes: status }),
      () => space.update(caller(made.root), { id: row.entry.id, bytes: plain('<row>3</row>') }),
    ]) {
      await t.rejects(call(), { code: 'RESULT_COMPLETE' });
    }
    await clock.advance(500_000);
    const { hits } = await space.lookup(caller(made.root), { fresh: true });
    t.same(
      hits.map(({ entry }) => entry.name),
      ['row', 'progress', 'status'],
      'results stay as long as their space',
    );
  },
);

t.test('a name is needed, and a parent', async (t) => {
  const { main, spaces } = await createRig();
  await t.rejects(spaces.spawn(caller(), main().id, { name: '' }), { code: 'PARAMETER_INVALID' });
  await t.rejects(spaces.spawn(caller(), 'urn:uuid:x' as SpaceId, { name: 'a' }), { code: 'SPACE_NOT_FOUND' });
  await t.rejects(spaces.spawn(caller(), main().id, { name: 'a', periodMs: 0 }), { code: 'PARAMETER_INVALID' });
});
