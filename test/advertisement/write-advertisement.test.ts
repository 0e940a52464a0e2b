import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import t from 'tap';
import {
  makeDocumentAdvertisement,
  makeSpaceInterface,
  readAdvertisement,
  writeAdvertisement,
} from '../../src/advertisement/index.js';
import type { Advertisement, Method } from '../../src/advertisement/index.js';
import { SCHEMA_TEXTS } from '../../src/protocol/index.js';
import { parseXml, writeXml } from '../../src/xml/index.js';
import { PRINTER } from './samples.js';

const validator = XsdValidator.fromDoc(XmlDocument.fromString(SCHEMA_TEXTS['advertisement.xsd']));
t.teardown(() => validator.dispose());

const read = (text: string): Advertisement => {
  const { root, source } = parseXml(text);
  return readAdvertisement(root, source);
};

/** What an advertisement says, its elements as texts: trees know where they came from. */
const sayingOf = ({ interface: face, extensions, ...rest }: Advertisement) => ({
  ...rest,
  ...(face && {
    interface: {
      ...face,
      schemas: face.schemas.map(({ location, root }) => [location, writeXml(root).replace(/>\s+</g, '><')]),
    },
  }),
  extensions: extensions.map((element) => [element.name, element.children]),
});

const libxmlAccepts = (text: string): boolean => {
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
    return true;
  } finally {
    document.dispose();
  }
};

t.test('a written advertisement conforms to our schema by libxml2, and reads back the same', async (t) => {
  const advertisement = read(PRINTER);
  const text = writeAdvertisement(advertisement);
  t.ok(libxmlAccepts(text));
  const again = read(text);
  t.same(
    { ...sayingOf(again), interface: again.interface?.methods },
    { ...sayingOf(advertisement), interface: advertisement.interface?.methods },
  );
  t.equal(writeAdvertisement(again), text, 'writing is stable');
});

t.test("the advertisement of a space with the space's own interface is written and read back", async (t) => {
  const advertisement: Advertisement = {
    kind: 'space',
    name: 'main',
    access: 'unrestricted',
    endpoints: [{ uri: 'http://stoa.example/spaces/main', binding: 'stoa-http', priority: 0 }],
    interface: makeSpaceInterface(),
    extensions: [],
  };
  const text = writeAdvertisement(advertisement);
  t.ok(libxmlAccepts(text));
  t.same(read(text).interface?.methods, advertisement.interface?.methods);
});

t.test('the advertisement made for a plain document says where it is fetched', async (t) => {
  const made = makeDocumentAdvertisement({ name: 'minutes', uri: 'http://stoa.example/d/1' });
  t.same(read(writeAdvertisement(made)), made);
});

const nameText = fc.string({
  minLength: 1,
  maxLength: 20,
  unit: fc.constantFrom('a', 'Z', '&', '<', '"', "'", 'é', '漢', '😀', '-'),
});
const xmlName = fc.record({
  namespace: fc.constantFrom('', 'urn:a', 'urn:stoa:advertisement:1', 'urn:b&c'),
  local: fc.constantFrom('a', 'b-c', 'constructor', '__proto__'),
});

const method: fc.Arbitrary<Method> = fc
  .record({
    name: nameText,
    description: fc.option(nameText, { nil: undefined }),
    request: xmlName,
    response: fc.option(xmlName, { nil: undefined }),
    faults: fc.array(xmlName, { maxLength: 2 }),
    idempotent: fc.boolean(),
  })
  .map(({ description, response, ...rest }) => ({
    ...rest,
    ...(description !== undefined && { description }),
    ...(response && { response }),
  }));

const advertisement: fc.Arbitrary<Advertisement> = fc.record({
  kind: fc.constant('service' as const),
  name: nameText,
  access: fc.constantFrom('unrestricted' as const, 'restricted' as const),
  endpoints: fc.array(
    fc.record({ uri: fc.webUrl(), binding: fc.constantFrom('stoa-http', 'attached'), priority: fc.nat(65_535) }),
    { minLength: 1, maxLength: 3 },
  ),
  interface: fc.record({
    methods: fc.array(method, { minLength: 1, maxLength: 3 }),
    events: fc.array(xmlName, { maxLength: 2 }),
    schemas: fc.constant([]),
  }),
  extensions: fc.constant([]),
});

t.test('any advertisement reads back as it was written, whatever its names and namespaces', async () => {
  fc.assert(
    fc.property(advertisement, (made) => {
      const text = writeAdvertisement(made);
      t.same(read(text), made);
      return libxmlAccepts(text);
    }),
    { seed: 2026, numRuns: 200 },
  );
});
