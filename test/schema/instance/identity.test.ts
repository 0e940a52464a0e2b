import t from 'tap';
import { check, decode, read, thrownBy } from '../support.js';
import { processorMs } from '../../support/processor-time.js';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** A schema with a root `e` of any number of elements, and identity constraints on the root. */
const withRoot = (constraints: string, more = ''): ReturnType<typeof read> =>
  read(`
    <xs:element name="e">
      <xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">
        <xs:element name="p" type="t:P"/>
        <xs:element name="q" type="t:Q" nillable="true"/>
        <xs:element ref="t:g"/>
        <xs:any namespace="##other" processContents="lax"/>
      </xs:choice><xs:attribute name="id"/></xs:complexType>
      ${constraints}
    </xs:element>
    <xs:complexType name="P"><xs:sequence>
      <xs:element name="a" type="xs:decimal" minOccurs="0" maxOccurs="2"/>
      <xs:element name="b" type="t:U" minOccurs="0" default="none"/>
      <xs:element name="n" type="xs:int" minOccurs="0" nillable="true"/>
      <xs:element name="p" type="t:P" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
      <xs:attribute name="i" type="xs:int"/><xs:attribute name="s" type="xs:string"/>
      <xs:attribute name="d" type="xs:token" default="std"/>
    </xs:complexType>
    <xs:complexType name="Q"><xs:simpleContent><xs:extension base="xs:int"><xs:attribute name="r" type="xs:QName"/></xs:extension></xs:simpleContent></xs:complexType>
    <xs:simpleType name="U"><xs:union memberTypes="xs:decimal xs:string"/></xs:simpleType>
    <xs:element name="g"><xs:complexType><xs:sequence>
      <xs:element name="p" type="t:P" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType>
      <xs:key name="inner"><xs:selector xpath="t:p"/><xs:field xpath="@i"/></xs:key>
    </xs:element>
    ${more}`);

const constraint = (kind: string, name: string, [selector, ...fields]: readonly string[], refer = ''): string =>
  `<xs:${kind} name="${name}"${refer === '' ? '' : ` refer="t:${refer}"`}><xs:selector xpath="${selector ?? ''}"/>${fields.map((field) => `<xs:field xpath="${field}"/>`).join('')}</xs:${kind}>`;

const document = (content: string, attributes = ''): string =>
  `<e xmlns="urn:t" xmlns:t="urn:t" ${XSI} ${attributes}>${content}</e>`;

const UNIQUE = constraint('unique', 'u', ['t:p', '@i']);
const KEY = constraint('key', 'k', ['t:p', '@i']);
const KEYREF = KEY + constraint('keyref', 'r', ['t:q', '.'], 'k');

