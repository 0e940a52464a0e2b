import t from 'tap';
import { isCompatible } from '../../../src/schema/index.js';
import { read } from '../support.js';
import { key } from './keys.js';

const compatible = (wanted: string, advertised: string): boolean =>
  isCompatible(key(read(wanted)), key(read(advertised)));

const typed = (content: string): string =>
  `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;
const sequence = (content: string, occurs = ''): string => typed(`<xs:sequence ${occurs}>${content}</xs:sequence>`);
const leaf = (name: string, more = '', type = 'xs:int'): string =>
  `<xs:element name="${name}" type="${type}" ${more}/>`;
const OPT = 'minOccurs="0"';
const element = (type: string, more = ''): string => `<xs:element name="e" type="${type}" ${more}/>`;
const restricted = (base: string, facets: string): string =>
  `<xs:element name="e"><xs:simpleType><xs:restriction base="${base}">${facets}</xs:restriction></xs:simpleType></xs:element>`;
const attributes = (...list: readonly string[]): string =>
  typed(list.map((each) => `<xs:attribute ${each}/>`).join(''));
const any = (more: string): string => `<xs:any ${more}/>`;
const text = (base: string, more = ''): string =>
  typed(`<xs:simpleContent><xs:extension base="${base}">${more}</xs:extension></xs:simpleContent>`);
const tree = (type: string, leafType: string): string =>
  `<xs:element name="e" type="t:${type}"/><xs:complexType name="${type}"><xs:sequence>${leaf('v', '', leafType)}<xs:element name="n" type="t:${type}" minOccurs="0"/></xs:sequence></xs:complexType>`;

/** Wanted, advertised, and why the first is included in the second and not the other way round. */
const INCLUDED: readonly (readonly [string, string, string])[] = [
  ['a narrower simple type', element('xs:short'), element('xs:int')],
  [
    'a narrower facet',
    restricted('xs:int', '<xs:maxInclusive value="5"/>'),
    restricted('xs:int', '<xs:maxInclusive value="9"/>'),
  ],
  [
    'fewer enumerated values',
    restricted('xs:token', '<xs:enumeration value="a"/>'),
    restricted('xs:token', '<xs:enumeration value="a"/><xs:enumeration value="b"/>'),
  ],
  ['an optional element less', sequence(leaf('a')), sequence(leaf('a') + leaf('b', OPT))],
  ['an optional element made required', sequence(leaf('a')), sequence(leaf('a', OPT))],
  [
    'an optional element in the middle less',
    sequence(leaf('a') + leaf('c')),
    sequence(leaf('a') + leaf('b', OPT) + leaf('c')),
  ],
  ['one of the alternatives', sequence(leaf('a')), typed(`<xs:choice>${leaf('a')}${leaf('b')}</xs:choice>`)],
  ['a smaller count', sequence(leaf('a', 'maxOccurs="2"')), sequence(leaf('a', 'maxOccurs="3"'))],
  [
    'a large count inside a larger one',
    sequence(leaf('a', 'minOccurs="10" maxOccurs="500"')),
    sequence(leaf('a', 'minOccurs="2" maxOccurs="1000"')),
  ],
  [
    'a count inside an unbounded one',
    sequence(leaf('a', 'minOccurs="7" maxOccurs="9999"')),
    sequence(leaf('a', 'minOccurs="3" maxOccurs="unbounded"')),
  ],
  [
    'elements one by one for a repeated one',
    sequence(leaf('a') + leaf('a')),
    sequence(leaf('a', 'maxOccurs="unbounded"')),
  ],
  [
    'a repeated sequence for a repeated choice',
    sequence(leaf('a') + leaf('b'), 'maxOccurs="3"'),
    typed(`<xs:choice maxOccurs="unbounded">${leaf('a')}${leaf('b')}</xs:choice>`),
  ],
  ['a fixed order for any order', sequence(leaf('b') + leaf('a')), typed(`<xs:all>${leaf('a')}${leaf('b')}</xs:all>`)],
  [
    'fewer optional elements of an all',
    typed(`<xs:all>${leaf('a')}</xs:all>`),
    typed(`<xs:all>${leaf('a')}${leaf('b', OPT)}</xs:all>`),
  ],
  [
    'an all for all its orders',
    typed(`<xs:all>${leaf('a')}${leaf('b')}</xs:all>`),
    typed(
      `<xs:choice><xs:sequence>${leaf('a')}${leaf('b', OPT)}</xs:sequence><xs:sequence>${leaf('b')}${leaf('a', OPT)}</xs:sequence></xs:choice>`,
    ),
  ],
  [
    'elements only for mixed content',
    sequence(leaf('a')),
    '<xs:element name="e"><xs:complexType mixed="true"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType></xs:element>',
  ],
  [
    'an element for a wildcard',
    sequence(leaf('a')),
    sequence(any('namespace="##targetNamespace" processContents="skip"')),
  ],
  [
    'a narrower wildcard',
    sequence(any('namespace="urn:x" processContents="lax"')),
    sequence(any('namespace="##other" processContents="lax"')),
  ],
  [
    'a stricter wildcard',
    sequence(any('namespace="##other"')),
    sequence(any('namespace="##other" processContents="lax"')),
  ],
  ['an optional attribute less', attributes('name="a"'), attributes('name="a"', 'name="b"')],
  ['a required attribute for an optional one', attributes('name="a" use="required"'), attributes('name="a"')],
  ['an attribute of a narrower type', attributes('name="a" type="xs:byte"'), attributes('name="a" type="xs:int"')],
  ['an attribute for a wildcard', attributes('name="a"'), typed('<xs:anyAttribute processContents="skip"/>')],
  ['a fixed value for any', attributes('name="a" type="xs:int" fixed="1"'), attributes('name="a" type="xs:int"')],
  [
    'a declared attribute beside a wildcard that lets it in',
    typed(
      '<xs:attribute name="a" type="xs:int" use="required"/><xs:anyAttribute processContents="skip" namespace="##local"/>',
    ),
    typed('<xs:anyAttribute processContents="skip" namespace="##local"/>'),
  ],
  ['an ID for any name', attributes('name="a" type="xs:ID"'), attributes('name="a" type="xs:NCName"')],
  ['no nil for nil', element('xs:int'), element('xs:int', 'nillable="true"')],
  ['a fixed value for a default', element('xs:int', 'fixed="1"'), element('xs:int', 'default="1"')],
  ['text for text with an optional attribute', element('xs:int'), text('xs:long', '<xs:attribute name="a"/>')],
  ['nothing for something optional', typed(''), sequence(leaf('a', OPT))],
  ['anything for what has no type', sequence(leaf('a')), '<xs:element name="e"/>'],
  ['a tree of narrower leaves', tree('T', 'xs:byte'), tree('U', 'xs:int')],
  [
    'an extension by optional content turned round',
    sequence(leaf('a')),
    `<xs:element name="e" type="t:D" block="#all"/><xs:complexType name="B"><xs:sequence>${leaf('a')}</xs:sequence></xs:complexType><xs:complexType name="D"><xs:complexContent><xs:extension base="t:B"><xs:sequence>${leaf('b', OPT)}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>`,
  ],
];

for (const [why, wanted, advertised] of INCLUDED) {
  t.test(`${why} is compatible, and not the other way round`, async (t) => {
    t.equal(compatible(wanted, advertised), true);
    t.equal(compatible(advertised, wanted), false);
    t.equal(compatible(wanted, wanted), true);
    t.equal(compatible(advertised, advertised), true);
  });
}

/** Neither is included in the other. */
const APART: readonly (readonly [string, string, string])[] = [
  ['elements in another order', sequence(leaf('a') + leaf('b')), sequence(leaf('b') + leaf('a'))],
  ['elements of other names', sequence(leaf('a')), sequence(leaf('b'))],
  ['elements in other namespaces', sequence(leaf('a')), sequence(leaf('a', 'form="unqualified"'))],
  ['other types', element('xs:int'), element('xs:date')],
  [
    'overlapping counts',
    sequence(leaf('a', 'minOccurs="1" maxOccurs="3"')),
    sequence(leaf('a', 'minOccurs="2" maxOccurs="4"')),
  ],
  ['another fixed value', element('xs:int', 'fixed="1"'), element('xs:int', 'fixed="2"')],
  ['another default', element('xs:int', 'default="1"'), element('xs:int', 'default="2"')],
  ['other required attributes', attributes('name="a" use="required"'), attributes('name="b" use="required"')],
  [
    'different patterns',
    restricted('xs:string', '<xs:pattern value="a+"/>'),
    restricted('xs:string', '<xs:pattern value="b+"/>'),
  ],
];

for (const [why, one, other] of APART) {
  t.test(`${why} are not compatible either way`, async (t) => {
    t.equal(compatible(one, other), false);
    t.equal(compatible(other, one), false);
  });
}

t.test('elements of other names are not compatible, types are compared whatever their names', async (t) => {
  const schema = read(
    `${leaf('a')}${leaf('b')}<xs:simpleType name="S"><xs:restriction base="xs:int"/></xs:simpleType><xs:complexType name="C"/>`,
  );
  t.equal(isCompatible(key(schema, '{urn:t}a'), key(schema, '{urn:t}b')), false);
  const other = read('<xs:simpleType name="R"><xs:restriction base="xs:int"/></xs:simpleType>');
  t.equal(isCompatible(key(schema, '{urn:t}S'), key(other, '{urn:t}R')), true);
  t.equal(isCompatible(key(schema, '{urn:t}C'), key(other, '{urn:t}R')), false);
  t.equal(isCompatible(key(schema, '{urn:t}a'), key(other, '{urn:t}R')), false, 'an element and a type');
});

t.test('a type that only one side may replace by xsi:type is not compatible', async (t) => {
  const base = '<xs:element name="e" type="t:B"/><xs:complexType name="B"/>';
  const more = `${base}<xs:complexType name="D"><xs:complexContent><xs:extension base="t:B"><xs:attribute name="a"/></xs:extension></xs:complexContent></xs:complexType>`;
  t.equal(compatible(more, base), false);
  t.equal(compatible(base, more), true);
});

t.test('an abstract element has no instances: it is included in all and includes none', async (t) => {
  t.equal(compatible('<xs:element name="e" abstract="true"/>', element('xs:int')), true);
  t.equal(compatible(element('xs:int'), '<xs:element name="e" abstract="true"/>'), false);
});

t.test('a comparison out of budget is not compatible', async (t) => {
  const [wanted, advertised] = [
    key(read(sequence(leaf('a', 'maxOccurs="5000"')))),
    key(read(sequence(leaf('a', 'maxOccurs="6000"')))),
  ];
  t.equal(isCompatible(wanted, advertised), true);
  t.equal(isCompatible(wanted, advertised, { maxSteps: 3 }), false);
});

t.test('types that refer to themselves differently but mean the same are compatible both ways', async (t) => {
  const once = tree('T', 'xs:int');
  const twice = `<xs:element name="e" type="t:A"/>${['A', 'B'].map((name, at) => `<xs:complexType name="${name}"><xs:sequence>${leaf('v')}<xs:element name="n" type="t:${at === 0 ? 'B' : 'A'}" minOccurs="0"/></xs:sequence></xs:complexType>`).join('')}`;
  t.equal(compatible(once, twice), true);
  t.equal(compatible(twice, once), true);
});

t.test('a long chain of types is compared to a depth, and counts as incompatible below it', async (t) => {
  const chain = (length: number, last: string): string => {
    const links = Array.from(
      { length },
      (_, at) =>
        `<xs:complexType name="T${String(at)}"><xs:sequence>${leaf('n', '', `t:T${String(at + 1)}`)}</xs:sequence></xs:complexType>`,
    );
    return `<xs:element name="e" type="t:T0"/>${links.join('')}<xs:simpleType name="T${String(length)}"><xs:restriction base="${last}"/></xs:simpleType>`;
  };
  t.equal(compatible(chain(100, 'xs:byte'), chain(100, 'xs:int')), true);
  t.equal(compatible(chain(3000, 'xs:byte'), chain(3000, 'xs:int')), false);
  t.equal(compatible(chain(3000, 'xs:int'), chain(3000, 'xs:int')), true, 'equal fingerprints decide at any depth');
});
