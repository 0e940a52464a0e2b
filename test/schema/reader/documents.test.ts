import t from 'tap';
import { readSchema } from '../../../src/schema/index.js';
import { check, readSet, rulesOf, schemaDocument, thrownBy } from '../support.js';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const document = (attributes: string, body: string): string => `<xs:schema ${XS} ${attributes}>${body}</xs:schema>`;
const A = 'targetNamespace="urn:a" xmlns="urn:a" xmlns:b="urn:b" elementFormDefault="qualified"';
const B = 'targetNamespace="urn:b" xmlns="urn:b" xmlns:a="urn:a" elementFormDefault="qualified"';

t.test('an include brings the components of a document of the same namespace', async (t) => {
  const schema = readSet({
    'main.xsd': document(A, '<xs:include schemaLocation="types.xsd"/><xs:element name="e" type="Count"/>'),
    'types.xsd': document(A, '<xs:simpleType name="Count"><xs:restriction base="xs:int"/></xs:simpleType>'),
  });
  t.same(check(schema, '<e xmlns="urn:a">1</e>'), []);
  t.equal(check(schema, '<e xmlns="urn:a">one</e>').length, 1);
});

t.test('a location is meant as it is written, or as the path from the including document', async (t) => {
  const types = document(A, '<xs:simpleType name="Count"><xs:restriction base="xs:int"/></xs:simpleType>');
  const main = (location: string): string =>
    document(A, `<xs:include schemaLocation="${location}"/><xs:element name="e" type="Count"/>`);
  for (const [from, written, at] of [
    ['x/main.xsd', 'types.xsd', 'x/types.xsd'],
    ['x/main.xsd', '../y/types.xsd', 'y/types.xsd'],
    ['x/main.xsd', './types.xsd', 'x/types.xsd'],
    ['x/main.xsd', 'urn:types', 'urn:types'],
    ['http://h/x/main.xsd', '../types.xsd', 'http://h/types.xsd'],
    ['', 'types.xsd', 'types.xsd'],
  ] as const) {
    t.doesNotThrow(
      () => readSchema([schemaDocument(main(written), from), schemaDocument(types, at)]),
      `${from} ${written}`,
    );
  }
});

t.test('documents that include each other are read once', async (t) => {
  const schema = readSet({
    'a.xsd': document(A, '<xs:include schemaLocation="b.xsd"/><xs:element name="e" type="T"/>'),
    'b.xsd': document(
      A,
      '<xs:include schemaLocation="a.xsd"/><xs:complexType name="T"><xs:sequence><xs:element ref="e" minOccurs="0"/></xs:sequence></xs:complexType>',
    ),
  });
  t.same(check(schema, '<e xmlns="urn:a"><e/></e>'), []);
});

t.test('a document without namespace takes that of each document that includes it', async (t) => {
  const common = document(
    '',
    '<xs:element name="e" type="T"/><xs:complexType name="T"><xs:attribute name="x" type="C"/></xs:complexType><xs:simpleType name="C"><xs:restriction base="xs:int"/></xs:simpleType>',
  );
  const schema = readSet({
    'a.xsd': document(A, '<xs:include schemaLocation="common.xsd"/>'),
    'b.xsd': document(B, '<xs:include schemaLocation="common.xsd"/>'),
    'common.xsd': common,
  });
  t.same(
    schema
      .components()
      .filter(({ kind }) => kind === 'element')
      .map(({ name }) => name),
    ['{urn:a}e', '{urn:b}e'],
  );
  t.same(check(schema, '<e xmlns="urn:b" x="1"/>'), []);
});

t.test('documents without namespace that only include each other have none', async (t) => {
  const schema = readSet({
    'a.xsd': document('', '<xs:include schemaLocation="b.xsd"/><xs:element name="a"/>'),
    'b.xsd': document('', '<xs:include schemaLocation="a.xsd"/><xs:element name="b"/>'),
  });
  t.same(
    schema.components().map(({ name }) => name),
    ['a', 'b'],
  );
});