/** Constraints, content that keeps them, and content that breaks them with the rule and the path of the finding. */
const CASES: readonly {
  readonly what: string;
  readonly constraints: string;
  readonly valid: readonly string[];
  readonly invalid: readonly (readonly [string, string, string])[];
}[] = [
  {
    what: 'a unique constraint lets a value stand once, and elements without one as often as they like',
    constraints: UNIQUE,
    valid: ['', '<p i="1"/><p i="2"/>', '<p/><p/>', '<p i="1"><p i="1"/></p>'],
    invalid: [
      ['4.1', '/e/p[2]', '<p i="1"/><p i="1"/>'],
      ['4.1', '/e/p[2]', '<p i="1"/><p i=" 01 "/>'],
    ],
  },
  {
    what: 'a key wants a value of every field',
    constraints: KEY,
    valid: ['', '<p i="1"/><p i="2"/><q>1</q>'],
    invalid: [
      ['4.2.1', '/e/p', '<p/>'],
      ['4.2.2', '/e/p[2]', '<p i="1"/><p i="1"/>'],
    ],
  },
  {
    what: 'a keyref wants values that the key has',
    constraints: KEYREF,
    valid: ['<p i="1"/><q>1</q><q> 01 </q>', '<p i="1"/>', '<q xsi:nil="true"/>'],
    invalid: [
      ['4.3', '/e/q', '<q>1</q>'],
      ['4.3', '/e/q[2]', '<q>1</q><p i="1"/><q>2</q>'],
    ],
  },
  {
    what: 'several fields are compared together, and by themselves',
    constraints: constraint('unique', 'u', ['t:p', '@i', '@s']),
    valid: ['<p i="1" s="a"/><p i="1" s="b"/><p i="2" s="a"/>', '<p i="1"/><p i="1"/>'],
    invalid: [['4.1', '/e/p[2]', '<p i="1" s="a"/><p i="+1" s="a"/>']],
  },
  {
    what: 'a default value counts',
    constraints: constraint('key', 'k', ['t:p', '@d']) + constraint('unique', 'v', ['t:p/t:b', '.']),
    valid: ['<p/><p d="x"/>', '<p d="1"><b/></p><p d="2"><b>1</b></p>'],
    invalid: [
      ['4.2.2', '/e/p[2]', '<p/><p d="std"/>'],
      ['4.1', '/e/p[2]/b', '<p d="1"><b/></p><p d="2"><b>none</b></p>'],
    ],
  },
  {
    what: 'values of one primitive type are compared across types, those of different ones differ',
    constraints: constraint('unique', 'u', ['t:p', 't:a | t:b']),
    valid: ['<p><a>1</a></p><p><b>x</b></p>', '<p><a>1</a></p><p><b>2</b></p>'],
    invalid: [
      ['4.1', '/e/p[2]', '<p><a>1</a></p><p><b>1.0</b></p>'],
      ['3', '/e/p', '<p><a>1</a><b>2</b></p>'],
      ['3', '/e/p', '<p><a>1</a><a>2</a></p>'],
    ],
  },
  {
    what: 'the type that xsi:type names is the one that counts',
    constraints: constraint('unique', 'u', ['t:p/t:b', '.']),
    valid: ['<p><b>1</b></p><p><b xsi:type="xs:string" xmlns:xs="http://www.w3.org/2001/XMLSchema">1</b></p>'],
    invalid: [
      [
        '4.1',
        '/e/p[2]/b',
        '<p><b>1</b></p><p><b xsi:type="xs:decimal" xmlns:xs="http://www.w3.org/2001/XMLSchema">1</b></p>',
      ],
    ],
  },
  {
    what: 'QNames are compared by their namespaces',
    constraints: constraint('unique', 'u', ['t:q', '@r']),
    valid: ['<q r="x">1</q><q r="t:x" xmlns:t="urn:u">1</q>'],
    invalid: [['4.1', '/e/q[2]', '<q r="x">1</q><q r="t:x">1</q>']],
  },
  {
    what: 'an element that may be nil is no field of a key, and no value for a unique constraint when it is',
    constraints: constraint('unique', 'u', ['t:p', 't:n']),
    valid: ['<p><n xsi:nil="true"/></p><p><n xsi:nil="true"/></p><p><n>1</n></p>'],
    invalid: [['4.1', '/e/p[2]', '<p><n>1</n></p><p><n>1</n></p>']],
  },
  {
    what: 'a key with a nillable field',
    constraints: constraint('key', 'k', ['t:p', 't:n']),
    valid: [''],
    invalid: [
      ['4.2.3', '/e/p', '<p><n xsi:nil="true"/></p>'],
      ['4.2.3', '/e/p', '<p><n>1</n></p>'],
    ],
  },
  {
    what: 'a field finds nothing but simple types',
    constraints: constraint('unique', 'u', ['.', 't:p']),
    valid: ['<q>1</q>'],
    invalid: [
      ['3', '/e', '<p/>'],
      ['3', '/e', '<p/><p/>'],
    ],
  },
  {
    what: 'a path with .// reaches all depths, and the element itself',
    constraints: constraint('unique', 'u', ['.//t:p', '@i']) + constraint('unique', 'v', ['.//.', '@id | @s']),
    valid: ['<p i="1" s="a"><p i="2" s="b"/></p><g><p i="3"/></g>'],
    invalid: [
      ['4.1', '/e/p/p', '<p i="1"><p i="1"/></p>'],
      ['4.1', '/e/g/p', '<p i="1"/><g><p i="1"/></g>'],
      ['4.1', '/e/p/p', '<p s="a"><p s="a"/></p>'],
    ],
  },
  {
    what: 'wildcards in paths stand for any name, or any of a namespace',
    constraints: constraint('unique', 'u', ['*', '@*']) + constraint('unique', 'v', ['t:*/t:*', '@s']),
    valid: ['<q>1</q>'],
    invalid: [
      ['3', '/e/p', '<p i="1"/>'],
      ['4.1', '/e/p[2]', '<p/><p/>'],
    ],
  },
  {
    what: 'an element that two alternatives select is one',
    constraints: constraint('key', 'k', ['t:p | .//t:p | ./t:p', '@i | ./@i']),
    valid: ['<p i="1"/>'],
    invalid: [['4.2.2', '/e/p[2]', '<p i="1"/><p i="1"/>']],
  },
  {
    what: 'a keyref finds the keys of elements inside, unless two of them have the same',
    constraints: constraint('keyref', 'r', ['t:q', '.'], 'inner'),
    valid: ['<g><p i="1"/></g><q>1</q>', '<g><p i="1"/></g><g><p i="2"/></g><q>1</q><q>2</q>'],
    invalid: [
      ['4.3', '/e/q', '<g><p i="1"/></g><q>2</q>'],
      ['4.3', '/e/q', '<g><p i="1"/></g><g><p i="1"/></g><q>1</q>'],
      ['4.3', '/e/q', '<g><p i="1"/></g><g><p i="1"/></g><g><p i="1"/></g><q>1</q>'],
      ['4.2.2', '/e/g/p[2]', '<g><p i="1"/><p i="1"/></g>'],
    ],
  },
  {
    what: 'what a wildcard lets in is looked at where it is declared',
    constraints: constraint('unique', 'u', ['.//t:p', '@i']),
    valid: ['<x xmlns="urn:x"><p i="1"/></x><p i="1"/>'],
    invalid: [['4.1', '/e/p', '<x xmlns="urn:x"><t:g><t:p i="1"/></t:g></x><p i="1"/>']],
  },
];

