import t from 'tap';
import { readWsdl } from '../../src/bridge/soap/index.js';
import {
  compileInterface,
  elementsOf,
  isProtected,
  readAdvertisement,
  tailorAdvertisement,
  writeAdvertisement,
  writeProtectedAdvertisement,
} from '../../src/advertisement/index.js';
import type { Advertisement, Interface } from '../../src/advertisement/index.js';
import { isStoaError } from '../../src/base/index.js';
import type { DocumentId } from '../../src/base/index.js';
import { parseXml, toNameKey } from '../../src/xml/index.js';
import type { XmlName } from '../../src/xml/index.js';
import { writtenSchemas } from '../support/advertised-schemas.js';
import { findLibxmlProblem } from '../support/libxml-schemas.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { findWsdlCorpus } from '../support/wsdl-corpus.js';

const XSD = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const schema = (body: string, more = ''): string =>
  `<xs:schema ${XSD} xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified"${more}>${body}</xs:schema>`;

const advertise = (...schemas: readonly (readonly [location: string, text: string])[]): Advertisement =>
  readAdvertisement(
    parseXml(
      `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:t="urn:t" kind="service"><name>s</name>` +
        `<endpoint uri="http://s.example/" binding="stoa-http"/><interface>` +
        `<method name="one"><request element="t:one"/></method><method name="two"><request element="t:two"/></method>` +
        schemas.map(([location, text]) => `<schema location="${location}">${text}</schema>`).join('') +
        `</interface></advertisement>`,
    ).root,
  );

const componentsOf = (advertisement: Advertisement): readonly string[] =>
  compileInterface(advertisement.interface as Interface)
    .components()
    .map(({ kind, name }) => `${kind} ${name.slice('{urn:t}'.length)}`)
    .sort();

const cases: readonly (readonly [what: string, advertisement: Advertisement, kept: readonly string[]])[] = [
  [
    'types that only another method needs go, those that both need stay',
    advertise([
      'a.xsd',
      schema(
        '<xs:element name="one" type="t:One"/><xs:element name="two" type="t:Two"/>' +
          '<xs:complexType name="Both"/><xs:complexType name="Two"><xs:sequence><xs:element name="b" type="t:Both"/></xs:sequence></xs:complexType>' +
          '<xs:complexType name="One"><xs:sequence><xs:element name="b" type="t:Both"/></xs:sequence></xs:complexType>',
      ),
    ]),
    ['element one', 'type Both', 'type One'],
  ],
  [
    'what may stand in for a part of the message stays',
    advertise([
      'a.xsd',
      schema(
        '<xs:element name="one"><xs:complexType><xs:sequence><xs:element ref="t:head"/></xs:sequence></xs:complexType></xs:element>' +
          '<xs:element name="head" type="t:Base"/><xs:element name="member" substitutionGroup="t:head" type="t:Derived"/>' +
          '<xs:complexType name="Base"/><xs:complexType name="Derived"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>' +
          '<xs:element name="two" type="xs:int"/>',
      ),
    ]),
    ['element head', 'element member', 'element one', 'type Base', 'type Derived'],
  ],
  [
    'documents that include one another are cut',
    advertise(
      ['a.xsd', schema('<xs:include schemaLocation="b.xsd"/><xs:element name="one" type="t:One"/>')],
      [
        'b.xsd',
        schema(
          '<xs:simpleType name="One"><xs:restriction base="xs:int"/></xs:simpleType><xs:element name="two" type="xs:int"/>',
        ),
      ],
    ),
    ['element one', 'type One'],
  ],
  [
    'where a message lets in what is declared elsewhere, all of it stays',
    advertise([
      'a.xsd',
      schema(
        '<xs:element name="one"><xs:complexType><xs:sequence><xs:any processContents="lax"/></xs:sequence></xs:complexType></xs:element>' +
          '<xs:element name="two" type="xs:int"/>',
      ),
    ]),
    ['element one', 'element two'],
  ],
  [
    'documents that take on a namespace stay whole',
    advertise(
      ['a.xsd', schema('<xs:include schemaLocation="b.xsd"/><xs:element name="one" type="xs:int"/>')],
      ['b.xsd', `<xs:schema ${XSD}><xs:element name="two" type="xs:int"/></xs:schema>`],
    ),
    ['element one', 'element two'],
  ],
];
for (const [what, advertisement, kept] of cases)
  t.test(`[ad:tailored] ${what}`, (t) => {
    const cut = tailorAdvertisement(advertisement, ['one']);
    t.same(
      cut.interface?.methods.map(({ name }) => name),
      ['one'],
    );
    t.same(componentsOf(cut), [...kept].sort());
    t.end();
  });

