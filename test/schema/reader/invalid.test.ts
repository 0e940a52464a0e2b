import t from 'tap';
import { read, rulesOf, schemaDocument, schemaText, thrownBy } from '../support.js';
import { readSchema } from '../../../src/schema/index.js';

/** A complex type `B`, and one that derives from it. */
const derived = (base: string, derivation: string): string =>
  `<xs:complexType name="B">${base}</xs:complexType><xs:complexType name="D"><xs:complexContent>${derivation}</xs:complexContent></xs:complexType>`;
const restricted = (base: string, content: string): string =>
  derived(base, `<xs:restriction base="t:B">${content}</xs:restriction>`);
const extended = (base: string, content: string): string =>
  derived(base, `<xs:extension base="t:B">${content}</xs:extension>`);
const typed = (content: string): string => `<xs:complexType name="T">${content}</xs:complexType>`;
const sequence = (content: string): string => `<xs:sequence>${content}</xs:sequence>`;
const A = '<xs:element name="a" type="xs:int"/>';
const OPTIONAL_A = '<xs:element name="a" type="xs:int" minOccurs="0"/>';

/** What breaks each rule: the rule, why, and the content of the schema. */
const INVALID: readonly (readonly [string, string, string])[] = [
  ['s4s-att-not-allowed', 'an attribute that the element does not take', '<xs:element name="a" colour="red"/>'],
  ['s4s-att-not-allowed', 'minOccurs on a global element', '<xs:element name="a" minOccurs="0"/>'],
  ['s4s-att-not-allowed', 'an attribute in the schema namespace', '<xs:element name="a" xs:type="xs:int"/>'],
  ['s4s-att-must-appear', 'a global element without a name', '<xs:element type="xs:int"/>'],
  [
    's4s-att-must-appear',
    'an enumeration without a value',
    '<xs:simpleType name="s"><xs:restriction base="xs:int"><xs:enumeration/></xs:restriction></xs:simpleType>',
  ],
  ['s4s-att-invalid-value', 'a name with a colon', '<xs:element name="t:a"/>'],
  ['s4s-att-invalid-value', 'a number that is none', typed(sequence('<xs:element name="a" minOccurs="-1"/>'))],
  ['s4s-att-invalid-value', 'a word that is none of the listed', typed(sequence('<xs:any processContents="loose"/>'))],
  ['s4s-att-invalid-value', 'namespaces mixed with ##any', typed(sequence('<xs:any namespace="##any urn:x"/>'))],
  ['s4s-elt-must-match.1', 'a type after its identity constraints', typed('<xs:attribute name="x"/><xs:sequence/>')],
  [
    's4s-elt-must-match.1',
    'two annotations in one element',
    '<xs:element name="a"><xs:annotation/><xs:annotation/></xs:element>',
  ],
  ['s4s-elt-must-match.1', 'an import after a declaration', '<xs:element name="a"/><xs:import namespace="urn:x"/>'],
  ['s4s-elt-must-match.1', 'an all inside a sequence', typed(sequence('<xs:all/>'))],
  ['s4s-elt-invalid-content.1', 'an element of another namespace', '<x:y xmlns:x="urn:x"/>'],
  ['s4s-elt-schema-ns', 'an element that XML Schema does not have', '<xs:elephant name="a"/>'],
  ['s4s-elt-character', 'text', 'some text'],
  ['cvc-id.2', 'two equal ids', '<xs:element name="a" id="x"/><xs:element name="b" id="x"/>'],
  ['sch-props-correct.2', 'two elements of one name', '<xs:element name="a"/><xs:element name="a"/>'],
  [
    'sch-props-correct.2',
    'a simple and a complex type of one name',
    `${typed('')}<xs:simpleType name="T"><xs:restriction base="xs:int"/></xs:simpleType>`,
  ],
  ['src-resolve', 'a type that nobody declares', '<xs:element name="a" type="t:Nowhere"/>'],
  ['src-resolve', 'a type that XML Schema does not have', '<xs:element name="a" type="xs:integr"/>'],
  ['src-resolve', 'an undeclared prefix', '<xs:element name="a" type="p:T"/>'],
  ['src-resolve', 'an element that nobody declares', typed(sequence('<xs:element ref="t:nowhere"/>'))],
  ['src-resolve', 'an attribute that nobody declares', typed('<xs:attribute ref="t:nowhere"/>')],
  ['src-resolve', 'a complex type for an attribute', `${typed('')}<xs:attribute name="a" type="t:T"/>`],
  ['src-resolve.4', 'a namespace that was not imported', '<xs:element name="a" type="o:T" xmlns:o="urn:other"/>'],
  [
    'cos-ct-extends.2.2',
    'an extension of a simple type that is final for all',
    `<xs:simpleType name="S" final="#all"><xs:restriction base="xs:int"/></xs:simpleType>${typed('<xs:simpleContent><xs:extension base="t:S"/></xs:simpleContent>')}`,
  ],
  ['src-element.1', 'default and fixed at once', '<xs:element name="a" type="xs:int" default="1" fixed="1"/>'],
  ['src-element.2.1', 'neither name nor ref', typed(sequence('<xs:element type="xs:int"/>'))],
  ['src-element.2.1', 'name and ref', `${A}${typed(sequence('<xs:element name="b" ref="t:a"/>'))}`],
  ['src-element.2.2', 'a reference with a type', `${A}${typed(sequence('<xs:element ref="t:a" type="xs:int"/>'))}`],
  ['src-element.3', 'two types', '<xs:element name="a" type="xs:int"><xs:complexType/></xs:element>'],
  ['src-attribute.1', 'default and fixed at once', '<xs:attribute name="a" default="1" fixed="1"/>'],
  ['src-attribute.2', 'a default that is required', typed('<xs:attribute name="a" default="1" use="required"/>')],
  ['src-attribute.3.1', 'name and ref', `<xs:attribute name="a"/>${typed('<xs:attribute name="b" ref="t:a"/>')}`],
  [
    'src-attribute.3.2',
    'a reference with a type',
    `<xs:attribute name="a"/>${typed('<xs:attribute ref="t:a" type="xs:int"/>')}`,
  ],
  [
    'src-attribute.4',
    'two types',
    '<xs:attribute name="a" type="xs:int"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:attribute>',
  ],
  ['no-xmlns', 'an attribute named xmlns', '<xs:attribute name="xmlns"/>'],
  ['a-props-correct.2', 'a default that is not of the type', '<xs:attribute name="a" type="xs:int" default="one"/>'],
  ['a-props-correct.4', 'an ID with a default', '<xs:attribute name="a" type="xs:ID" default="one"/>'],
  [
    'au-props-correct.2',
    'another value than the one that is fixed',
    `<xs:attribute name="a" fixed="1"/>${typed('<xs:attribute ref="t:a" fixed="2"/>')}`,
  ],
  ['e-props-correct.2', 'a default that is not of the type', '<xs:element name="a" type="xs:int" default="one"/>'],
  ['e-props-correct.4', 'an ID with a default', '<xs:element name="a" type="xs:ID" fixed="one"/>'],
  [
    'cos-valid-default.2.1',
    'a default where content has to be elements',
    `<xs:element name="e" default="1"><xs:complexType>${sequence(A)}</xs:complexType></xs:element>`,
  ],
  ['p-props-correct.2.1', 'more at least than at most', typed(sequence('<xs:element name="a" minOccurs="2"/>'))],
  [
    'cos-all-limited.2',
    'an element of an all that repeats',
    typed('<xs:all><xs:element name="a" maxOccurs="2"/></xs:all>'),
  ],
  [
    'cos-all-limited.1',
    'an all beside other content',
    extended(sequence(A), '<xs:all><xs:element name="b"/></xs:all>'),
  ],
  [
    'ct-props-correct.3',
    'types that derive from each other',
    '<xs:complexType name="X"><xs:complexContent><xs:extension base="t:Y"/></xs:complexContent></xs:complexType><xs:complexType name="Y"><xs:complexContent><xs:extension base="t:X"/></xs:complexContent></xs:complexType>',
  ],
  ['ct-props-correct.4', 'an attribute declared twice', typed('<xs:attribute name="a"/><xs:attribute name="a"/>')],
  [
    'ct-props-correct.4',
    'an attribute that is inherited',
    extended('<xs:attribute name="a"/>', '<xs:attribute name="a"/>'),
  ],
  [
    'ct-props-correct.5',
    'two attributes that are IDs',
    typed('<xs:attribute name="a" type="xs:ID"/><xs:attribute name="b" type="xs:ID"/>'),
  ],
  [
    'src-ct.1',
    'complex content of a simple type',
    '<xs:complexType name="T"><xs:complexContent><xs:extension base="xs:int"/></xs:complexContent></xs:complexType>',
  ],
  [
    'src-ct.2',
    'simple content of a type with elements',
    `${typed(sequence(A))}<xs:complexType name="D"><xs:simpleContent><xs:extension base="t:T"/></xs:simpleContent></xs:complexType>`,
  ],
  ['src-simple-type.2', 'a restriction of nothing', '<xs:simpleType name="s"><xs:restriction/></xs:simpleType>'],
  [
    'st-props-correct.2',
    'simple types that derive from each other',
    '<xs:simpleType name="s"><xs:restriction base="t:u"/></xs:simpleType><xs:simpleType name="u"><xs:restriction base="t:s"/></xs:simpleType>',
  ],
  [
    'st-props-correct.3',
    'a base that is final',
    '<xs:simpleType name="s" final="restriction"><xs:restriction base="xs:int"/></xs:simpleType><xs:simpleType name="u"><xs:restriction base="t:s"/></xs:simpleType>',
  ],
  [
    'cos-ct-extends.1.1',
    'a base that is final',
    '<xs:complexType name="B" final="extension"/><xs:complexType name="D"><xs:complexContent><xs:extension base="t:B"/></xs:complexContent></xs:complexType>',
  ],
  [
    'cos-ct-extends.1.4',
    'elements added to text',
    '<xs:complexType name="B"><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType>' +
      `<xs:complexType name="D"><xs:complexContent><xs:extension base="t:B">${sequence(A)}</xs:extension></xs:complexContent></xs:complexType>`,
  ],
  [
    'cos-ct-extends.1.4.2.2.2.1',
    'mixed content added to elements only',
    `<xs:complexType name="B">${sequence(A)}</xs:complexType><xs:complexType name="D"><xs:complexContent mixed="true"><xs:extension base="t:B">${sequence('<xs:element name="b"/>')}</xs:extension></xs:complexContent></xs:complexType>`,
  ],
  [
    'derivation-ok-restriction.1',
    'a base that is final',
    '<xs:complexType name="B" final="restriction"/><xs:complexType name="D"><xs:complexContent><xs:restriction base="t:B"/></xs:complexContent></xs:complexType>',
  ],
  [
    'derivation-ok-restriction.2.1.1',
    'a required attribute made optional',
    restricted('<xs:attribute name="a" use="required"/>', '<xs:attribute name="a"/>'),
  ],
  [
    'derivation-ok-restriction.2.1.2',
    'an attribute of a wider type',
    restricted('<xs:attribute name="a" type="xs:int"/>', '<xs:attribute name="a" type="xs:long"/>'),
  ],
  [
    'derivation-ok-restriction.2.1.3',
    'another fixed value',
    restricted('<xs:attribute name="a" fixed="1"/>', '<xs:attribute name="a" fixed="2"/>'),
  ],
  ['derivation-ok-restriction.2.2', 'an attribute that the base has not', restricted('', '<xs:attribute name="a"/>')],
  [
    'derivation-ok-restriction.3',
    'a required attribute prohibited',
    restricted('<xs:attribute name="a" use="required"/>', '<xs:attribute name="a" use="prohibited"/>'),
  ],
  ['derivation-ok-restriction.4.1', 'a wildcard that the base has not', restricted('', '<xs:anyAttribute/>')],
  [
    'derivation-ok-restriction.4.2',
    'a wider wildcard',
    restricted('<xs:anyAttribute namespace="##other"/>', '<xs:anyAttribute/>'),
  ],
  [
    'derivation-ok-restriction.4.3',
    'a laxer wildcard',
    restricted('<xs:anyAttribute/>', '<xs:anyAttribute processContents="lax"/>'),
  ],
  ['derivation-ok-restriction.5.3', 'nothing where something is required', restricted(sequence(A), '')],
  ['derivation-ok-restriction.5.4', 'elements where nothing is allowed', restricted('', sequence(A))],
  [
    'derivation-ok-restriction.5.4.1',
    'text between the elements',
    `<xs:complexType name="B">${sequence(A)}</xs:complexType><xs:complexType name="D" mixed="true"><xs:complexContent><xs:restriction base="t:B">${sequence(A)}</xs:restriction></xs:complexContent></xs:complexType>`,
  ],
  [
    'derivation-ok-restriction.5.4.2',
    'a required element made optional',
    restricted(sequence(A), sequence(OPTIONAL_A)),
  ],
  [
    'derivation-ok-restriction.5.4.2',
    'an element of a wider type',
    restricted(sequence(A), sequence('<xs:element name="a" type="xs:long"/>')),
  ],
  [
    'derivation-ok-restriction.5.4.2',
    'elements in another order',
    restricted(sequence(`${A}<xs:element name="b"/>`), sequence(`<xs:element name="b"/>${A}`)),
  ],
  ['cos-nonambig', 'an optional element before one of its name', typed(sequence(`${OPTIONAL_A}${A}`))],
  ['cos-nonambig', 'an element and a wildcard that lets it in', typed(sequence(`${OPTIONAL_A}<xs:any/>`))],
  [
    'cos-nonambig',
    'alternatives that begin alike',
    typed(`<xs:choice>${sequence(`${A}<xs:element name="b"/>`)}${sequence(`${A}<xs:element name="c"/>`)}</xs:choice>`),
  ],
  [
    'cos-nonambig',
    'a count that may go on or not',
    typed(sequence(`<xs:element name="a" type="xs:int" minOccurs="2" maxOccurs="3"/>${A}`)),
  ],
  [
    'cos-element-consistent',
    'elements of one name and two types',
    typed(sequence(`${A}<xs:element name="b"/><xs:element name="a" type="xs:long"/>`)),
  ],
  [
    'enumeration-valid-restriction',
    'an enumerated value outside the base',
    '<xs:simpleType name="s"><xs:restriction base="xs:int"><xs:enumeration value="x"/></xs:restriction></xs:simpleType>',
  ],
];

