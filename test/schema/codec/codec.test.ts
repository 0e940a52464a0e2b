import t from 'tap';
import { DEFAULT_XML_LIMITS } from '../../../src/base/index.js';
import type { EncodeOptions, Schema, TypedValue } from '../../../src/schema/index.js';
import { check, decode, read, thrownBy } from '../support.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

const encode = (schema: Schema, local: string, value: TypedValue, options?: EncodeOptions): string =>
  schema.encode({ name: { namespace: 'urn:t', local }, value }, options);

/** A schema with a root `e` of the given content model and attributes. */
const withContent = (content: string, more = ''): Schema =>
  read(`<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>${more}`);

interface Shape {
  readonly what: string;
  readonly schema: Schema;
  readonly xml: string;
  readonly value: TypedValue;
}

const leaf = (name: string, type: string, more = ''): string => `<xs:element name="${name}" type="${type}" ${more}/>`;
const sequence = (content: string): string => `<xs:sequence>${content}</xs:sequence>`;

/** Values by the shape that is public for ever, each with the text that it is written as. */
const SHAPES: readonly Shape[] = [
  {
    what: 'an element of simple type is a scalar',
    schema: read(leaf('e', 'xs:int')),
    xml: '<e xmlns="urn:t">7</e>',
    value: 7,
  },
  {
    what: 'an element of complex type is an object, even an empty one',
    schema: withContent(''),
    xml: '<e xmlns="urn:t"/>',
    value: {},
  },
  {
    what: 'children stand by local name',
    schema: withContent(sequence(leaf('a', 'xs:string') + leaf('b', 'xs:boolean'))),
    xml: '<e xmlns="urn:t"><a>x</a><b>true</b></e>',
    value: { a: 'x', b: true },
  },
  {
    what: 'attributes stand as @name',
    schema: withContent('<xs:attribute name="a" type="xs:unsignedByte"/>'),
    xml: '<e xmlns="urn:t" a="3"/>',
    value: { '@a': 3 },
  },
  {
    what: 'text beside attributes stands as $',
    schema: withContent(
      '<xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="u"/></xs:extension></xs:simpleContent>',
    ),
    xml: '<e xmlns="urn:t" u="kg">1.50</e>',
    value: { '@u': 'kg', $: '1.50' },
  },
  {
    what: 'text of a complex type without attributes stands as $ too',
    schema: withContent('<xs:simpleContent><xs:extension base="xs:long"/></xs:simpleContent>'),
    xml: '<e xmlns="urn:t">5</e>',
    value: { $: 5n },
  },
  {
    what: 'what may repeat is an array, of one too',
    schema: withContent(sequence(leaf('a', 'xs:int', 'maxOccurs="2"'))),
    xml: '<e xmlns="urn:t"><a>1</a></e>',
    value: { a: [1] },
  },
  {
    what: 'what repeats by its group is an array',
    schema: withContent(
      `<xs:sequence maxOccurs="unbounded">${leaf('a', 'xs:int')}${leaf('b', 'xs:int', 'minOccurs="0"')}</xs:sequence>`,
    ),
    xml: '<e xmlns="urn:t"><a>1</a><b>2</b><a>3</a></e>',
    value: { a: [1, 3], b: [2] },
  },
  {
    what: 'what stands twice in a sequence is an array',
    schema: withContent(sequence(`${leaf('a', 'xs:int')}${leaf('b', 'xs:int')}${leaf('a', 'xs:int')}`)),
    xml: '<e xmlns="urn:t"><a>1</a><b>2</b><a>3</a></e>',
    value: { a: [1, 3], b: 2 },
  },
  {
    what: 'what stands in two alternatives once is no array',
    schema: withContent(
      `<xs:choice>${sequence(leaf('a', 'xs:int') + leaf('b', 'xs:int'))}${sequence(leaf('c', 'xs:int') + leaf('b', 'xs:int'))}</xs:choice>`,
    ),
    xml: '<e xmlns="urn:t"><c>1</c><b>2</b></e>',
    value: { c: 1, b: 2 },
  },
  {
    what: 'absent is left out',
    schema: withContent(
      sequence(leaf('a', 'xs:int', 'minOccurs="0"') + leaf('b', 'xs:int', 'minOccurs="0" maxOccurs="2"')),
    ),
    xml: '<e xmlns="urn:t"/>',
    value: {},
  },
  {
    what: 'nil is null',
    schema: withContent(sequence(leaf('a', 'xs:int', 'nillable="true"'))),
    xml: `<e xmlns="urn:t" xmlns:xsi="${XSI}"><a xsi:nil="true"/></e>`,
    value: { a: null },
  },
  {
    what: 'nil with attributes is an object that says so',
    schema: read(
      '<xs:element name="e" nillable="true"><xs:complexType><xs:attribute name="a"/></xs:complexType></xs:element>',
    ),
    xml: `<e xmlns="urn:t" xmlns:xsi="${XSI}" a="1" xsi:nil="true"/>`,
    value: { '@a': '1', [`@{${XSI}}nil`]: true },
  },
  {
    what: 'integers are bigint, small ones numbers',
    schema: withContent(
      sequence(leaf('a', 'xs:integer') + leaf('b', 'xs:long') + leaf('c', 'xs:int') + leaf('d', 'xs:double')),
    ),
    xml: '<e xmlns="urn:t"><a>123456789012345678901234567890</a><b>1</b><c>1</c><d>1.5</d></e>',
    value: { a: 123456789012345678901234567890n, b: 1n, c: 1, d: 1.5 },
  },
  {
    what: 'decimals and dates are strings',
    schema: withContent(sequence(leaf('a', 'xs:decimal') + leaf('b', 'xs:date'))),
    xml: '<e xmlns="urn:t"><a>1.10</a><b>2026-11-21</b></e>',
    value: { a: '1.10', b: '2026-11-21' },
  },
  {
    what: 'binary is bytes',
    schema: withContent(sequence(leaf('a', 'xs:base64Binary') + leaf('b', 'xs:hexBinary'))),
    xml: '<e xmlns="urn:t"><a>AQI=</a><b>FF</b></e>',
    value: { a: Uint8Array.of(1, 2), b: Uint8Array.of(255) },
  },
  {
    what: 'a QName is its name key',
    schema: withContent(sequence(leaf('a', 'xs:QName') + leaf('b', 'xs:QName'))),
    xml: '<e xmlns="urn:t" xmlns:n1="urn:x"><a>n1:q</a><b>q</b></e>',
    value: { a: '{urn:x}q', b: '{urn:t}q' },
  },
  {
    what: 'a QName without namespace makes the root prefixed',
    schema: withContent('<xs:attribute name="a" type="xs:QName"/>'),
    xml: '<n1:e xmlns:n1="urn:t" a="q"/>',
    value: { '@a': 'q' },
  },
  {
    what: 'unqualified children make the root prefixed',
    schema: withContent(
      sequence('<xs:element name="a" type="xs:int" form="unqualified"/>' + leaf('b', 'xs:int', 'minOccurs="0"')),
    ),
    xml: '<n1:e xmlns:n1="urn:t"><a>1</a><n1:b>2</n1:b></n1:e>',
    value: { a: 1, b: 2 },
  },
  {
    what: 'elements of one local name and two namespaces stand by name key',
    schema: withContent(sequence('<xs:element name="a" type="xs:int" form="unqualified"/>' + leaf('a', 'xs:int'))),
    xml: '<n1:e xmlns:n1="urn:t"><a>1</a><n1:a>2</n1:a></n1:e>',
    value: { a: 1, '{urn:t}a': 2 },
  },
  {
    what: 'attributes of one local name and two namespaces stand by name key',
    schema: withContent('<xs:attribute name="a"/><xs:attribute name="a" form="qualified"/>'),
    xml: '<e xmlns="urn:t" xmlns:n1="urn:t" a="1" n1:a="2"/>',
    value: { '@a': '1', '@{urn:t}a': '2' },
  },
  {
    what: 'what a wildcard let in is an array of XML texts by name key',
    schema: withContent(sequence('<xs:any namespace="##other" processContents="lax" maxOccurs="3"/>')),
    xml: '<e xmlns="urn:t"><x xmlns="urn:x">1</x><x xmlns="urn:x">2</x><y xmlns="urn:y"/></e>',
    value: { '{urn:x}x': ['<x xmlns="urn:x">1</x>', '<x xmlns="urn:x">2</x>'], '{urn:y}y': ['<y xmlns="urn:y"/>'] },
  },
  {
    what: 'what a wildcard let in and the schema declares is an array of values',
    schema: withContent(sequence('<xs:any maxOccurs="2"/>'), leaf('g', 'xs:int')),
    xml: '<e xmlns="urn:t"><g>1</g><g>2</g></e>',
    value: { '{urn:t}g': [1, 2] },
  },
  {
    what: 'what has no namespace stands under {}local where a declared child has the name',
    schema: withContent(sequence(leaf('a', 'xs:int') + '<xs:any namespace="##local" processContents="skip"/>')),
    xml: '<n1:e xmlns:n1="urn:t"><n1:a>1</n1:a><a>2</a></n1:e>',
    value: { a: 1, '{}a': ['<a>2</a>'] },
  },
  {
    what: 'attributes that a wildcard let in stand by name key',
    schema: withContent('<xs:anyAttribute processContents="lax"/>'),
    xml: '<e xmlns="urn:t" xmlns:n1="urn:x" b="1" n1:a="2"/>',
    value: { '@b': '1', '@{urn:x}a': '2' },
  },
  {
    what: 'an attribute of the XML namespace keeps its prefix',
    schema: withContent('<xs:anyAttribute processContents="lax"/>'),
    xml: '<e xmlns="urn:t" xml:lang="en"/>',
    value: { '@{http://www.w3.org/XML/1998/namespace}lang': 'en' },
  },
  {
    what: 'mixed content is an array of texts and of objects with one member',
    schema: read(
      `<xs:element name="e"><xs:complexType mixed="true">${sequence(leaf('b', 'xs:int', 'minOccurs="0" maxOccurs="2"'))}</xs:complexType></xs:element>`,
    ),
    xml: '<e xmlns="urn:t">a <b>1</b><b>2</b> c</e>',
    value: { $: ['a ', { b: 1 }, { b: 2 }, ' c'] },
  },
  {
    what: 'an element without type has mixed content of anything',
    schema: read('<xs:element name="e"/>'),
    xml: '<e xmlns="urn:t" a="1">x<y xmlns="urn:y"/></e>',
    value: { '@a': '1', $: ['x', { '{urn:y}y': '<y xmlns="urn:y"/>' }] },
  },
  {
    what: 'a type named by xsi:type is told',
    schema: read(
      `<xs:element name="e" type="t:B"/><xs:complexType name="B"/><xs:complexType name="D"><xs:complexContent><xs:extension base="t:B"><xs:attribute name="a"/></xs:extension></xs:complexContent></xs:complexType>`,
    ),
    xml: `<e xmlns="urn:t" xmlns:xsi="${XSI}" xsi:type="D" a="1"/>`,
    value: { '@a': '1', [`@{${XSI}}type`]: '{urn:t}D' },
  },
  {
    what: 'a simple type named by xsi:type has its value in $',
    schema: read(leaf('e', 'xs:decimal')),
    xml: `<e xmlns="urn:t" xmlns:n1="http://www.w3.org/2001/XMLSchema" xmlns:xsi="${XSI}" xsi:type="n1:int">1</e>`,
    value: { $: 1, [`@{${XSI}}type`]: '{http://www.w3.org/2001/XMLSchema}int' },
  },
  {
    what: 'markup in text and attributes is escaped',
    schema: withContent(sequence(leaf('a', 'xs:string')) + '<xs:attribute name="b"/>'),
    xml: '<e xmlns="urn:t" b="&quot;&amp;&#10;"><a>&lt;&amp;&gt;&#13;</a></e>',
    value: { '@b': '"&\n', a: '<&>\r' },
  },
  {
    what: 'names of an object prototype are members like any other',
    schema: withContent(sequence(leaf('__proto__', 'xs:int') + leaf('constructor', 'xs:int', 'minOccurs="0"'))),
    xml: '<e xmlns="urn:t"><__proto__>1</__proto__></e>',
    value: JSON.parse('{"__proto__":1}') as TypedValue,
  },
];