t.test('an import makes the components of another namespace visible, with or without a location', async (t) => {
  const other = document(B, '<xs:element name="other" type="xs:int"/>');
  const main = (directive: string): string =>
    document(
      A,
      `${directive}<xs:element name="e"><xs:complexType><xs:sequence><xs:element ref="b:other"/></xs:sequence></xs:complexType></xs:element>`,
    );
  for (const directive of [
    '<xs:import namespace="urn:b" schemaLocation="b.xsd"/>',
    '<xs:import namespace="urn:b"/>',
    '<xs:import namespace="urn:b" schemaLocation="elsewhere.xsd"/>',
  ]) {
    const schema = readSet({ 'a.xsd': main(directive), 'b.xsd': other });
    t.same(check(schema, '<e xmlns="urn:a"><other xmlns="urn:b">1</other></e>'), []);
  }
  t.same(
    rulesOf(() => readSet({ 'a.xsd': main(''), 'b.xsd': other })),
    ['src-resolve.4'],
  );
});

t.test('an import of a namespace that nothing refers to needs no document', async (t) => {
  t.doesNotThrow(() =>
    readSet({ 'a.xsd': document(A, '<xs:import namespace="urn:b" schemaLocation="b.xsd"/><xs:element name="e"/>') }),
  );
});

const REFUSED: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [
    'src-include.2',
    'an included document has another namespace',
    { 'a.xsd': document(A, '<xs:include schemaLocation="b.xsd"/>'), 'b.xsd': document(B, '') },
  ],
  [
    'src-resolve',
    'a component of an imported namespace is not given',
    { 'a.xsd': document(A, '<xs:import namespace="urn:b"/><xs:element name="e" type="b:T"/>') },
  ],
  [
    'src-import.1.1',
    'a document imports its own namespace',
    { 'a.xsd': document(A, '<xs:import namespace="urn:a"/>') },
  ],
  ['src-import.1.2', 'a document without namespace imports none', { 'a.xsd': document('', '<xs:import/>') }],
  [
    'src-import.3',
    'an imported document has another namespace',
    { 'a.xsd': document(A, '<xs:import namespace="urn:c" schemaLocation="b.xsd"/>'), 'b.xsd': document(B, '') },
  ],
  [
    'sch-props-correct.2',
    'two documents declare one component',
    { 'a.xsd': document(A, '<xs:element name="e"/>'), 'b.xsd': document(A, '<xs:element name="e"/>') },
  ],
  ['s4s-att-invalid-value', 'a target namespace is empty', { 'a.xsd': document('targetNamespace=""', '') }],
];

for (const [rule, why, texts] of REFUSED) {
  t.test(`a set of documents is refused by ${rule} when ${why}`, async (t) => {
    const error = thrownBy(() => readSet(texts));
    t.equal(error.code, 'SCHEMA_INVALID');
    t.ok(
      error.findings.some((finding) => finding.rule === rule),
      error.message,
    );
  });
}

t.test('no document at all is a schema without components', async (t) => {
  t.same(readSchema([]).components(), []);
});

t.test('a document that is not given is missed only where something of it is needed, and is then named', async (t) => {
  const main = (body: string): string =>
    document(A, `<xs:include schemaLocation="b.xsd"/><xs:import namespace="urn:b" schemaLocation="c.xsd"/>${body}`);
  t.doesNotThrow(() => readSet({ 'a.xsd': main('') }));
  for (const type of ['T', 'b:T']) {
    const { findings } = thrownBy(() => readSet({ 'a.xsd': main(`<xs:element name="e" type="${type}"/>`) }));
    t.match(findings, [
      { rule: 'src-resolve', message: /no type .*T is declared; no document is given for "c.xsd", "b.xsd"/ },
    ]);
  }
});
