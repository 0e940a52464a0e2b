import t from 'tap';
import { check, decode, read, rulesOf } from '../support.js';

const TYPES = `
  <xs:complexType name="B"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>
  <xs:complexType name="E"><xs:complexContent><xs:extension base="t:B"><xs:sequence><xs:element name="y" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="R"><xs:complexContent><xs:restriction base="t:B"><xs:sequence><xs:element name="x" type="xs:byte"/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
  <xs:complexType name="ER"><xs:complexContent><xs:restriction base="t:E"><xs:sequence><xs:element name="x" type="xs:int"/><xs:element name="y" type="xs:byte"/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>`;
const typed = (content: string): string =>
  `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;
const sequence = (content: string): string => `<xs:sequence>${content}</xs:sequence>`;
const e = (content: string): string => `<e xmlns="urn:t">${content}</e>`;
const member = (name: string, head: string, attributes = ''): string =>
  `<xs:element name="${name}" substitutionGroup="t:${head}" ${attributes}/>`;
const head = (attributes = ''): string => `<xs:element name="head" ${attributes}/>`;

/** Which of the contents the schema takes in `e`. */
const taken = (body: string, ...contents: readonly string[]): readonly string[] => {
  const schema = read(body);
  return contents.filter((content) => check(schema, e(content)).length === 0);
};

t.test('every member of a substitution group, by however many steps, may stand for its head', async (t) => {
  const body = `${head('type="xs:int"')}${member('a', 'head')}${member('b', 'a', 'type="xs:byte"')}${member('other', 'b', 'type="xs:byte"')}
    ${typed(sequence('<xs:element ref="t:head"/><xs:element ref="t:a" minOccurs="0"/>'))}`;
  t.same(
    taken(body, '<head>1</head>', '<a>1</a>', '<b>1</b>', '<other>1</other>', '<b>1000</b>', '<a>one</a>', '<x/>'),
    ['<head>1</head>', '<a>1</a>', '<b>1</b>', '<other>1</other>'],
  );
  t.same(taken(body, '<b>1</b><b>2</b>', '<b>1</b><other>1</other>', '<b>1</b><head>1</head>'), [
    '<b>1</b><b>2</b>',
    '<b>1</b><other>1</other>',
  ]);
});

t.test('a member without a type has that of its head', async (t) => {
  const schema = read(head('type="xs:int"') + member('a', 'head') + member('b', 'a'));
  t.equal(decode(schema, '<b xmlns="urn:t">1</b>'), 1);
  t.equal(check(schema, '<b xmlns="urn:t">one</b>').length, 1);
});

t.test('only a reference to the head may be replaced, not a local element of its name', async (t) => {
  const body = `${head('type="xs:int"')}${member('a', 'head')}${typed(sequence('<xs:element name="head" type="xs:int"/>'))}`;
  t.same(taken(body, '<head>1</head>', '<a>1</a>'), ['<head>1</head>']);
});

t.test('an abstract head has to be replaced, an abstract member cannot stand', async (t) => {
  const body = `${head('type="xs:int" abstract="true"')}${member('a', 'head', 'abstract="true"')}${member('b', 'a')}${typed(sequence('<xs:element ref="t:head"/>'))}`;
  t.same(taken(body, '<head>1</head>', '<a>1</a>', '<b>1</b>'), ['<b>1</b>']);
  const [finding] = check(read(body), e('<head>1</head>'));
  t.match(finding, { rule: 'cvc-complex-type.2.4.a', message: /expected .*b.*, found .*head/ });
  t.same(taken(head('abstract="true"') + typed(sequence('<xs:element ref="t:head"/>')), '<head/>'), []);
});

t.test('a head blocks members, by substitution or by the derivation of their types', async (t) => {
  const contents = {
    same: '<same><x>1</x></same>',
    longer: '<longer><x>1</x><y>1</y></longer>',
    narrower: '<narrower><x>1</x></narrower>',
    both: '<both><x>1</x><y>1</y></both>',
  };
  const standing = (types: string, block: string): readonly string[] => {
    const schema = read(
      `${types}${head(`type="t:B" ${block}`)}${member('same', 'head')}${member('longer', 'head', 'type="t:E"')}${member('narrower', 'head', 'type="t:R"')}${member('both', 'head', 'type="t:ER"')}${typed(sequence('<xs:element ref="t:head"/>'))}`,
    );
    return Object.entries(contents).flatMap(([name, content]) =>
      check(schema, e(content)).length === 0 ? [name] : [],
    );
  };
  t.same(standing(TYPES, ''), ['same', 'longer', 'narrower', 'both']);
  t.same(standing(TYPES, 'block="substitution"'), []);
  t.same(standing(TYPES, 'block="#all"'), []);
  t.same(standing(TYPES, 'block="extension"'), ['same', 'narrower']);
  t.same(standing(TYPES, 'block="restriction"'), ['same', 'longer']);
  t.same(standing(TYPES.replace('name="B"', 'name="B" block="extension"'), ''), ['same', 'narrower']);
  t.same(
    standing(TYPES.replace('name="E"', 'name="E" block="restriction"'), ''),
    ['same', 'longer', 'narrower'],
    'a type between the two blocks too',
  );
});

t.test('the head may stand again and again, each time replaced by another member', async (t) => {
  const body = `${head('type="xs:int"')}${member('a', 'head')}${typed(sequence('<xs:element ref="t:head" minOccurs="2" maxOccurs="3"/>'))}`;
  t.same(taken(body, '<a>1</a>', '<a>1</a><head>1</head>', '<a>1</a><a>1</a><head>1</head>', '<a>1</a>'.repeat(4)), [
    '<a>1</a><head>1</head>',
    '<a>1</a><a>1</a><head>1</head>',
  ]);
  t.same(decode(read(body), e('<a>1</a><head>2</head><a>3</a>')), { a: [1, 3], head: [2] });
});

t.test('members stand for their head in an all, once for each place', async (t) => {
  const body = `${head('type="xs:int"')}${member('a', 'head')}${typed('<xs:all><xs:element ref="t:head"/><xs:element name="z" minOccurs="0"/></xs:all>')}`;
  t.same(taken(body, '<head>1</head>', '<z/><a>1</a>', '<a>1</a><z/>', '<a>1</a><head>1</head>', '<z/>', ''), [
    '<head>1</head>',
    '<z/><a>1</a>',
    '<a>1</a><z/>',
  ]);
  const schema = read(body);
  const { value, name } = { name: { namespace: 'urn:t', local: 'e' }, value: { a: 5 } };
  t.equal(schema.encode({ name, value }), '<e xmlns="urn:t"><a>5</a></e>');
  t.throws(() => schema.encode({ name, value: { a: 5, head: 6 } }), { code: 'VALUE_INVALID' });
});

t.test('a content model with a head says the same as the choice of its members', async (t) => {
  const elements = head('type="xs:int"') + member('a', 'head');
  const print = (content: string): string | undefined =>
    read(elements + typed(sequence(content)))
      .components()
      .find(({ name }) => name === '{urn:t}e')?.fingerprint;
  t.equal(
    print('<xs:element ref="t:head"/>'),
    print('<xs:choice><xs:element ref="t:a"/><xs:element name="head" type="xs:int"/></xs:choice>'),
  );
});

t.test('a restriction may keep some of what may stand for the head', async (t) => {
  const body = (restricted: string): string =>
    `${head('type="xs:int"')}${member('a', 'head')}${member('b', 'head')}
    <xs:complexType name="T">${sequence('<xs:element ref="t:head" minOccurs="0"/>')}</xs:complexType>
    <xs:complexType name="U"><xs:complexContent><xs:restriction base="t:T">${sequence(restricted)}</xs:restriction></xs:complexContent></xs:complexType>`;
  for (const restricted of ['<xs:element ref="t:head"/>', '<xs:element ref="t:b"/>', '<xs:element ref="t:a"/>', ''])
    t.doesNotThrow(() => read(body(restricted)), restricted);
  t.same(
    rulesOf(() => read(body('<xs:element name="c"/>'))),
    ['derivation-ok-restriction.5.4.2'],
  );
});

/** What breaks each rule: the rule, why, and the content of the schema. */
const INVALID: readonly (readonly [string, string, string])[] = [
  ['src-resolve', 'a head that nobody declares', member('a', 'nowhere')],
  ['e-props-correct.6', 'an element that is its own head', member('a', 'a')],
  ['e-props-correct.6', 'heads in a circle', member('a', 'b') + member('b', 'c') + member('c', 'a')],
  [
    'e-props-correct.4',
    'a type that does not come from that of the head',
    head('type="xs:int"') + member('a', 'head', 'type="xs:string"'),
  ],
  [
    'e-props-correct.4',
    'a type wider than that of the head',
    head('type="xs:int"') + member('a', 'head', 'type="xs:long"'),
  ],
  [
    'e-props-correct.4',
    'an extension where the head is final for it',
    TYPES + head('type="t:B" final="extension"') + member('a', 'head', 'type="t:E"'),
  ],
  [
    'e-props-correct.4',
    'a restriction where the head is final for it',
    TYPES + head('type="t:B" final="restriction"') + member('a', 'head', 'type="t:R"'),
  ],
  [
    'e-props-correct.4',
    'a type on the way by a derivation that is final',
    TYPES + head('type="t:B" final="#all"') + member('a', 'head', 'type="t:ER"'),
  ],
  [
    's4s-att-not-allowed',
    'a local element with a head',
    head() + typed(sequence('<xs:element name="a" substitutionGroup="t:head"/>')),
  ],
  [
    'cos-nonambig',
    'a member beside its head',
    `${head('type="xs:int"')}${member('a', 'head')}${typed('<xs:choice><xs:element ref="t:head"/><xs:element ref="t:a"/></xs:choice>')}`,
  ],
  [
    'cos-nonambig',
    'a member beside its head in an all',
    `${head('type="xs:int"')}${member('a', 'head')}${typed('<xs:all><xs:element ref="t:head"/><xs:element ref="t:a"/></xs:all>')}`,
  ],
  [
    'cos-element-consistent',
    'a local element with the name of a member and another type',
    `${head('type="xs:int"')}${member('a', 'head')}${typed(sequence('<xs:element ref="t:head"/><xs:element name="b"/><xs:element name="a" type="xs:string"/>'))}`,
  ],
];

for (const [rule, why, body] of INVALID) {
  t.test(`a schema is refused by ${rule}: ${why}`, async (t) => {
    const rules = rulesOf(() => read(body));
    t.ok(rules.includes(rule), rules.join());
  });
}
