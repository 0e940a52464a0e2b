import t from 'tap';
import { DEFAULT_SCHEMA_LIMITS } from '../../../src/base/index.js';
import { createSchemaTasks, createSchemaWorker, runTask } from '../../../src/space/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { caller, createRig, declareMain, elementOf, plain, parts, schemaText, service } from '../support/spaces.js';

const ORDER = 'urn:test:order';
const schema = schemaText(
  ORDER,
  elementOf('order', 'item', 'note') +
    '<xs:element name="amount"><xs:complexType><xs:attribute name="sum" type="xs:decimal" use="required"/></xs:complexType></xs:element>',
);
const policy = `<policy xmlns="urn:stoa:policy:1"><content><schema>${schema}</schema></content></policy>`;
const good = plain(`<order xmlns="${ORDER}"><item>1</item><note/></order>`);

t.test(
  '[space:structured] a space with a content schema refuses what does not conform and stores nothing of it',
  async (t) => {
    const { main, store } = await createRig({ declaration: declareMain(policy) });
    const bad: readonly (readonly [string, RegExp])[] = [
      [`<order xmlns="${ORDER}"><item>1</item></order>`, /note/],
      [`<order xmlns="${ORDER}"><note/><item>1</item></order>`, /./],
      [`<order xmlns="${ORDER}"><item>1</item><note/><more/></order>`, /./],
      ['<order><item>1</item><note/></order>', /root element/],
      [`<other xmlns="${ORDER}"/>`, /root element/],
      [`<amount xmlns="${ORDER}" sum="much"/>`, /./],
    ];
    for (const [text, message] of bad) {
      await t.rejects(
        main().publish(caller(), { bytes: plain(text) }),
        { code: 'DOCUMENT_INVALID', message, findings: [{}] },
        text,
      );
    }
    t.equal(await store.sequence(main().id), 0);
    t.same((await main().lookup(caller(), {})).hits, []);
    const { entry, lease } = await main().publish(caller(), { bytes: good });
    const update = { id: entry.id, bytes: plain(bad[0]?.[0] ?? '') };
    await t.rejects(main().update(caller(lease.credential ?? ''), update), { code: 'DOCUMENT_INVALID' });
    t.same(Buffer.from((await main().read(caller(), entry.id)).bytes), Buffer.from(good));
  },
);

t.test('[space:structured] an advertisement is not content: it is published beside', async (t) => {
  const { main } = await createRig({ declaration: declareMain(policy) });
  await main().publish(caller(), { bytes: service({ name: 'shop' }) });
  t.equal((await main().lookup(caller(), { name: 'shop' })).hits.length, 1);
});

t.test(
  "a plain document is found by its space's content schema, and its advertisement holds that schema",
  async (t) => {
    const { main } = await createRig({ declaration: declareMain(policy) });
    const { entry } = await main().publish(caller(), { bytes: good, name: 'first' });
    const find = async (text: string) =>
      (await main().lookup(caller(), { schemas: parts(text) })).hits.map(({ entry: { name } }) => name);
    t.same(await find(schemaText(ORDER, elementOf('order', 'item', 'note'))), ['first']);
    t.same(await find(schemaText(ORDER, elementOf('order', 'item'))), []);
    t.same(
      await find(schemaText(ORDER, '<xs:element name="amount" type="xs:string"/>')),
      [],
      'another root of the same schema',
    );
    const { advertisement } = await main().readAdvertisement(caller(), entry.id);
    t.match(advertisement, `targetNamespace="${ORDER}"`);
  },
);

t.test(
  'a space of results in a structured space takes what a service answers with, and still checks what is declared',
  async (t) => {
    const { main, spaces } = await createRig({ declaration: declareMain(policy) });
    const made = await spaces.spawn(caller(), main().id, { name: 'results', result: true });
    const space = await spaces.get(made.id);
    const writer = caller(made.writer ?? '');
    await space.publish(writer, { bytes: plain('<answer xmlns="urn:test:service"/>') });
    await t.rejects(space.publish(writer, { bytes: plain(`<order xmlns="${ORDER}"/>`) }), { code: 'DOCUMENT_INVALID' });
  },
);

t.test('a document that takes long to check is checked outside the event loop, with the same outcome', async (t) => {
  const tasks = createSchemaTasks(DEFAULT_SCHEMA_LIMITS);
  let checks = 0;
  const schemaWorker = createSchemaWorker(async (task, ...input) => {
    if (task === 'check') checks++;
    return runTask(tasks, task, input);
  });
  const costly = schemaText(
    ORDER,
    '<xs:element name="code"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a|b)*a(a|b){60}"/></xs:restriction></xs:simpleType></xs:element>',
  );
  const declaration = declareMain(
    `<policy xmlns="urn:stoa:policy:1"><content><schema>${costly}</schema></content></policy>`,
  );
  const { main } = await createRig({ declaration, schemaWorker });
  const random = createSeededRandom(5);
  const code = [...random.bytes(40_000)].map((byte) => (byte % 2 === 0 ? 'a' : 'b')).join('');
  const publish = (text: string) =>
    main().publish(caller(), { bytes: plain(`<code xmlns="${ORDER}">${text}</code>`), name: 'code' });
  await publish(`a${'b'.repeat(60)}`);
  t.equal(checks, 0, 'what is quick is checked here');
  await publish(`${code}a${'b'.repeat(60)}`);
  t.equal(checks, 1);
  await t.rejects(publish(`${code}${'b'.repeat(61)}`), {
    code: 'DOCUMENT_INVALID',
    findings: [{ rule: 'cvc-pattern-valid' }],
  });
  t.equal(checks, 2);
});
