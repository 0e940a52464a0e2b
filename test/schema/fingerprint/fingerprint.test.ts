import t from 'tap';
import { readSchema } from '../../../src/schema/index.js';
import type { Schema } from '../../../src/schema/index.js';
import { read, readSet, schemaDocument } from '../support.js';

const fingerprintOf = (schema: Schema, name: string): string | undefined =>
  schema.components().find((key) => key.name === name)?.fingerprint;

const TYPES = `
  <xs:complexType name="Order">
    <xs:sequence>
      <xs:element name="item" type="t:Item" maxOccurs="unbounded"/>
      <xs:choice><xs:element name="card" type="xs:string"/><xs:element name="cash" type="t:Money"/></xs:choice>
      <xs:any namespace="##other" processContents="lax" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="id" type="xs:ID" use="required"/>
    <xs:attribute name="kind" type="xs:token" default="retail"/>
    <xs:anyAttribute namespace="##other" processContents="lax"/>
  </xs:complexType>
  <xs:complexType name="Item">
    <xs:sequence><xs:element name="part" type="t:Item" minOccurs="0" maxOccurs="9"/><xs:element name="count" type="xs:int"/></xs:sequence>
  </xs:complexType>
  <xs:simpleType name="Money"><xs:restriction base="xs:decimal"><xs:fractionDigits value="2"/><xs:minInclusive value="0"/></xs:restriction></xs:simpleType>
`;
const ORDER = '<xs:element name="order" type="t:Order"/>';
const original = fingerprintOf(read(ORDER + TYPES), '{urn:t}order') ?? '';

const XS = 'http://www.w3.org/2001/XMLSchema';

t.test('a fingerprint is s1: and a SHA-256 in hexadecimal', async (t) => {
  t.match(original, /^s1:[0-9a-f]{64}$/);
});

t.test(
  'components are listed in the order of their keys; a partial schema wants its elements, else its types',
  async (t) => {
    const keys = read(ORDER + TYPES)
      .components()
      .map(({ kind, name }) => `${kind} ${name}`);
    t.same(keys, ['element {urn:t}order', 'type {urn:t}Item', 'type {urn:t}Money', 'type {urn:t}Order']);
    t.same(
      read(ORDER + TYPES)
        .wanted()
        .map(({ name }) => name),
      ['{urn:t}order'],
    );
    t.same(
      read(TYPES)
        .wanted()
        .map(({ name }) => name),
      ['{urn:t}Item', '{urn:t}Money', '{urn:t}Order'],
    );
  },
);

const part = (from: string): string => {
  const found = new RegExp(`<xs:(complexType|simpleType) name="${from}">[^]*?</xs:\\1>`).exec(TYPES)?.[0];
  if (found === undefined) throw new RangeError(from);
  return found;
};
const [Order, Item, Money] = [part('Order'), part('Item'), part('Money')];

