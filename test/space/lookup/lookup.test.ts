import t from 'tap';
import type { LookupAnswer } from '../../../src/space/index.js';
import { caller, createRig, elementOf, parts, plain, schemaText, service } from '../support/spaces.js';

const FIRST = 'urn:test:first';
const SECOND = 'urn:test:second';
const first = schemaText(FIRST, elementOf('print', 'text', 'copies') + elementOf('printed', 'pages'));
const second = schemaText(SECOND, elementOf('scan', 'resolution'));
const firstFragment = schemaText(FIRST, elementOf('print', 'text', 'copies'));

const names = ({ hits }: LookupAnswer): readonly string[] => hits.map(({ entry }) => entry.name);

/** A(name x, schema 1), B(name y, schema 2), C(name z, schema 1), plain D. */
const publishAll = async () => {
  const rig = await createRig();
  const main = rig.main();
  const one = { namespace: FIRST, schema: first, request: 'print', response: 'printed' };
  const two = { namespace: SECOND, schema: second, request: 'scan' };
  for (const bytes of [
    service({ name: 'x', ...one }),
    service({ name: 'y', ...two }),
    service({ name: 'z', ...one }),
  ]) {
    await main.publish(caller(), { bytes });
  }
  const { entry } = await main.publish(caller(), { bytes: plain('<letter>Dear</letter>'), name: 'd' });
  return { ...rig, main, d: entry.id };
};

t.test(
  '[space:lookup-union] name and schema give the union, each document once, hits by name alone last',
  async (t) => {
    const { main, d } = await publishAll();
    const lookup = (input: Parameters<typeof main.lookup>[1]) => main.lookup(caller(), input);
    t.same(names(await lookup({ name: 'x', schemas: parts(second) })), ['y', 'x']);
    t.same(names(await lookup({ schemas: parts(firstFragment) })), ['x', 'z']);
    t.same(names(await lookup({})), ['x', 'y', 'z', 'd']);
    t.same(names(await lookup({ name: 'nope' })), []);
    t.same(names(await lookup({ name: 'x', schemas: parts(firstFragment) })), ['x', 'z']);
    for (const { entry, advertisement } of (await lookup({})).hits) {
      t.ok(entry.name);
      t.match(advertisement, /^<advertisement [^]*<\/advertisement>$/);
    }
    const [hit] = (await lookup({ name: 'd' })).hits;
    const uri = /uri="([^"]+)"/.exec(hit?.advertisement ?? '')?.[1];
    t.equal(uri, `http://example.org/spaces/main/documents/${d}`);
    t.match(hit?.advertisement, 'kind="document"');
    t.equal(Buffer.from((await main.read(caller(), d)).bytes).toString(), '<letter>Dear</letter>');
  },
);

t.test('[space:lookup-partial] a partial schema alone finds services by structure', async (t) => {
  const { main } = await publishAll();
  const find = async (...texts: string[]) => names(await main.lookup(caller(), { schemas: parts(...texts) }));
  const typed = (fields: string): string =>
    schemaText(
      FIRST,
      `<xs:element name="print"><xs:complexType><xs:sequence>${fields}</xs:sequence></xs:complexType></xs:element>`,
    );

  t.same(
    await find(typed('<xs:element name="text" type="xs:string"/><xs:element name="copies" type="xs:token"/>')),
    ['x', 'z'],
    'a narrower request is understood',
  );
  t.same(
    await find(typed('<xs:element name="text" type="xs:string"/>')),
    [],
    'a request that lacks what is needed is not',
  );
  t.same(
    await find(schemaText('urn:test:other', elementOf('print', 'text', 'copies'))),
    [],
    'another namespace is another thing',
  );
  t.same(await find(first), ['x', 'z'], 'all wanted components are there');
  t.same(await find(firstFragment, second), [], 'each document must hold all of them');

  const wider = schemaText(
    FIRST,
    '<xs:element name="printed"><xs:complexType><xs:sequence><xs:element name="pages" type="xs:string" minOccurs="0" maxOccurs="9"/></xs:sequence></xs:complexType></xs:element>',
  );
  t.same(await find(wider), ['x', 'z'], 'an answer that fits into what is wanted is understood');
});