for (const { what, schema, xml, value } of SHAPES) {
  t.test(what, async (t) => {
    t.same(check(schema, xml), []);
    t.same(decode(schema, xml), value);
    t.equal(encode(schema, 'e', value), xml);
    t.equal(encode(schema, 'e', decode(schema, xml) as TypedValue), xml);
  });
}

t.test('decoded objects inherit nothing', async (t) => {
  const value = decode(withContent(sequence(leaf('a', 'xs:int'))), '<e xmlns="urn:t"><a>1</a></e>') as Record<
    string,
    unknown
  >;
  t.equal(value['constructor'], undefined);
  t.equal('toString' in value, false);
  t.equal(JSON.stringify(value), '{"a":1}');
});

t.test('defaults are filled in when a document is decoded', async (t) => {
  const schema = withContent(
    `${sequence('<xs:element name="a" type="xs:int" default="4"/>')}<xs:attribute name="b" type="xs:boolean" default="true"/><xs:attribute name="c" fixed="x"/>`,
  );
  t.same(decode(schema, '<e xmlns="urn:t"><a/></e>'), { a: 4, '@b': true, '@c': 'x' });
});

t.test('a document in a message comes out as it went in', async (t) => {
  const schema = withContent(sequence('<xs:any processContents="skip"/>'));
  for (const text of ['<d><e a="b"/></d>', '<d xmlns="urn:d"/>', '<p:d xmlns:p="urn:d"><e/></p:d>', '<d xmlns=""/>']) {
    const key = text.includes('urn:d') ? '{urn:d}d' : 'd';
    const xml = encode(schema, 'e', { [key]: [`<?xml version="1.0"?>\n<!-- c -->${text}\n<?p?>`] });
    t.same(decode(schema, xml), { [key]: [text] });
    t.same(
      decode(
        schema,
        encode(schema, 'e', { [key]: [`\uFEFF<?xml version="1.0"?>\n<!-- c -->${text}\n`] }, { trusted: true }),
      ),
      { [key]: [text] },
    );
  }
});

