import t from 'tap';
import { findNamespace } from '../../../src/xml/index.js';
import type { NamespaceScope } from '../../../src/xml/index.js';
import { parseIdentityPath } from '../../../src/schema/reader/identity-path.js';
import { read, readSet, rulesOf, schemaText, thrownBy } from '../support.js';

const scope: NamespaceScope = {
  prefix: 'p',
  namespace: 'urn:p',
  outer: { prefix: '', namespace: 'urn:default', outer: undefined },
};

/** A path by name keys: `.//{urn:p}a/*​/@b`. */
const show = (text: string, attributes = true): string => {
  const parsed = parseIdentityPath(text, { scope, attributes });
  if ('problem' in parsed) return parsed.problem;
  const toText = (test: (typeof parsed.paths)[number]['steps'][number]): string => {
    if (test.kind === 'any') return '*';
    return test.kind === 'namespace' ? `{${test.namespace}}*` : `{${test.name.namespace}}${test.name.local}`;
  };
  return parsed.paths
    .map(({ descendant, steps, attribute }) => {
      const end = attribute === undefined ? [] : [`@${toText(attribute)}`];
      return (descendant ? './/' : '') + [...steps.map(toText), ...end].join('/');
    })
    .join('|');
};

const PATHS: readonly (readonly [string, string])[] = [
  ['a', '{}a'],
  ['p:a', '{urn:p}a'],
  ['p:*', '{urn:p}*'],
  ['*', '*'],
  ['.', ''],
  ['./a/.', '{}a'],
  ['.//a', './/{}a'],
  ['.//.', './/'],
  [' . // p:a / b | c ', './/{urn:p}a/{}b|{}c'],
  ['child::a/child::p:*', '{}a/{urn:p}*'],
  ['child :: a', '{}a'],
  ['@a', '@{}a'],
  ['a/@p:b', '{}a/@{urn:p}b'],
  ['.//@*', './/@*'],
  ['attribute::a', '@{}a'],
  ['child/attribute', '{}child/{}attribute'],
  ['a.b-c', '{}a.b-c'],
  ['a|@b|.//c', '{}a|@{}b|.//{}c'],
];

for (const [text, expected] of PATHS) {
  t.test(`the path ${JSON.stringify(text)} is read`, async (t) => {
    t.equal(show(text), expected);
  });
}

const NO_PATHS = [
  '',
  ' ',
  '/a',
  '//a',
  'a//b',
  'a/',
  'a|',
  '|a',
  '..',
  'a b',
  '@a/b',
  'p :a',
  'p: a',
  'q:a',
  '1a',
  'a[1]',
  "a='b'",
  'text()',
  'self::a',
  'descendant::a',
  './/',
  '@',
  '@@a',
  'a::b',
  '$a',
  './/.//a',
  'a/.//b',
  '/',
  'a:b:c',
];

for (const text of NO_PATHS) {
  t.test(`the path ${JSON.stringify(text)} is refused`, async (t) => {
    t.match(show(text), /^(?:expected|the prefix)/);
  });
}

t.test('a selector takes no attributes', async (t) => {
  t.equal(show('@a', false), 'expected a name or *, found "@"');
  t.equal(show('attribute::a', false), 'expected |, / or the end, found "::"');
  t.equal(findNamespace(scope, ''), 'urn:default', 'the default namespace does not reach into paths');
});

const withConstraints = (constraints: string): string =>
  `<xs:element name="e"><xs:complexType/>${constraints}</xs:element>`;
const key = (name: string, fields = 1, kind = 'key', more = ''): string =>
  `<xs:${kind} name="${name}" ${more}><xs:selector xpath="a"/>${'<xs:field xpath="@b"/>'.repeat(fields)}</xs:${kind}>`;