for (const [rule, why, body] of INVALID) {
  t.test(`a schema is refused by ${rule}: ${why}`, async (t) => {
    const error = thrownBy(() => read(body));
    t.equal(error.code, 'SCHEMA_INVALID');
    t.ok(
      error.findings.map((finding) => finding.rule).includes(rule),
      error.findings.map((finding) => finding.rule).join(),
    );
  });
}

const VALID: readonly (readonly [string, string])[] = [
  [
    'a fixed count before another element of the name',
    typed(sequence(`<xs:element name="a" type="xs:int" minOccurs="2" maxOccurs="2"/>${A}`)),
  ],
  [
    'a repeated group of a counted element',
    typed(`<xs:sequence maxOccurs="unbounded"><xs:element name="a" minOccurs="2" maxOccurs="3"/></xs:sequence>`),
  ],
  [
    'a restriction that leaves an optional element out',
    restricted(sequence(`${A}<xs:element name="b" minOccurs="0"/>`), sequence(A)),
  ],
  [
    'a restriction to one of the alternatives',
    restricted(`<xs:choice>${A}<xs:element name="b"/></xs:choice>`, `<xs:choice>${A}</xs:choice>`),
  ],
  [
    'a restriction of a wildcard to elements',
    restricted(sequence('<xs:any maxOccurs="3"/>'), sequence(`${A}<xs:element name="b"/>`)),
  ],
  [
    'a restriction of an all to a sequence',
    restricted(`<xs:all>${A}<xs:element name="b" minOccurs="0"/></xs:all>`, sequence(A)),
  ],
  [
    'a restriction of the counts',
    restricted(
      sequence('<xs:element name="a" maxOccurs="unbounded"/>'),
      sequence('<xs:element name="a" maxOccurs="3"/>'),
    ),
  ],
  ['an extension of an empty type by an all', extended('', `<xs:all>${A}</xs:all>`)],
  [
    'types that refer to each other',
    `<xs:complexType name="X">${sequence('<xs:element name="y" type="t:Y" minOccurs="0"/>')}</xs:complexType><xs:complexType name="Y">${sequence('<xs:element name="x" type="t:X" minOccurs="0"/>')}</xs:complexType>`,
  ],
  ['foreign attributes', '<xs:element name="a" x:note="n" xmlns:x="urn:x"/>'],
  [
    'anything inside an annotation',
    '<xs:annotation><xs:appinfo><x xmlns="">text</x></xs:appinfo><xs:documentation xml:lang="en">text</xs:documentation></xs:annotation>',
  ],
  [
    'attributes of the XML namespace by import alone',
    `<xs:import namespace="http://www.w3.org/XML/1998/namespace"/>${typed('<xs:attribute ref="xml:lang"/>')}`,
  ],
  ['an element whose default is empty', '<xs:element name="a" default=""/>'],
];