t.test('a document that uses prefixes of the message around it gets them', async (t) => {
  const schema = withContent(sequence('<xs:any processContents="skip"/>'));
  t.same(decode(schema, '<t:e xmlns:t="urn:t" xmlns:x="urn:x" xmlns:y="urn:y"><x:d/></t:e>'), {
    '{urn:x}d': ['<x:d xmlns:t="urn:t" xmlns:x="urn:x" xmlns:y="urn:y"/>'],
  });
});

t.test('members are put into the order of the schema, searching where the first way is a dead end', async (t) => {
  const schema = withContent(
    `<xs:choice maxOccurs="unbounded">${sequence(leaf('a', 'xs:int') + leaf('c', 'xs:int', 'minOccurs="0"'))}${sequence(leaf('b', 'xs:int') + leaf('c', 'xs:int'))}</xs:choice>`,
  );
  t.equal(encode(schema, 'e', { c: [1], b: [2], a: [3] }), '<e xmlns="urn:t"><a>3</a><b>2</b><c>1</c></e>');
  const ordered = withContent(sequence(leaf('x', 'xs:int') + leaf('y', 'xs:int')));
  t.equal(encode(ordered, 'e', { y: 2, x: 1 }), '<e xmlns="urn:t"><x>1</x><y>2</y></e>');
});