/** What breaks each rule of identity constraints. */
const INVALID: readonly (readonly [string, string, string])[] = [
  [
    'c-selector-xpath',
    'a selector that is no path',
    withConstraints('<xs:key name="k"><xs:selector xpath="/a"/><xs:field xpath="b"/></xs:key>'),
  ],
  [
    'c-selector-xpath',
    'an undeclared prefix',
    withConstraints('<xs:key name="k"><xs:selector xpath="q:a"/><xs:field xpath="b"/></xs:key>'),
  ],
  [
    'c-fields-xpaths',
    'a field that is no path',
    withConstraints('<xs:key name="k"><xs:selector xpath="a"/><xs:field xpath="@b/c"/></xs:key>'),
  ],
  ['sch-props-correct.2', 'two constraints of one name', withConstraints(key('k') + key('k', 1, 'unique'))],
  [
    'sch-props-correct.2',
    'two constraints of one name in two elements',
    withConstraints(key('k')) + withConstraints(key('k')).replace('"e"', '"f"'),
  ],
  ['src-resolve', 'a keyref to nothing', withConstraints(key('r', 1, 'keyref', 'refer="t:k"'))],
  [
    'c-props-correct.1',
    'a keyref to a keyref',
    withConstraints(key('k') + key('q', 1, 'keyref', 'refer="t:k"') + key('r', 1, 'keyref', 'refer="t:q"')),
  ],
  [
    'c-props-correct.2',
    'a keyref with fewer fields',
    withConstraints(key('k', 2) + key('r', 1, 'keyref', 'refer="t:k"')),
  ],
  ['s4s-att-must-appear', 'a keyref without refer', withConstraints(key('r', 1, 'keyref'))],
  ['s4s-elt-must-match.1', 'a key without fields', withConstraints(key('k', 0))],
  [
    'src-element.2.2',
    'a constraint at a reference to an element',
    `<xs:element name="f"/><xs:group name="g"><xs:sequence><xs:element ref="t:f">${key('k')}</xs:element></xs:sequence></xs:group>`,
  ],
  [
    'src-simple-type.3',
    'a list with an item type and a child',
    '<xs:simpleType name="s"><xs:list itemType="xs:int"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:list></xs:simpleType>',
  ],
  ['src-simple-type.3', 'a list of nothing', '<xs:simpleType name="s"><xs:list/></xs:simpleType>'],
  [
    'src-union-memberTypes-or-simpleTypes',
    'a union of nothing',
    '<xs:simpleType name="s"><xs:union memberTypes=" "/></xs:simpleType>',
  ],
  [
    'cos-list-of-atomic',
    'a list of lists',
    '<xs:simpleType name="s"><xs:list itemType="xs:NMTOKENS"/></xs:simpleType>',
  ],
  [
    'src-resolve',
    'a union with a complex type',
    '<xs:complexType name="c"/><xs:simpleType name="s"><xs:union memberTypes="xs:int t:c"/></xs:simpleType>',
  ],
  [
    'st-props-correct.2',
    'a union of itself',
    '<xs:simpleType name="s"><xs:union memberTypes="xs:int t:s"/></xs:simpleType>',
  ],
  [
    'cos-st-restricts.2.3.1.1',
    'a list of a type that is final for that',
    '<xs:simpleType name="i" final="list"><xs:restriction base="xs:int"/></xs:simpleType><xs:simpleType name="s"><xs:list itemType="t:i"/></xs:simpleType>',
  ],
  [
    'cos-st-restricts.3.3.1.1',
    'a union of a type that is final for that',
    '<xs:simpleType name="i" final="#all"><xs:restriction base="xs:int"/></xs:simpleType><xs:simpleType name="s"><xs:union memberTypes="t:i"/></xs:simpleType>',
  ],
  [
    'st-props-correct.3',
    'a restriction of a final type',
    '<xs:simpleType name="i" final="restriction list"><xs:list itemType="xs:int"/></xs:simpleType><xs:simpleType name="s"><xs:restriction base="t:i"/></xs:simpleType>',
  ],
  [
    'cos-applicable-facets',
    'a bound on a list',
    '<xs:simpleType name="s"><xs:restriction><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType><xs:maxInclusive value="3"/></xs:restriction></xs:simpleType>',
  ],
];

for (const [rule, what, body] of INVALID) {
  t.test(`${what} breaks ${rule}`, async (t) => {
    const run = (): unknown => read(body);
    t.ok(rulesOf(run).includes(rule), rulesOf(run).join());
    t.match(thrownBy(run).findings[0], { line: 1, column: Number, path: /^\/schema\// });
  });
}

t.test('a keyref may refer to a key that is declared later, in another document, for a type in a group', async (t) => {
  t.doesNotThrow(() =>
    read(withConstraints(key('r', 1, 'keyref', 'refer="t:k"')) + withConstraints(key('k')).replace('"e"', '"f"')),
  );
  t.doesNotThrow(() =>
    readSet({
      'a.xsd': schemaText(
        `<xs:include schemaLocation="b.xsd"/>${withConstraints(key('r', 1, 'keyref', 'refer="t:k"'))}`,
      ),
      'b.xsd': schemaText(withConstraints(key('k')).replace('"e"', '"f"')),
    }),
  );
  const inGroup = `<xs:group name="g"><xs:sequence><xs:element name="x"><xs:complexType/>${key('k')}</xs:element></xs:sequence></xs:group>`;
  const use = (name: string): string => `<xs:complexType name="${name}"><xs:group ref="t:g"/></xs:complexType>`;
  t.doesNotThrow(() => read(inGroup + use('A') + use('B')));
});
