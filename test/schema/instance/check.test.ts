import t from 'tap';
import { check, decode, read, thrownBy } from '../support.js';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const schema = read(`
  <xs:element name="order">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="item" type="t:Item" maxOccurs="3"/>
        <xs:choice minOccurs="0"><xs:element name="card" type="xs:string"/><xs:element name="cash" type="xs:decimal"/></xs:choice>
        <xs:element name="note" type="xs:string" minOccurs="0" nillable="true"/>
        <xs:any namespace="##other" processContents="lax" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="id" type="xs:ID" use="required"/>
      <xs:attribute name="kind" type="xs:token" fixed="retail"/>
      <xs:attribute name="after" type="xs:IDREF"/>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="Item"><xs:simpleContent><xs:extension base="t:Count"><xs:attribute name="unit" type="xs:NCName"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:simpleType name="Count"><xs:restriction base="xs:int"><xs:maxInclusive value="99"/></xs:restriction></xs:simpleType>
  <xs:element name="empty"><xs:complexType/></xs:element>
  <xs:element name="mixed"><xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="any"><xs:complexType><xs:sequence><xs:any maxOccurs="2"/></xs:sequence><xs:anyAttribute/></xs:complexType></xs:element>
  <xs:element name="lax"><xs:complexType><xs:sequence><xs:any processContents="lax"/></xs:sequence><xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType></xs:element>
  <xs:element name="skip"><xs:complexType><xs:sequence><xs:any processContents="skip" namespace="##local urn:x"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="all"><xs:complexType><xs:all><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/></xs:all></xs:complexType></xs:element>
  <xs:element name="count" type="t:Count"/>
  <xs:element name="fixed" type="xs:decimal" fixed="1.0"/>
  <xs:element name="abstract" abstract="true"/>
  <xs:element name="shape" type="t:Shape"/>
  <xs:complexType name="Shape" abstract="true"><xs:attribute name="x" type="xs:int" use="required"/></xs:complexType>
  <xs:complexType name="Circle"><xs:complexContent><xs:extension base="t:Shape"><xs:attribute name="r" type="xs:int" use="required"/></xs:extension></xs:complexContent></xs:complexType>
  <xs:element name="blocked" type="t:Base" block="extension"/>
  <xs:complexType name="Base"/>
  <xs:complexType name="More"><xs:complexContent><xs:extension base="t:Base"><xs:attribute name="m"/></xs:extension></xs:complexContent></xs:complexType>
  <xs:element name="anything"/>
  <xs:element name="qname" type="xs:QName"/>
  <xs:attribute name="global" type="xs:int"/>
`);

const order = (content: string, attributes = 'id="o1"'): string =>
  `<order xmlns="urn:t" ${XSI} ${attributes}>${content}</order>`;
const element = (name: string, content = '', attributes = ''): string =>
  `<t:${name} xmlns:t="urn:t" xmlns="urn:t" ${XSI} ${attributes}>${content}</t:${name}>`;

const VALID: readonly (readonly [string, string])[] = [
  [
    'children in order',
    order('<item>1</item><item unit="kg"> 2 </item><cash>1.50</cash><note>n</note><x xmlns="urn:x"/>'),
  ],
  ['one of the alternatives', order('<item>1</item><card/>')],
  ['a nil element', order('<item>1</item><note xsi:nil="true"/>')],
  ['an element that says it is not nil', order('<item>1</item><note xsi:nil="false">n</note>')],
  ['white space and comments between elements', order('\n <!-- c --><item>1</item><?p?>\t')],
  [
    'hints for locations',
    order('<item>1</item>', 'id="o" xsi:schemaLocation="urn:t t.xsd" xsi:noNamespaceSchemaLocation="u.xsd"'),
  ],
  ['the fixed value in another form', order('<item>1</item>', 'id="o" kind=" retail "')],
  ['a reference to an ID', order('<item>1</item>', 'id="o" after="o"')],
  ['text between elements of mixed content', element('mixed', 'a<b>c</b>d')],
  ['an all in any order', element('all', '<b>1</b><a>2</a>')],
  ['a declared element under a strict wildcard', element('any', '<count>1</count><fixed>1</fixed>', 't:global="1"')],
  [
    'an undeclared element with a declared type under a strict wildcard',
    element('any', '<x xmlns="" xsi:type="t:Count">1</x>'),
  ],
  [
    'anything undeclared under a lax wildcard',
    element('lax', '<x xmlns="urn:x" y="1">z</x>', 'a:b="c" xmlns:a="urn:a"'),
  ],
  [
    'even a declared element with bad content under a skipping wildcard',
    element('skip', '<x xmlns="urn:x"><t:count>x</t:count></x>'),
  ],
  ['a derived type in place of an abstract one', element('shape', '', 'xsi:type="t:Circle" x="1" r="2"')],
  ['the declared type by its name', element('blocked', '', 'xsi:type="t:Base"')],
  ['any type at all where none is declared', element('anything', '<x xmlns=""/>text', 'y="z"')],
  ['a fixed value left out', element('fixed')],
  ['a fixed value in another form', element('fixed', '+1.00')],
];