t.test('members that are undefined count as absent', async (t) => {
  const schema = withContent(`${sequence(leaf('a', 'xs:int', 'minOccurs="0"'))}<xs:attribute name="b"/>`);
  t.equal(encode(schema, 'e', { a: undefined, '@b': undefined, other: undefined }), '<e xmlns="urn:t"/>');
});

t.test('a declaration and indentation are written when asked for, no white space where text may stand', async (t) => {
  const schema = withContent(
    sequence(
      leaf('a', 'xs:string') +
        '<xs:element name="m"><xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence></xs:complexType></xs:element>',
    ),
  );
  const value = { a: 'x', m: { $: ['t', { b: 1 }] } };
  t.equal(
    encode(schema, 'e', value, { declaration: true, indent: true }),
    '<?xml version="1.0" encoding="UTF-8"?>\n<e xmlns="urn:t">\n  <a>x</a>\n  <m>t<b>1</b></m>\n</e>',
  );
});

t.test('an undeclared root is refused by its own code', async (t) => {
  t.equal(thrownBy(() => encode(withContent(''), 'f', {})).code, 'MESSAGE_UNDECLARED');
});

const refused = withContent(
  `${sequence(`${leaf('a', 'xs:int')}${leaf('list', 'xs:int', 'minOccurs="0" maxOccurs="2"')}${leaf('s', 'xs:string', 'minOccurs="0" fixed="f"')}<xs:any namespace="##other" processContents="lax" minOccurs="0"/>`)}<xs:attribute name="r" type="xs:int" use="required"/><xs:attribute name="f" fixed="x"/>`,
  '<xs:element name="strict"><xs:complexType><xs:sequence><xs:any/></xs:sequence></xs:complexType></xs:element><xs:element name="empty"><xs:complexType/></xs:element><xs:element name="text"><xs:complexType><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType></xs:element><xs:element name="scalar" type="xs:string"/><xs:element name="mixed"><xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence></xs:complexType></xs:element>',
);

