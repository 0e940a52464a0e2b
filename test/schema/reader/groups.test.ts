import t from 'tap';
import { check, decode, read, readSet, rulesOf } from '../support.js';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const typed = (content: string): string =>
  `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;
const GROUP =
  '<xs:group name="g"><xs:sequence><xs:element name="a"/><xs:element name="b" minOccurs="0"/></xs:sequence></xs:group>';
const e = (content: string): string => `<e xmlns="urn:t">${content}</e>`;
const a = (count: number): string => '<a/>'.repeat(count);

t.test('a reference stands for its group, as often as the reference says', async (t) => {
  const schema = read(GROUP + typed('<xs:group ref="t:g" minOccurs="0" maxOccurs="2"/>'));
  for (const content of ['', '<a/>', '<a/><b/>', '<a/><a/><b/>', '<a/><b/><a/>'])
    t.same(check(schema, e(content)), [], content);
  for (const content of ['<b/>', '<a/><b/><b/>', a(3)]) t.equal(check(schema, e(content)).length, 1, content);
});

t.test('one group may stand at several places of several types', async (t) => {
  const schema = read(
    GROUP +
      typed(
        '<xs:sequence><xs:group ref="t:g"/><xs:element name="c"><xs:complexType><xs:group ref="t:g"/></xs:complexType></xs:element><xs:group ref="t:g"/></xs:sequence>',
      ),
  );
  t.same(check(schema, e('<a/><c><a/><b/></c><a/><b/>')), []);
  t.equal(check(schema, e('<a/><c/><a/>')).length, 1);
  t.match(decode(schema, e('<a/><c><a/></c><a/>')), { a: { length: 2 }, c: { a: {} } });
});

t.test('a group that is never to stand adds nothing', async (t) => {
  const schema = read(GROUP + typed('<xs:sequence><xs:group ref="t:g" minOccurs="0" maxOccurs="0"/></xs:sequence>'));
  t.same(check(schema, e('')), []);
  t.equal(check(schema, e('<a/>')).length, 1);
});

t.test('a group that is an all is the whole content, or is not there', async (t) => {
  const all =
    '<xs:group name="g"><xs:all><xs:element name="a"/><xs:element name="b" minOccurs="0"/></xs:all></xs:group>';
  const schema = read(all + typed('<xs:group ref="t:g" minOccurs="0"/>'));
  for (const content of ['', '<b/><a/>', '<a/>']) t.same(check(schema, e(content)), [], content);
  for (const content of ['<b/>', '<a/><a/>']) t.equal(check(schema, e(content)).length, 1, content);
});

t.test('a group holds itself when an element stands between', async (t) => {
  const schema = read(
    '<xs:group name="g"><xs:sequence><xs:element name="e" minOccurs="0"><xs:complexType><xs:group ref="t:g"/></xs:complexType></xs:element></xs:sequence></xs:group><xs:element name="r"><xs:complexType><xs:group ref="t:g"/></xs:complexType></xs:element>',
  );
  t.same(check(schema, '<r xmlns="urn:t"><e><e><e/></e></e></r>'), []);
  t.equal(check(schema, '<r xmlns="urn:t"><e><r/></e></r>').length, 1);
});

t.test('a type extends a group by a group, and restricts it', async (t) => {
  const schema = read(`
    <xs:group name="one"><xs:sequence><xs:element name="a"/><xs:element name="b" minOccurs="0"/></xs:sequence></xs:group>
    <xs:group name="two"><xs:sequence><xs:element name="c"/></xs:sequence></xs:group>
    <xs:complexType name="B"><xs:group ref="t:one"/></xs:complexType>
    <xs:complexType name="M"><xs:complexContent><xs:extension base="t:B"><xs:group ref="t:two"/></xs:extension></xs:complexContent></xs:complexType>
    <xs:complexType name="L"><xs:complexContent><xs:restriction base="t:B"><xs:sequence><xs:element name="a"/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
    <xs:element name="more" type="t:M"/><xs:element name="less" type="t:L"/>`);
  t.same(check(schema, '<more xmlns="urn:t"><a/><b/><c/></more>'), []);
  t.equal(check(schema, '<more xmlns="urn:t"><a/><b/></more>').length, 1);
  t.equal(check(schema, '<less xmlns="urn:t"><a/><b/></less>').length, 1);
});

t.test('groups written out and groups referred to have one fingerprint', async (t) => {
  const print = (body: string): string | undefined => read(body).components()[0]?.fingerprint;
  t.equal(
    print(GROUP + typed('<xs:sequence><xs:group ref="t:g" maxOccurs="2"/></xs:sequence>')),
    print(
      typed(
        '<xs:sequence maxOccurs="2"><xs:element name="a"/><xs:sequence><xs:element name="b" minOccurs="0"/></xs:sequence></xs:sequence>',
      ),
    ),
  );
});

t.test('an attribute group brings its attributes, and those of the groups it refers to', async (t) => {
  const schema = read(`
    <xs:attributeGroup name="g"><xs:attribute name="x" type="xs:int" use="required"/><xs:attributeGroup ref="t:h"/></xs:attributeGroup>
    <xs:attributeGroup name="h"><xs:attribute name="y"/><xs:attribute name="z" use="prohibited"/></xs:attributeGroup>
    ${typed('<xs:attributeGroup ref="t:g"/><xs:attribute name="own"/>')}`);
  t.same(check(schema, '<e xmlns="urn:t" x="1" y="" own=""/>'), []);
  t.equal(check(schema, '<e xmlns="urn:t" y=""/>').length, 1);
  t.equal(check(schema, '<e xmlns="urn:t" x="one"/>').length, 1);
  t.equal(check(schema, '<e xmlns="urn:t" x="1" z=""/>').length, 1);
});

t.test('what an attribute group prohibits is prohibited nowhere else', async (t) => {
  const schema = read(`
    <xs:attributeGroup name="g"><xs:attribute name="x" use="prohibited"/></xs:attributeGroup>
    <xs:complexType name="B"><xs:attribute name="x"/></xs:complexType>
    <xs:element name="e"><xs:complexType><xs:complexContent><xs:restriction base="t:B"><xs:attributeGroup ref="t:g"/></xs:restriction></xs:complexContent></xs:complexType></xs:element>`);
  t.same(check(schema, '<e xmlns="urn:t" x="1"/>'), []);
});

t.test('the wildcards of a type and its attribute groups let in what all of them let in', async (t) => {
  const letsIn = (own: string, first: string, second: string): readonly string[] => {
    const schema = read(`
      <xs:attributeGroup name="g"><xs:attributeGroup ref="t:h"/>${first}</xs:attributeGroup>
      <xs:attributeGroup name="h">${second}</xs:attributeGroup>
      ${typed(`<xs:attributeGroup ref="t:g"/>${own}`)}`);
    const names = { none: 'x=""', own: 't:x=""', one: 'xmlns:o="urn:1" o:x=""', two: 'xmlns:o="urn:2" o:x=""' };
    return Object.entries(names).flatMap(([name, attribute]) =>
      check(schema, `<t:e xmlns:t="urn:t" ${attribute}/>`).length === 0 ? [name] : [],
    );
  };
  const any = (namespace: string): string => `<xs:anyAttribute processContents="skip" namespace="${namespace}"/>`;
  t.same(letsIn('', any('##any'), ''), ['none', 'own', 'one', 'two']);
  t.same(letsIn(any('##any'), any('##other'), ''), ['one', 'two']);
  t.same(letsIn(any('urn:1 ##local'), any('##other'), ''), ['one']);
  t.same(letsIn(any('##other'), any('urn:2 urn:t'), any('##any')), ['two']);
  t.same(letsIn(any('urn:1 urn:2'), any('urn:2 ##local'), any('urn:1 urn:2 ##local')), ['two']);
  t.same(letsIn(any('urn:1'), any('urn:2'), ''), []);
  t.same(letsIn('', '', ''), []);
});

t.test('the own wildcard says how strictly what it lets in is checked, else that of the first group', async (t) => {
  const schema = (own: string): string => `
    <xs:attributeGroup name="g"><xs:anyAttribute processContents="skip"/></xs:attributeGroup>
    <xs:attributeGroup name="h"><xs:anyAttribute processContents="strict"/></xs:attributeGroup>
    ${typed(`<xs:attributeGroup ref="t:g"/><xs:attributeGroup ref="t:h"/>${own}`)}`;
  t.same(check(read(schema('')), '<e xmlns="urn:t" x=""/>'), []);
  t.equal(check(read(schema('<xs:anyAttribute/>')), '<e xmlns="urn:t" x=""/>').length, 1);
});

t.test('wildcards that exclude two namespaces have no expression together', async (t) => {
  const other = (name: string): string =>
    `<xs:attributeGroup name="${name}"><xs:anyAttribute namespace="##other"/></xs:attributeGroup>`;
  const set = (refs: string, element: string): Record<string, string> => ({
    'a.xsd': `<xs:schema ${XS} targetNamespace="urn:a" xmlns="urn:a" xmlns:b="urn:b"><xs:import namespace="urn:b" schemaLocation="b.xsd"/>${other('g')}<xs:${element} name="T">${refs}</xs:${element}></xs:schema>`,
    'b.xsd': `<xs:schema ${XS} targetNamespace="urn:b">${other('g')}</xs:schema>`,
  });
  const both = '<xs:attributeGroup ref="g"/><xs:attributeGroup ref="b:g"/>';
  t.same(
    rulesOf(() => readSet(set(both, 'complexType'))),
    ['src-ct.4'],
  );
  t.same(
    rulesOf(() => readSet(set(both, 'attributeGroup'))),
    ['src-attribute_group.2'],
  );
  t.doesNotThrow(() => readSet(set('<xs:attributeGroup ref="b:g"/>', 'complexType')));
});

const type = (content: string): string => `<xs:complexType name="T">${content}</xs:complexType>`;
const sequence = (content: string): string => `<xs:sequence>${content}</xs:sequence>`;
const A = '<xs:element name="a" type="xs:int"/>';

/** What breaks each rule: the rule, why, and the content of the schema. */
const INVALID: readonly (readonly [string, string, string])[] = [
  ['src-resolve', 'a group that nobody declares', type('<xs:group ref="t:nowhere"/>')],
  ['src-resolve', 'an attribute group that nobody declares', type('<xs:attributeGroup ref="t:nowhere"/>')],
  [
    'mg-props-correct.2',
    'a group that holds itself',
    `<xs:group name="g">${sequence('<xs:group ref="t:g"/>')}</xs:group>`,
  ],
  [
    'mg-props-correct.2',
    'groups that hold each other',
    `<xs:group name="g">${sequence('<xs:group ref="t:h"/>')}</xs:group><xs:group name="h"><xs:choice><xs:sequence minOccurs="0"><xs:group ref="t:g"/></xs:sequence></xs:choice></xs:group>`,
  ],
  [
    'src-attribute_group.3',
    'an attribute group that holds itself',
    '<xs:attributeGroup name="g"><xs:attributeGroup ref="t:g"/></xs:attributeGroup>',
  ],
  [
    'src-attribute_group.3',
    'attribute groups that hold each other',
    '<xs:attributeGroup name="g"><xs:attributeGroup ref="t:h"/></xs:attributeGroup><xs:attributeGroup name="h"><xs:attributeGroup ref="t:g"/></xs:attributeGroup>',
  ],
  [
    'cos-all-limited.1',
    'a group that is an all in a sequence',
    `<xs:group name="g"><xs:all>${A}</xs:all></xs:group>${type(sequence('<xs:group ref="t:g"/>'))}`,
  ],
  [
    'cos-all-limited.1.2',
    'a group that is an all twice',
    `<xs:group name="g"><xs:all>${A}</xs:all></xs:group>${type('<xs:group ref="t:g" maxOccurs="2"/>')}`,
  ],
  [
    'cos-nonambig',
    'a group that is referred to twice, optionally',
    `<xs:group name="g">${sequence(A)}</xs:group>${type(sequence('<xs:group ref="t:g" minOccurs="0"/><xs:group ref="t:g"/>'))}`,
  ],
  [
    'ct-props-correct.4',
    'attributes of one name of two groups',
    `<xs:attributeGroup name="g"><xs:attribute name="a"/></xs:attributeGroup><xs:attributeGroup name="h"><xs:attribute name="a"/></xs:attributeGroup>${type('<xs:attributeGroup ref="t:g"/><xs:attributeGroup ref="t:h"/>')}`,
  ],
];

for (const [rule, why, body] of INVALID) {
  t.test(`a schema is refused by ${rule}: ${why}`, async (t) => {
    const rules = rulesOf(() => read(body));
    t.ok(rules.includes(rule), rules.join());
  });
}