/** Other ways to say the same. */
const EQUAL: readonly (readonly [string, () => Schema])[] = [
  ['declarations in another order', () => read(Money + ORDER + Item + Order)],
  [
    'other declarations beside it',
    () => read(`<xs:element name="else" type="xs:int"/>${ORDER}${TYPES}<xs:complexType name="Other"/>`),
  ],
  [
    'annotations and foreign attributes',
    () =>
      read(
        `${ORDER.replace('/>', ' x:a="b" xmlns:x="urn:x"><xs:annotation><xs:documentation>d</xs:documentation></xs:annotation></xs:element>')}${TYPES.replaceAll('<xs:sequence>', '<xs:sequence><xs:annotation/>')}`,
      ),
  ],
  [
    'other names of types',
    () =>
      read((ORDER + TYPES).replaceAll('Order', 'Bestellung').replaceAll('Item', 'Posten').replaceAll('Money', 'Geld')),
  ],
  [
    'anonymous types',
    () =>
      read(
        `<xs:element name="order">${Order.replace(' name="Order"', '').replace('<xs:element name="cash" type="t:Money"/>', `<xs:element name="cash">${Money.replace(' name="Money"', '')}</xs:element>`)}</xs:element>${Item}`,
      ),
  ],
  [
    'other prefixes',
    () => {
      const text = `<xsd:schema xmlns:xsd="${XS}" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">${(ORDER + TYPES).replaceAll('xs:', 'xsd:').replaceAll('"t:', '"')}</xsd:schema>`;
      return readSchema([schemaDocument(text)]);
    },
  ],
  [
    'documents that include each other',
    () => {
      const document = (body: string): string =>
        `<xs:schema xmlns:xs="${XS}" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">${body}</xs:schema>`;
      return readSet({
        'a.xsd': document(`<xs:include schemaLocation="b.xsd"/>${ORDER}${Order}`),
        'b.xsd': document(`<xs:include schemaLocation="a.xsd"/>${Item}${Money}`),
      });
    },
  ],
  [
    'forms said one by one',
    () => {
      const text = `<xs:schema xmlns:xs="${XS}" xmlns:t="urn:t" targetNamespace="urn:t">${ORDER}${TYPES.replaceAll(/<xs:element name/g, '<xs:element form="qualified" name')}</xs:schema>`;
      return readSchema([schemaDocument(text)]);
    },
  ],
  [
    'attributes and alternatives in another order',
    () =>
      read(
        (ORDER + TYPES)
          .replace(/(<xs:attribute name="id"[^>]*>)\s*(<xs:attribute name="kind"[^>]*>)/, '$2$1')
          .replace(/(<xs:element name="card"[^>]*>)(<xs:element name="cash"[^>]*>)/, '$2$1'),
      ),
  ],
  [
    'groups that say nothing',
    () =>
      read(
        (ORDER + TYPES)
          .replace('<xs:sequence>', '<xs:sequence><xs:sequence>')
          .replace('</xs:sequence>', '</xs:sequence></xs:sequence>'),
      ),
  ],
  [
    'occurrences of one said aloud',
    () => read((ORDER + TYPES).replace('<xs:choice>', '<xs:choice minOccurs="1" maxOccurs="1">')),
  ],
  [
    'the same values of facets and defaults in another form',
    () =>
      read(
        (ORDER + TYPES)
          .replace('minInclusive value="0"', 'minInclusive value="+0.00"')
          .replace('default="retail"', 'default=" retail "'),
      ),
  ],
];

for (const [what, make] of EQUAL) {
  t.test(`${what} do not change a fingerprint`, async (t) => {
    t.equal(fingerprintOf(make(), '{urn:t}order'), original);
  });
}

/** Single changes of what is meant: what is replaced, and by what. */
const CHANGES: readonly (readonly [string, string, string])[] = [
  ['the name of an element', 'name="count"', 'name="number"'],
  ['the type of an element', 'name="count" type="xs:int"', 'name="count" type="xs:long"'],
  ['a least occurrence', 'type="t:Item" minOccurs="0"', 'type="t:Item" minOccurs="1"'],
  ['a greatest occurrence', 'maxOccurs="9"', 'maxOccurs="8"'],
  ['an unbounded occurrence', 'maxOccurs="unbounded"', 'maxOccurs="99"'],
  [
    'a compositor',
    '<xs:choice><xs:element name="card" type="xs:string"/><xs:element name="cash" type="t:Money"/></xs:choice>',
    '<xs:sequence><xs:element name="card" type="xs:string"/><xs:element name="cash" type="t:Money"/></xs:sequence>',
  ],
  ['an alternative', '<xs:element name="card" type="xs:string"/>', ''],
  ['the namespaces of a wildcard', '<xs:any namespace="##other"', '<xs:any namespace="urn:x"'],
  ['the strictness of a wildcard', 'processContents="lax" minOccurs="0"', 'processContents="skip" minOccurs="0"'],
  ['the name of an attribute', 'attribute name="id"', 'attribute name="ident"'],
  ['the type of an attribute', 'type="xs:ID"', 'type="xs:NCName"'],
  ['whether an attribute is required', 'use="required"', ''],
  ['a default', 'default="retail"', 'default="bulk"'],
  ['a default made fixed', 'default="retail"', 'fixed="retail"'],
  ['a wildcard for attributes', '<xs:anyAttribute namespace="##other" processContents="lax"/>', ''],
  ['a facet deep inside', 'fractionDigits value="2"', 'fractionDigits value="3"'],
  ['nillable', 'name="order"', 'name="order" nillable="true"'],
  ['abstract', '<xs:complexType name="Order">', '<xs:complexType name="Order" abstract="true">'],
  ['mixed', '<xs:complexType name="Item">', '<xs:complexType name="Item" mixed="true">'],
  ['the form of an element', 'name="count"', 'form="unqualified" name="count"'],
  [
    'order of elements',
    '<xs:element name="part" type="t:Item" minOccurs="0" maxOccurs="9"/><xs:element name="count" type="xs:int"/>',
    '<xs:element name="count" type="xs:int"/><xs:element name="part" type="t:Item" minOccurs="0" maxOccurs="9"/>',
  ],
  [
    'a type that may take the place of another by its name',
    '<xs:simpleType name="Money">',
    '<xs:complexType name="Special"><xs:complexContent><xs:extension base="t:Item"/></xs:complexContent></xs:complexType><xs:simpleType name="Money">',
  ],
];