for (const [what, text] of VALID) {
  t.test(`a message may have ${what}`, async (t) => {
    t.same(check(schema, text), []);
    t.doesNotThrow(() => decode(schema, text));
  });
}

/** What breaks each rule: the rule, the place, part of the message, and the document. */
const INVALID: readonly (readonly [string, string, RegExp, string])[] = [
  ['cvc-elt.1', '/nobody', /no element \{urn:t\}nobody is declared/, element('nobody')],
  ['cvc-elt.2', '/abstract', /is abstract/, element('abstract')],
  ['cvc-type.2', '/shape', /expected an xsi:type/, element('shape', '', 'x="1"')],
  ['cvc-elt.3.1', '/order/item', /not nillable/, order('<item xsi:nil="true"/>')],
  ['cvc-elt.3.2.1', '/order/note', /nil is empty/, order('<item>1</item><note xsi:nil="1">n</note>')],
  ['cvc-elt.4.2', '/shape', /expected a type of the schema/, element('shape', '', 'xsi:type="t:Nothing" x="1"')],
  ['cvc-elt.4.3', '/count', /cannot take the place/, element('count', '1', 'xsi:type="t:Circle" x="1" r="1"')],
  ['cvc-elt.4.3', '/blocked', /cannot take the place/, element('blocked', '', 'xsi:type="t:More"')],
  ['cvc-elt.5.2.2.2.2', '/fixed', /expected the fixed value "1.0", found "2"/, element('fixed', '2')],
  ['cvc-type.3.1.1', '/count', /takes no attribute a/, element('count', '1', 'a="b"')],
  ['cvc-type.3.1.2', '/count', /text only/, element('count', '1<x/>')],
  ['cvc-datatype-valid.1.2.1', '/count', /xs:int|integer|Count/, element('count', 'one')],
  ['cvc-maxInclusive-valid', '/order/item[2]', /99/, order('<item>1</item><item>100</item>')],
  ['cvc-complex-type.2.1', '/empty', /expected an empty element/, element('empty', '<x/>')],
  ['cvc-complex-type.2.1', '/empty', /expected an empty element, found text/, element('empty', ' ')],
  ['cvc-complex-type.2.2', '/order/item', /text only/, order('<item><x/></item>')],
  ['cvc-complex-type.2.3', '/order', /elements only, found the text "stray"/, order('<item>1</item> stray ')],
  ['cvc-complex-type.2.4.a', '/order/card', /expected \{urn:t\}item, found \{urn:t\}card/, order('<card/>')],
  ['cvc-complex-type.2.4.a', '/order/item[2]', /expected \{urn:t\}note/, order('<item>1</item><card/><item>2</item>')],
  ['cvc-complex-type.2.4.a', '/order/item[4]', /found \{urn:t\}item/, order('<item>1</item>'.repeat(4))],
  ['cvc-complex-type.2.4.a', '/order/item', /found item/, order('<item xmlns="">1</item>')],
  ['cvc-complex-type.2.4.b', '/order', /expected \{urn:t\}item, found the end/, order('')],
  ['cvc-complex-type.2.4.b', '/all', /expected \{urn:t\}a/, element('all', '<b>1</b>')],
  ['cvc-complex-type.2.4.a', '/all/b[2]', /expected \{urn:t\}a, found \{urn:t\}b/, element('all', '<b>1</b><b>1</b>')],
  ['cvc-complex-type.2.4.c', '/any/x', /no element x is declared/, element('any', '<x xmlns=""/>')],
  ['cvc-complex-type.2.4.d', '/any/count[3]', /no further element/, element('any', '<count>1</count>'.repeat(3))],
  ['cvc-complex-type.2.4.a', '/skip/count', /no namespace or urn:x/, element('skip', '<count>1</count>')],
  [
    'cvc-datatype-valid.1.2.1',
    '/lax/x/count',
    /value of \{urn:t\}count/,
    element('lax', '<x xmlns=""><t:count>x</t:count></x>'),
  ],
  ['cvc-au', '/order/@kind', /expected the fixed value "retail"/, order('<item>1</item>', 'id="o" kind="bulk"')],
  [
    'cvc-complex-type.3.2.2',
    '/order/@colour',
    /not declared, expected id, kind, after/,
    order('<item>1</item>', 'id="o" colour="red"'),
  ],
  ['cvc-complex-type.3.2.2', '/any/@x', /no attribute x is declared/, element('any', '<count>1</count>', 'x="1"')],
  ['cvc-datatype-valid.1.2.1', '/any/@global', /@global/, element('any', '<count>1</count>', 't:global="x"')],
  ['cvc-complex-type.4', '/order', /required attribute id is missing/, order('<item>1</item>', '')],
  ['cvc-id.1', '/order', /the ID p, found none/, order('<item>1</item>', 'id="o" after="p"')],
  ['cvc-datatype-valid.1.2.1', '/qname', /QName|prefix/, element('qname', 'p:q')],
];

