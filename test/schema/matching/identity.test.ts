import t from 'tap';
import { isCompatible } from '../../../src/schema/index.js';
import type { Schema, SchemaComponent } from '../../../src/schema/index.js';
import { read } from '../support.js';

const TYPE =
  '<xs:complexType><xs:sequence><xs:element name="a" maxOccurs="9"><xs:complexType><xs:attribute name="i" type="xs:int"/><xs:attribute name="r" type="xs:int"/></xs:complexType></xs:element></xs:sequence></xs:complexType>';
const constraint = (kind: string, name: string, field: string, refer = ''): string =>
  `<xs:${kind} name="${name}"${refer === '' ? '' : ` refer="t:${refer}"`}><xs:selector xpath="t:a"/><xs:field xpath="${field}"/></xs:${kind}>`;
const withConstraints = (...constraints: readonly string[]): Schema =>
  read(`<xs:element name="e">${TYPE}${constraints.join('')}</xs:element>`);

const root = (schema: Schema): SchemaComponent => {
  const key = schema.components().find(({ name }) => name === '{urn:t}e');
  if (key === undefined) throw new RangeError('no root');
  return { schema, key };
};

const UNIQUE = constraint('unique', 'u', '@i');
const KEY = constraint('key', 'k', '@i');
const KEYREF = constraint('keyref', 'r', '@r', 'k');

/** What the wanted and the advertised element have, and whether the one fits into the other. */
const ROWS: readonly (readonly [string, readonly string[], readonly string[], boolean])[] = [
  ['no constraint fits into none', [], [], true],
  ['a constraint fits into none', [KEY], [], true],
  ['none does not fit into a constraint', [], [UNIQUE], false],
  ['a unique constraint fits into the same of another name', [UNIQUE], [UNIQUE.replace('"u"', '"v"')], true],
  ['a key fits into a unique constraint', [KEY], [UNIQUE], true],
  ['a unique constraint does not fit into a key', [UNIQUE], [KEY], false],
  ['a key on another field does not fit', [constraint('key', 'k', '@r')], [KEY], false],
  [
    'alternatives in another order are the same',
    [constraint('key', 'k', '@i | @r')],
    [constraint('key', 'k', '@r|./@i')],
    true,
  ],
  ['a keyref fits into the same one', [KEY, KEYREF], [KEYREF, KEY], true],
  ['a key fits into no keyref', [KEY], [KEY, KEYREF], false],
  [
    'a keyref to another key does not fit',
    [constraint('key', 'k', '@r'), KEY.replace('"k"', '"l"'), KEYREF],
    [KEY, KEYREF],
    false,
  ],
];

for (const [what, wanted, advertised, expected] of ROWS) {
  t.test(what, async (t) => {
    t.equal(isCompatible(root(withConstraints(...wanted)), root(withConstraints(...advertised))), expected);
  });
}

t.test('fingerprints cover identity constraints, and their names only where one refers to another', async (t) => {
  const fingerprint = (...constraints: readonly string[]): string =>
    root(withConstraints(...constraints)).key.fingerprint;
  const all = [
    [],
    [UNIQUE],
    [KEY],
    [constraint('key', 'k', '@r')],
    [KEY, KEYREF],
    [constraint('key', 'k', '@r'), KEYREF],
  ];
  t.equal(new Set(all.map((each) => fingerprint(...each))).size, all.length);
  t.equal(fingerprint(UNIQUE), fingerprint(UNIQUE.replace('"u"', '"v"')));
  t.equal(fingerprint(UNIQUE, KEY), fingerprint(KEY, UNIQUE));
});

t.test('what an identity constraint looks at has to be the same values, written or not', async (t) => {
  const items = (use: string, type = 'xs:string', kind = 'unique'): string =>
    `<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="i" minOccurs="0" maxOccurs="9"><xs:complexType><xs:attribute name="c" type="${type}" ${use}/></xs:complexType></xs:element></xs:sequence></xs:complexType><xs:${kind} name="u"><xs:selector xpath="t:i"/><xs:field xpath="@c"/></xs:${kind}></xs:element>`;
  const fits = (wanted: string, advertised: string): boolean =>
    isCompatible(root(read(wanted)), root(read(advertised)));
  t.equal(fits(items(''), items('default="f"')), false, 'two items without it would be equal');
  t.equal(
    fits(items('default="f"', 'xs:string', 'key'), items('', 'xs:string', 'key')),
    false,
    'a key would be absent',
  );
  t.equal(fits(items('use="required"'), items('default="f"')), true);
  t.equal(fits(items('', 'xs:token'), items('', 'xs:string')), false, 'spaces tell strings apart');
  t.equal(fits(items('', 'xs:int'), items('', 'xs:decimal')), true);
  t.equal(fits(items('', 'xs:int'), items('', 'xs:anySimpleType')), false, 'numbers are compared as texts');
});