t.test('[ad:protected] a protected advertisement reads back, and compiles to nothing that could be called', (t) => {
  const id = 'urn:uuid:01932b6e-7c5a-7000-8000-000000000001' as DocumentId;
  const input = { kind: 'service', name: 'a "name" & <more>', id, complete: 'http://s.example/a?b&c' } as const;
  const read = readAdvertisement(parseXml(writeProtectedAdvertisement(input)).root);
  t.match(read, { kind: 'service', name: input.name, id, endpoints: [] });
  t.ok(isProtected(read));
  t.equal(read.interface, undefined);
  t.end();
});

t.test('the wish to be protected is written and read back', (t) => {
  const advertisement = {
    ...advertise(['a.xsd', schema('<xs:element name="one" type="xs:int"/><xs:element name="two" type="xs:int"/>')]),
    guarded: true as const,
  };
  t.equal(readAdvertisement(parseXml(writeAdvertisement(advertisement)).root).guarded, true);
  t.end();
});

/** Real services have one method each here: some of them together make a service with several. */
const mergeServices = (services: readonly Advertisement[]): Advertisement | undefined => {
  const [first] = services;
  const faces = services.flatMap((each) => each.interface ?? []);
  const methods = faces.flatMap((face) => face.methods);
  const schemas = faces.flatMap((face, at) =>
    face.schemas.map((part) => ({ ...part, location: `${at}-${part.location}` })),
  );
  const merged: Interface = { methods, events: [], schemas };
  if (!first || new Set(methods.map(({ name }) => name)).size < methods.length) return undefined;
  try {
    compileInterface(merged);
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
  return { ...first, interface: merged };
};

const referencesOf = ({ methods }: Interface): readonly XmlName[] =>
  methods.flatMap(({ request, response, faults }) => [request, ...(response ? [response] : []), ...faults]);

const GROUPS = 120;

t.test(
  '[ad:tailored] schemas of real services, cut to some of their methods, are valid by our reader and by libxml2, and say the same of the messages',
  { skip: findWsdlCorpus() === undefined && 'the descriptions of real services are not there' },
  (t) => {
    const random = createSeededRandom(20261121);
    const corpus = random.shuffle(findWsdlCorpus() ?? []);
    const sizes = { whole: 0, cut: 0, tried: 0, libxml: 0 };
    for (let group = 0; group < GROUPS; group++) {
      const files = corpus.slice(group * 3, group * 3 + 3);
      const services = files.flatMap(({ name, bytes }) => readWsdl({ location: name, bytes }).services.slice(0, 1));
      const advertisement = mergeServices(services.map((each) => each.advertisement));
      const face = advertisement?.interface;
      if (!advertisement || !face || face.methods.length < 2) continue;
      const what = services.map(({ advertisement: { name } }) => name).join(', ');
      const granted = random
        .shuffle(face.methods)
        .slice(0, random.intBetween(1, face.methods.length - 1))
        .map(({ name }) => name);
      const text = writeAdvertisement(tailorAdvertisement(advertisement, granted));
      const cut = readAdvertisement(parseXml(text).root).interface;
      if (!cut) continue;
      sizes.tried++;
      t.same(cut.methods.map(({ name }) => name).sort(), [...granted].sort(), what);
      const whole = compileInterface(face).components();
      const known = new Map<string, string>(
        whole.map(({ kind, name, fingerprint }) => [`${kind} ${name}`, fingerprint]),
      );
      const left = compileInterface(cut).components();
      const elements = new Set<string>(elementsOf(cut));
      const differing = left.filter(
        ({ kind, name, fingerprint }) =>
          kind === 'element' && elements.has(name) && known.get(`element ${name}`) !== fingerprint,
      );
      t.same(differing, [], `${what}: messages are what they were`);
      const others = face.methods
        .filter(({ name }) => !granted.includes(name))
        .flatMap((method) => referencesOf({ ...face, methods: [method] }));
      const isOpen = left.length === whole.length;
      const leaked = others.filter(
        (name) => !elements.has(toNameKey(name)) && left.some((each) => each.name === toNameKey(name)),
      );
      if (!isOpen) t.same(leaked, [], `${what}: nothing of the others is left`);
      sizes.whole += whole.length;
      sizes.cut += left.length;
      if (findLibxmlProblem(writtenSchemas(writeAdvertisement(advertisement)), referencesOf(face)) !== undefined)
        continue;
      sizes.libxml++;
      t.equal(findLibxmlProblem(writtenSchemas(text), referencesOf(cut)), undefined, `${what}: libxml2 takes it`);
    }
    t.comment(JSON.stringify(sizes));
    t.ok(sizes.tried >= 20, `${sizes.tried} tried`);
    t.ok(sizes.libxml >= 15, `${sizes.libxml} judged by libxml2`);
    t.ok(sizes.cut < sizes.whole * 0.8, `${sizes.cut} of ${sizes.whole} components are left`);
    t.end();
  },
);