for (const { what, constraints, valid, invalid } of CASES) {
  t.test(what, async (t) => {
    const schema = withRoot(constraints);
    for (const content of valid) {
      t.same(check(schema, document(content, 'id="0"')), [], content);
      t.doesNotThrow(() => decode(schema, document(content)));
    }
    for (const [rule, path, content] of invalid) {
      const findings = check(schema, document(content));
      t.match(findings[0], { rule: `cvc-identity-constraint.${rule}`, path, line: 1, column: Number }, content);
      t.same(thrownBy(() => decode(schema, document(content))).findings, findings);
    }
  });
}

t.test('findings say the constraint, the field and the values', async (t) => {
  const messages = (constraints: string, content: string): readonly string[] =>
    check(withRoot(constraints), document(content)).map(({ message }) => message);
  t.same(messages(constraint('unique', 'u', ['t:p', '@i', '@s']), '<p i="1" s="a"/><p i="1" s="a"/>'), [
    'expected values that stand once for the unique constraint {urn:t}u, found "1", "a" again',
  ]);
  t.same(messages(KEYREF, '<q>7</q>'), ['expected values of {urn:t}k for the keyref {urn:t}r, found "7"']);
  t.same(messages(KEY, '<p/>'), ['expected a value for field 1 of the key {urn:t}k, found none']);
  t.same(messages(constraint('unique', 'u', ['.', 't:p']), '<p/>'), [
    'expected a node of simple type for field 1 of the unique constraint {urn:t}u, found {urn:t}p',
  ]);
});

t.test('a text that is not of its type is told once, and its element has no key', async (t) => {
  const findings = check(withRoot(KEYREF), document('<p i="x"/><p i="x"/><q>1</q>'));
  t.same(
    findings.map(({ rule, path }) => [rule, path]),
    [
      ['cvc-datatype-valid.1.2.1', '/e/p[1]/@i'],
      ['cvc-datatype-valid.1.2.1', '/e/p[2]/@i'],
    ],
  );
});

t.test('values that break an identity constraint are not written', async (t) => {
  const schema = withRoot(KEYREF);
  const encode = (value: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>): string =>
    schema.encode({ name: { namespace: 'urn:t', local: 'e' }, value });
  t.match(encode({ p: [{ '@i': 1 }], q: [{ $: 1 }] }), /<q>1<\/q>/);
  const error = thrownBy(() => encode({ p: [{ '@i': 1 }, { '@i': 1 }], q: [{ $: 1 }] }));
  t.equal(error.code, 'VALUE_INVALID');
  t.match(error.findings, [{ rule: 'cvc-identity-constraint.4.2.2', path: '/e/p[2]' }]);
});