for (const [rule, path, message, text] of INVALID) {
  t.test(`a message is refused by ${rule} at ${path}: ${message.source}`, async (t) => {
    const findings = check(schema, text);
    const found = findings.find((finding) => finding.rule === rule);
    t.match(found, { path, message }, JSON.stringify(findings));
    t.match(found, { line: 1, column: Number });
    const error = thrownBy(() => decode(schema, text));
    t.equal(error.code, rule === 'cvc-elt.1' ? 'MESSAGE_UNDECLARED' : 'MESSAGE_INVALID');
    if (rule !== 'cvc-elt.1') t.same(error.findings, findings, 'decoding finds the same as checking');
  });
}

t.test('two elements with one ID break cvc-id.2', async (t) => {
  const twice = read(
    '<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="i" type="xs:ID" maxOccurs="2"/></xs:sequence></xs:complexType></xs:element>',
  );
  t.match(check(twice, '<e xmlns="urn:t"><i>a</i><i> a </i></e>'), [{ rule: 'cvc-id.2', path: '/e/i[2]' }]);
});

t.test('IDs and references of one check are forgotten in the next', async (t) => {
  const text = order('<item>1</item>', 'id="o" after="o"');
  t.same([check(schema, text), check(schema, text)], [[], []]);
});

t.test('findings have line and column of the element when the source is given, else the path alone', async (t) => {
  const text = order('\n  <item>1</item>\n  <item>many</item>');
  t.match(check(schema, text), [{ line: 3, column: 3, path: '/order/item[2]' }]);
});

t.test('at most maxFindings are told', async (t) => {
  const few = read(
    '<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="i" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>',
    { maxFindings: 3 },
  );
  t.equal(check(few, `<e xmlns="urn:t">${'<i>x</i>'.repeat(10)}</e>`).length, 3);
});

t.test('names of an object prototype are names like any other', async (t) => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  const elements = names.map((name) => `<xs:element name="${name}" type="xs:string" minOccurs="0"/>`).join('');
  const odd = read(
    `<xs:element name="e"><xs:complexType><xs:sequence>${elements}</xs:sequence>${names.map((name) => `<xs:attribute name="${name}"/>`).join('')}</xs:complexType></xs:element><xs:element name="__proto__" type="xs:int"/>`,
  );
  t.same(check(odd, '<e xmlns="urn:t"/>'), []);
  t.same(
    check(
      odd,
      `<e xmlns="urn:t" ${names.map((name) => `${name}="1"`).join(' ')}>${names.map((name) => `<${name}>2</${name}>`).join('')}</e>`,
    ),
    [],
  );
  t.match(check(odd, '<valueOf xmlns="urn:t"/>'), [{ rule: 'cvc-elt.1' }]);
  t.same(check(odd, '<__proto__ xmlns="urn:t">1</__proto__>'), []);
  t.match(check(odd, '<e xmlns="urn:t" valueOf="1"/>'), [{ rule: 'cvc-complex-type.3.2.2' }]);
});
