import t from 'tap';
import { DEFAULT_SCHEMA_LIMITS, DEFAULT_XML_LIMITS, StoaError, toUtf8 } from '../../../src/base/index.js';
import { compileInterface, findLiveness, readAdvertisement } from '../../../src/advertisement/index.js';
import { createOutlines, hashAttributes } from '../../../src/schema/index.js';
import {
  createLocalSchemaWorker,
  isSmallDocument,
  openSentAdvertisement,
  toTexts,
} from '../../../src/space/schemas/index.js';
import { unpackKeys } from '../../../src/space/schemas/packed-keys.js';
import { withRoles } from '../../../src/space/schemas/roles.js';
import { readComponentSet } from '../../../src/space/tables/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { caller, createRig, declareMain, plain, schemaText } from '../support/spaces.js';

const NS = 'urn:test:large';
const worker = createLocalSchemaWorker(DEFAULT_SCHEMA_LIMITS);

const many = Array.from({ length: 1200 }, (_, at) => `<xs:element name="e${at}" type="xs:int"/>`).join('\n');

const advertisement = (schema: string, rest = ''): string =>
  `<?xml version="1.0"?>\n<!-- large -->\n<advertisement xmlns="urn:stoa:advertisement:1" xmlns:n="${NS}" kind="service" id="urn:test:one">` +
  `<name> a  service </name><endpoint uri="http://127.0.0.1:9/" binding="stoa-http"/>` +
  `<interface><method name="ask"><request element="n:e0"/><response element="n:e1"/></method>${rest}` +
  `<schema>${schemaText(NS, schema)}</schema></interface></advertisement>\n<!-- end -->\n`;

/** What came of some work, errors included. */
const outcomeOf = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (thrown) {
    const { code, message, findings, limit } = StoaError.from(thrown);
    return { code, message, findings, limit };
  }
};

/** What reading in the event loop gives. */
const readHere = (bytes: Uint8Array) => {
  const { root, source } = parseXml(bytes, DEFAULT_XML_LIMITS);
  const { kind, name, id, interface: description } = readAdvertisement(root, source);
  if (!description) return { kind, name, id };
  const components = compileInterface(description).components();
  const { schema } = compileInterface(description);
  const set = withRoles(
    { components, outlineOf: createOutlines(schema.model), attributes: hashAttributes(schema.model) },
    description,
  );
  return { kind, name, id, components, set };
};

const readOutside = async (bytes: Uint8Array) => {
  const { advertisement: read } = structuredClone(await worker.readDocument(bytes, DEFAULT_XML_LIMITS));
  if (!read) throw new TypeError('it is no advertisement');
  const { kind, name, id, set, schema } = read;
  if (!schema) return { kind, name, id };
  return { kind, name, id, components: unpackKeys(schema.components), set: readComponentSet(set.record) };
};

const CASES: Readonly<Record<string, string>> = {
  'a right one': advertisement(many),
  'no interface': `<advertisement xmlns="urn:stoa:advertisement:1" kind="device"><name>a</name><description>${'x'.repeat(40_000)}</description><endpoint uri="http://h/" binding="stoa-http"/></advertisement>`,
  'a tag that is not closed': advertisement(`${many}\n<xs:element name="x">`),
  'a document type': `<!DOCTYPE a>${advertisement(many)}`,
  'an element that is not declared': advertisement(many, '<event element="n:missing"/>'),
  'two methods for one element': advertisement(many, '<method name="tell"><request element="n:e0"/></method>'),
  'an unknown attribute': advertisement(many).replace('kind="service"', 'kind="service" colour="red"'),
  'a kind that there is not': advertisement(many).replace('kind="service"', 'kind="gadget"'),
  'a type that is missing': advertisement(`${many}\n<xs:element name="x" type="missing"/>`),
  'an element declared twice': advertisement(`${many}\n<xs:element name="e7"/>`),
  'counts that are too large': advertisement(
    `${many}<xs:complexType name="t"><xs:sequence maxOccurs="99"><xs:element name="a" maxOccurs="9999"/><xs:element name="b" maxOccurs="9999"/></xs:sequence></xs:complexType>`,
  ),
  'a prefix that is not declared': advertisement(many).replace('n:e1', 'm:e1'),
};