t.test('IDs that stand twice and references to none are not written', async (t) => {
  const schema = read(`<xs:element name="e"><xs:complexType><xs:sequence>
    <xs:element name="a" maxOccurs="9"><xs:complexType><xs:attribute name="id" type="xs:ID"/><xs:attribute name="to" type="xs:IDREFS"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>`);
  const encode = (...a: readonly Readonly<Record<string, string | readonly string[]>>[]): string =>
    schema.encode({ name: { namespace: 'urn:t', local: 'e' }, value: { a } });
  t.match(encode({ '@to': ['x', 'y'] }, { '@id': 'x' }, { '@id': 'y' }), /to="x y"/);
  t.match(thrownBy(() => encode({ '@id': 'x' }, { '@id': 'x' })).findings, [{ rule: 'cvc-id.2', path: '/e/a[2]' }]);
  t.match(thrownBy(() => encode({ '@id': 'x', '@to': ['x', 'z'] })).findings, [{ rule: 'cvc-id.1', path: '/e/a[1]' }]);
});

t.test('checking keys takes time in proportion to the document', async (t) => {
  const schema = withRoot(constraint('key', 'k', ['.//t:p', '@i']) + constraint('keyref', 'r', ['t:q', '.'], 'k'));
  const run = (count: number): number => {
    const content = Array.from({ length: count }, (_, at) => `<p i="${String(at)}"/><q>${String(at)}</q>`).join('');
    const text = document(content);
    const start = processorMs();
    t.same(check(schema, text), []);
    return processorMs() - start;
  };
  run(2000);
  const [small, large] = [Math.min(run(2000), run(2000)), Math.min(run(16_000), run(16_000))];
  t.ok(large < small * 40, `eight times the size takes ${(large / small).toFixed(1)} times as long`);
});

t.test('a member type may take the place of its union by xsi:type, unless the union has facets', async (t) => {
  const schema = read(`
    <xs:element name="e" type="t:U"/><xs:element name="f" type="t:F"/>
    <xs:simpleType name="U"><xs:union memberTypes="xs:int t:N"/></xs:simpleType>
    <xs:simpleType name="N"><xs:restriction base="xs:string"><xs:enumeration value="7"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="F"><xs:restriction base="t:U"><xs:enumeration value="7"/></xs:restriction></xs:simpleType>
  `);
  const typed = (name: string, type: string, text: string): string =>
    `<${name} xmlns="urn:t" xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema" ${XSI} xsi:type="${type}">${text}</${name}>`;
  t.same(check(schema, typed('e', 't:N', '7')), []);
  t.same(check(schema, typed('e', 'xs:byte', '7')), []);
  t.match(check(schema, typed('e', 't:N', '8')), [{ rule: 'cvc-enumeration-valid' }]);
  t.match(check(schema, typed('e', 'xs:date', '2000-01-01')), [{ rule: 'cvc-elt.4.3' }]);
  t.match(check(schema, typed('f', 'xs:int', '7')), [{ rule: 'cvc-elt.4.3' }]);
  const message = { name: { namespace: 'urn:t', local: 'e' }, value: decode(schema, typed('e', 't:N', '7')) };
  t.match(message.value, { $: '7' });
  t.match(schema.encode(message as Parameters<typeof schema.encode>[0]), />7</);
});

t.test('IDs and references in lists and unions are compared like others', async (t) => {
  const schema = read(`
    <xs:element name="e"><xs:complexType><xs:sequence><xs:element name="a" type="t:U" maxOccurs="9"/></xs:sequence>
      <xs:attribute name="to"><xs:simpleType><xs:list><xs:simpleType><xs:union memberTypes="xs:int xs:IDREF"/></xs:simpleType></xs:list></xs:simpleType></xs:attribute>
    </xs:complexType></xs:element>
    <xs:simpleType name="U"><xs:union memberTypes="xs:int xs:ID"/></xs:simpleType>
  `);
  const e = (to: string, ...texts: readonly string[]): string =>
    `<e xmlns="urn:t" to="${to}">${texts.map((text) => `<a>${text}</a>`).join('')}</e>`;
  t.same(check(schema, e('1 x 2 y', 'y', ' x ', '7', '7')), []);
  t.match(check(schema, e('x', 'y')), [{ rule: 'cvc-id.1', message: /the ID x/ }]);
  t.match(check(schema, e('', 'x', 'x')), [{ rule: 'cvc-id.2', path: '/e/a[2]' }]);
});