for (const [what, body] of VALID) {
  t.test(`a schema may have ${what}`, async (t) => {
    t.doesNotThrow(() => read(body));
  });
}

t.test('findings say the rule, the path in the schema document, and line and column', async (t) => {
  const text = schemaText('\n  <xs:element name="a"/>\n  <xs:element name="b" type="t:T"/>');
  const { findings, message } = thrownBy(() => readSchema([schemaDocument(text, 'b.xsd')]));
  t.match(findings, [
    {
      rule: 'src-resolve',
      path: '/schema/element[2]',
      line: 3,
      column: 3,
      message: 'no type {urn:t}T is declared (b.xsd)',
    },
  ]);
  t.equal(message, 'no type {urn:t}T is declared (b.xsd) at 3:3');
});

t.test('several findings are told at once, at most maxFindings', async (t) => {
  const body = Array.from({ length: 30 }, (_, at) => `<xs:element name="e${String(at)}" type="t:T"/>`).join('');
  t.equal(thrownBy(() => read(body)).findings.length, 20);
  t.equal(thrownBy(() => read(body, { maxFindings: 3 })).findings.length, 3);
});

t.test('a document that is no schema is refused', async (t) => {
  t.same(
    rulesOf(() => readSchema([schemaDocument('<schema/>')])),
    ['s4s-elt-schema-ns'],
  );
});