t.test('any single change of what is meant changes the fingerprint', async (t) => {
  const seen = new Map([[original, 'the original']]);
  for (const [what, from, to] of CHANGES) {
    const body = ORDER + TYPES;
    t.ok(body.includes(from), `${what}: ${from}`);
    const fingerprint = fingerprintOf(read(body.replace(from, to)), '{urn:t}order') ?? '';
    t.equal(seen.get(fingerprint), undefined, what);
    seen.set(fingerprint, what);
  }
});

t.test('the names of types count where derivation can reach them', async (t) => {
  const make = (name: string, block: string): string =>
    fingerprintOf(
      read(
        `<xs:element name="e" type="t:B" ${block}/><xs:complexType name="B"/><xs:complexType name="${name}"><xs:complexContent><xs:extension base="t:B"><xs:attribute name="a"/></xs:extension></xs:complexContent></xs:complexType>`,
      ),
      '{urn:t}e',
    ) ?? '';
  t.not(make('D', ''), make('E', ''));
  t.equal(make('D', 'block="#all"'), make('E', 'block="#all"'));
});

t.test('types that refer to one another are hashed as a group, whatever their order', async (t) => {
  const node = (name: string, next: string, leaf: string): string =>
    `<xs:complexType name="${name}"><xs:sequence><xs:element name="next" type="t:${next}" minOccurs="0"/><xs:element name="leaf" type="xs:${leaf}"/></xs:sequence></xs:complexType>`;
  const ring = (leaf: string): readonly string[] => [
    node('A', 'B', 'int'),
    node('B', 'C', 'int'),
    node('C', 'A', leaf),
  ];
  const root = '<xs:element name="e" type="t:A"/>';
  const make = (parts: readonly string[]): string => fingerprintOf(read(root + parts.join('')), '{urn:t}e') ?? '';
  const of = make(ring('string'));
  t.equal(make([...ring('string')].reverse()), of);
  t.not(make(ring('date')), of);
  t.not(make(ring('int')), of);
  t.equal(
    make([node('A', 'A', 'int')]),
    make([node('A', 'B', 'int'), node('B', 'A', 'int')]),
    'circles that cannot be told apart',
  );
});

t.test('an element and a type of one name have different fingerprints', async (t) => {
  const keys = read(
    '<xs:element name="a" type="t:a"/><xs:simpleType name="a"><xs:restriction base="xs:int"/></xs:simpleType>',
  ).components();
  t.equal(new Set(keys.map(({ fingerprint }) => fingerprint)).size, 2);
});

t.test('many elements of a type that many others derive from end in a limit, in bounded time', async (t) => {
  const range = (count: number, each: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => each(at)).join('');
  const derived = (count: number): Schema =>
    read(
      '<xs:complexType name="Base"><xs:sequence>' +
        range(200, (at) => `<xs:element name="e${at}" type="t:Base" minOccurs="0"/>`) +
        '</xs:sequence></xs:complexType>' +
        range(
          count,
          (at) =>
            `<xs:complexType name="T${at}"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>`,
        ),
    );
  t.equal(derived(20).components().length, 21);
  const many = derived(1000);
  t.throws(() => many.components(), { code: 'SCHEMA_LIMIT_EXCEEDED', limit: 'maxReplacements' });
});