t.test(
  'a large advertisement read outside the event loop gives what reading it here gives: findings, places, errors',
  async (t) => {
    for (const [name, text] of Object.entries(CASES)) {
      const bytes = toUtf8(text);
      t.notOk(isSmallDocument(bytes), `${name} is large`);
      const here = await outcomeOf(() => readHere(bytes));
      t.strictSame(await outcomeOf(() => readOutside(bytes)), here, name);
      const { main } = await createRig();
      const published = await outcomeOf(() => main().publish(caller(), { bytes }));
      if (name !== 'a right one' && name !== 'no interface') t.strictSame(published, here, `${name}, published`);
      else t.match(published, { entry: { byteLength: bytes.length } });
    }
  },
);

t.test(
  'the root of a large document is found behind a mark and a prolog, and its bytes are served as they came',
  async (t) => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<!-- ö -->\n<n:doc xmlns:n="${NS}">${'ö'.repeat(30_000)}</n:doc>\n<!-- € -->`;
    const { main } = await createRig();
    for (const mark of ['', '\uFEFF']) {
      const bytes = toUtf8(mark + text);
      const { root, rootStart, rootEnd, advertisement: read } = await worker.readDocument(bytes, DEFAULT_XML_LIMITS);
      t.same([root, read], [{ namespace: NS, local: 'doc' }, undefined]);
      const found = new TextDecoder().decode(bytes.subarray(rootStart, rootEnd));
      t.ok(found.startsWith('<n:doc') && found.endsWith('</n:doc>'));
      const { entry } = await main().publish(caller(), { bytes });
      t.same([entry.name, entry.kind], ['doc', 'document']);
      t.same((await main().read(caller(), entry.id)).bytes, bytes);
    }
  },
);

t.test('a large document is held against the content schema of its space, with places as in a small one', async (t) => {
  const content = schemaText(
    NS,
    '<xs:element name="list" type="L"/><xs:complexType name="L"><xs:sequence><xs:element name="n" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType>',
  );
  const declaration = declareMain(
    `<policy xmlns="urn:stoa:policy:1"><content><schema>${content}</schema></content></policy>`,
  );
  const { main } = await createRig({ declaration });
  const list = (last: string): Uint8Array =>
    plain(`\uFEFF<list xmlns="${NS}">\n${'<n>1</n>\n'.repeat(5000)}<n>${last}</n></list>`);
  await main().publish(caller(), { bytes: list('2') });
  await t.rejects(main().publish(caller(), { bytes: list('two') }), {
    code: 'DOCUMENT_INVALID',
    findings: [{ line: 5002, column: 1 }],
  });
  await t.rejects(main().publish(caller(), { bytes: plain(`<other>${'x'.repeat(40_000)}</other>`) }), {
    code: 'DOCUMENT_INVALID',
    findings: [{ rule: 'cvc-elt.1' }],
  });
});

t.test('a large advertisement is opened for gates as it is read here, without trees of its own', async (t) => {
  const liveness = '<liveness xmlns="urn:stoa:liveness:1" probe="http://127.0.0.1:9/up" every="PT1M"/>';
  const text = advertisement(many).replace('</interface>', `</interface>${liveness}<x xmlns="urn:x"/>`);
  const { root, source } = parseXml(text);
  const here = readAdvertisement(root, source);
  const opened = openSentAdvertisement(structuredClone(await worker.openAdvertisement(text)));
  const { interface: description, extensions, ...others } = opened.advertisement;
  const { interface: expected, extensions: left, ...same } = here;
  t.same(others, same);
  t.equal(left.length, 2);
  t.same(extensions, []);
  t.same(opened.getLiveness(), findLiveness(here));
  t.same({ ...description, schemas: [] }, { ...expected, schemas: [] });
  t.same(toTexts(description?.schemas ?? []), toTexts(expected?.schemas ?? []));
  const [part] = description?.schemas ?? [];
  t.ok(part);
  if (!part || !description || !expected) return;
  t.equal(part.root.name.local, 'schema', 'a tree is made when it is asked for');
  t.same(compileInterface(description).components(), compileInterface(expected).components());
});