t.test('a partial schema follows publish, update and remove, and is never answered from what is gone', async (t) => {
  const { main } = await publishAll();
  const input = { schemas: parts(second) };
  t.same(names(await main.lookup(caller(), input)), ['y']);
  const held = await main.publish(caller(), {
    bytes: service({ name: 'w', namespace: SECOND, schema: second, request: 'scan' }),
  });
  t.same(names(await main.lookup(caller(), input)), ['y', 'w']);
  const shown = caller(held.lease.credential ?? '');
  await main.update(shown, {
    id: held.entry.id,
    bytes: service({ name: 'w', namespace: FIRST, schema: first, request: 'print' }),
  });
  t.same(names(await main.lookup(caller(), input)), ['y']);
  t.same(names(await main.lookup(caller(), { schemas: parts(first) })), ['x', 'z', 'w']);
  await main.remove(shown, { id: held.entry.id });
  t.same(names(await main.lookup(caller(), { schemas: parts(first) })), ['x', 'z']);
});

t.test('a malformed partial schema is an error, one with nothing to look for says what to do', async (t) => {
  const { main } = await publishAll();
  const empty = parts(schemaText(FIRST, ''));
  await t.rejects(main.lookup(caller(), { schemas: empty }), { code: 'SCHEMA_INVALID', hint: /top level/ });
  const dangling = parts(schemaText(FIRST, '<xs:element name="a" type="missing"/>'));
  await t.rejects(main.lookup(caller(), { schemas: dangling }), { code: 'SCHEMA_INVALID' });
});

t.test('types are looked for when the partial schema has no element', async (t) => {
  const { main } = await createRig();
  const type =
    '<xs:complexType name="Size"><xs:sequence><xs:element name="w" type="xs:int"/></xs:sequence></xs:complexType>';
  const schema = schemaText(FIRST, `${type}<xs:element name="cut" type="Size"/>`);
  await main().publish(caller(), { bytes: service({ name: 'cutter', namespace: FIRST, schema, request: 'cut' }) });
  t.same(names(await main().lookup(caller(), { schemas: parts(schemaText(FIRST, type)) })), ['cutter']);
});

t.test('kind, publisher and freshness restrict the answer', async (t) => {
  const { main, clock } = await publishAll();
  await main.publish(caller(), { bytes: plain('<short/>'), periodMs: 1000 });
  t.same(names(await main.lookup(caller(), { kinds: ['document'] })), ['d', 'short']);
  t.same(names(await main.lookup(caller(), { name: '?', kinds: ['document'] })), ['d']);
  t.same(names(await main.lookup(caller(), { publisher: 'nobody' })), []);
  t.same(names(await main.lookup(caller(), { publisher: 'local', name: 'y' })), ['y']);
  await clock.advance(1000);
  t.same(
    (await main.lookup(caller(), { name: 'short' })).hits.map(({ entry }) => entry.stale),
    [true],
  );
  t.same(names(await main.lookup(caller(), { name: 'short', fresh: true })), []);
});

t.test('an answer says the sequence it was taken at', async (t) => {
  const { main } = await publishAll();
  t.equal((await main.lookup(caller(), {})).sequence, 4);
  await main.publish(caller(), { bytes: plain('<e/>') });
  t.equal((await main.lookup(caller(), { name: 'nope' })).sequence, 5);
});

t.test('what is asked for is checked', async (t) => {
  const { main } = await createRig();
  for (const input of [{ limit: 0 }, { limit: 1.5 }, { name: '' }, { name: 'x'.repeat(257) }]) {
    await t.rejects(main().lookup(caller(), input), { code: 'PARAMETER_INVALID' }, JSON.stringify(input).slice(0, 40));
  }
});