/** Values that are refused: the root, the rule, the place, and the value. */
const REFUSED: readonly (readonly [string, string, string, TypedValue])[] = [
  ['e', 'cvc-complex-type.2.4.d', '/e/b', { '@r': 1, a: 1, b: 2 }],
  ['e', 'cvc-complex-type.3.2.2', '/e/@x', { '@r': 1, a: 1, '@x': 'y' }],
  ['e', 'cvc-complex-type.4', '/e/@r', { a: 1 }],
  ['e', 'cvc-complex-type.2.4.b', '/e', { '@r': 1 }],
  ['e', 'cvc-complex-type.2.4.d', '/e/list', { '@r': 1, a: 1, list: [1, 2, 3] }],
  ['e', 'cvc-complex-type.2.4', '/e/list', { '@r': 1, a: 1, list: 1 }],
  ['e', 'value-kind', '/e/list[2]', { '@r': 1, a: 1, list: [1, 'x'] }],
  ['e', 'value-kind', '/e/@r', { '@r': '1.5', a: 1 }],
  ['e', 'value-kind', '/e/a', { '@r': 1, a: { b: 1 } }],
  ['e', 'cvc-elt.3.1', '/e/a', { '@r': 1, a: null }],
  ['e', 'cvc-elt.5.2.2.2.2', '/e/s', { '@r': 1, a: 1, s: 'g' }],
  ['e', 'cvc-au', '/e/@f', { '@r': 1, a: 1, '@f': 'y' }],
  ['e', 'cvc-complex-type.2.3', '/e/$', { '@r': 1, a: 1, $: 'text' }],
  ['e', 'cvc-complex-type.2.4', '/e/x[1]', { '@r': 1, a: 1, '{urn:x}x': ['<x xmlns="urn:x">'] }],
  ['e', 'cvc-complex-type.2.4', '/e/x[1]', { '@r': 1, a: 1, '{urn:x}x': ['<y xmlns="urn:x"/>'] }],
  ['e', 'cvc-complex-type.2.4', '/e/x[1]', { '@r': 1, a: 1, '{urn:x}x': [{ a: 1 }] }],
  ['e', 'cvc-type.3.2', '/e', 'text'],
  ['e', 'cvc-type.3.2', '/e', [1]],
  ['e', 'cvc-type.3.2', '/e', Uint8Array.of(1)],
  ['e', 'cvc-elt.4.3', `/e/@{${XSI}}type`, { '@r': 1, a: 1, [`@{${XSI}}type`]: '{urn:t}Nothing' }],
  ['strict', 'cvc-complex-type.2.4.c', '/strict/x[1]', { '{urn:x}x': ['<x xmlns="urn:x"/>'] }],
  ['empty', 'cvc-complex-type.2.1', '/empty/a', { a: 1 }],
  ['empty', 'cvc-complex-type.2.1', '/empty/$', { $: '' }],
  ['text', 'cvc-complex-type.2.2', '/text/$', {}],
  ['text', 'cvc-complex-type.2.2', '/text/a', { $: 1, a: 1 }],
  ['scalar', 'value-kind', '/scalar', undefined],
  ['scalar', 'xml-character', '/scalar', 'a\u0000b'],
  ['scalar', 'xml-character', '/scalar', 'a\uD800b'],
  ['mixed', 'cvc-complex-type.2.4.b', '/mixed', { $: ['a'] }],
  ['mixed', 'cvc-complex-type.2.4.a', '/mixed/$', { $: [{ c: 1 }] }],
  ['mixed', 'cvc-complex-type.2.4', '/mixed/$', { $: [{ b: 1, c: 1 }] }],
  ['mixed', 'cvc-complex-type.2.4', '/mixed/b', { $: [{ b: 1 }], b: 1 }],
];

for (const [root, rule, path, value] of REFUSED) {
  t.test(`a value is refused by ${rule} at ${path}`, async (t) => {
    const error = thrownBy(() => encode(refused, root, value));
    t.equal(error.code, 'VALUE_INVALID');
    t.ok(
      error.findings.some((finding) => finding.rule === rule && finding.path === path),
      JSON.stringify(error.findings),
    );
  });
}

t.test('inherited members are not written', async (t) => {
  const schema = withContent(
    sequence(leaf('a', 'xs:int', 'minOccurs="0"') + leaf('toString', 'xs:string', 'minOccurs="0"')),
  );
  t.equal(encode(schema, 'e', Object.create({ a: 1 }) as TypedValue), '<e xmlns="urn:t"/>');
  t.equal(encode(schema, 'e', {}), '<e xmlns="urn:t"/>');
});

t.test('a fragment beyond the limits of XML is refused', async (t) => {
  const deep =
    '<x xmlns="urn:x">'.repeat(DEFAULT_XML_LIMITS.maxDepth + 1) + '</x>'.repeat(DEFAULT_XML_LIMITS.maxDepth + 1);
  t.equal(thrownBy(() => encode(refused, 'e', { '@r': 1, a: 1, '{urn:x}x': [deep] })).code, 'VALUE_INVALID');
});

t.test('a value nested more deeply than XML may be is refused', async (t) => {
  const schema = read(
    '<xs:element name="e" type="t:T"/><xs:complexType name="T"><xs:sequence><xs:element name="e" type="t:T" minOccurs="0"/></xs:sequence></xs:complexType>',
  );
  let value: TypedValue = {};
  for (let depth = 0; depth < 100_000; depth++) value = { e: value };
  t.match(
    thrownBy(() => encode(schema, 'e', value)),
    { code: 'VALUE_INVALID', findings: [{ rule: 'depth' }] },
  );
});
