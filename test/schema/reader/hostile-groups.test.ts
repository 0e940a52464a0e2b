import t from 'tap';
import { check, inTime, limitOf, read } from '../support.js';

const typed = (content: string): string =>
  `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;

/** Definitions `0` to `count`, each of which holds the next one twice. */
const doubled = (count: number, link: (at: number) => string, last: string): string =>
  Array.from({ length: count }, (_, at) => link(at)).join('') + last;

t.test('thirty groups that hold one another twice are refused by the number of states', async (t) => {
  for (const compositor of ['sequence', 'choice']) {
    const link = (at: number): string => {
      const ref = `<xs:group ref="t:g${String(at + 1)}"/>`;
      return `<xs:group name="g${String(at)}"><xs:${compositor}>${ref}${ref}</xs:${compositor}></xs:group>`;
    };
    const groups = doubled(
      30,
      link,
      '<xs:group name="g30"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>',
    );
    t.ok(
      inTime(() =>
        t.equal(
          limitOf(() => read(groups)),
          'maxStates',
        ),
      ),
      `${compositor}, never used`,
    );
    t.ok(
      inTime(() =>
        t.equal(
          limitOf(() => read(groups + typed('<xs:group ref="t:g0"/>'))),
          'maxStates',
        ),
      ),
      compositor,
    );
  }
});

t.test('thirty attribute groups that hold one another twice hold each attribute once', async (t) => {
  const link = (at: number): string => {
    const ref = `<xs:attributeGroup ref="t:g${String(at + 1)}"/>`;
    return `<xs:attributeGroup name="g${String(at)}">${ref}${ref}</xs:attributeGroup>`;
  };
  const groups = doubled(30, link, '<xs:attributeGroup name="g30"><xs:attribute name="a"/></xs:attributeGroup>');
  t.ok(
    inTime(() => {
      const schema = read(groups + typed('<xs:attributeGroup ref="t:g0"/>'));
      t.same(check(schema, '<e xmlns="urn:t" a="1"/>'), []);
      t.equal(check(schema, '<e xmlns="urn:t" b="1"/>').length, 1);
    }),
  );
});

t.test('groups of groups that are referred to by many types are refused by the number of steps', async (t) => {
  const wide = `<xs:group name="g"><xs:sequence>${Array.from({ length: 5000 }, (_, at) => `<xs:element name="a${String(at)}" minOccurs="0"/>`).join('')}</xs:sequence></xs:group>`;
  const types = Array.from(
    { length: 1000 },
    (_, at) => `<xs:complexType name="T${String(at)}"><xs:group ref="t:g"/></xs:complexType>`,
  ).join('');
  t.ok(
    inTime(() =>
      t.equal(
        limitOf(() => read(wide + types)),
        'maxSteps',
      ),
    ),
  );
});

t.test('long chains of groups are refused before the stack ends', async (t) => {
  const group = (at: number): string =>
    `<xs:group name="g${String(at)}"><xs:sequence><xs:group ref="t:g${String(at + 1)}"/></xs:sequence></xs:group>`;
  const attributes = (at: number): string =>
    `<xs:attributeGroup name="g${String(at)}"><xs:attributeGroup ref="t:g${String(at + 1)}"/></xs:attributeGroup>`;
  const forward = doubled(5000, group, '<xs:group name="g5000"><xs:sequence/></xs:group>');
  const backward =
    '<xs:group name="g5000"><xs:sequence/></xs:group>' +
    Array.from({ length: 5000 }, (_, at) => group(4999 - at)).join('');
  for (const groups of [forward, backward])
    t.ok(
      inTime(() =>
        t.equal(
          limitOf(() => read(groups)),
          'maxDerivations',
        ),
      ),
    );
  const chain = doubled(5000, attributes, '<xs:attributeGroup name="g5000"/>');
  t.ok(
    inTime(() =>
      t.equal(
        limitOf(() => read(chain)),
        'maxDerivations',
      ),
    ),
  );
});

t.test('groups nested as deep as documents allow, in groups, do not end the stack', async (t) => {
  const nest = (inside: string): string => `${'<xs:sequence>'.repeat(120)}${inside}${'</xs:sequence>'.repeat(120)}`;
  const groups = (count: number): string =>
    doubled(
      count,
      (at) => `<xs:group name="g${String(at)}">${nest(`<xs:group ref="t:g${String(at + 1)}"/>`)}</xs:group>`,
      `<xs:group name="g${String(count)}">${nest('<xs:element name="a"/>')}</xs:group>`,
    );
  t.equal(
    limitOf(() => read(groups(200))),
    'maxDerivations',
  );
  const schema = read(groups(1) + typed('<xs:group ref="t:g0"/>'));
  t.same(check(schema, '<e xmlns="urn:t"><a/></e>'), []);
  t.equal(schema.components().length, 1);
});

t.test('a substitution group of ten thousand members is read and checked in time', async (t) => {
  const members = Array.from(
    { length: 10_000 },
    (_, at) => `<xs:element name="m${String(at)}" substitutionGroup="t:h"/>`,
  ).join('');
  t.ok(
    inTime(() => {
      const schema = read(
        `<xs:element name="h" type="xs:int"/>${members}${typed('<xs:sequence><xs:element ref="t:h" maxOccurs="unbounded"/></xs:sequence>')}`,
      );
      const content = Array.from({ length: 3000 }, (_, at) => `<m${String(at)}>1</m${String(at)}>`).join('');
      t.same(check(schema, `<e xmlns="urn:t">${content}</e>`), []);
      t.equal(check(schema, `<e xmlns="urn:t">${content}<n/></e>`).length, 1);
    }),
  );
});

t.test(
  'ten thousand members each of which is the head of the next are refused, wherever the first stands',
  async (t) => {
    const link = (at: number): string => `<xs:element name="m${String(at)}" substitutionGroup="t:m${String(at + 1)}"/>`;
    const forward = doubled(10_000, link, '<xs:element name="m10000" type="xs:int"/>');
    t.ok(
      inTime(() =>
        t.equal(
          limitOf(() => read(forward)),
          'maxDerivations',
        ),
      ),
    );
    const backward =
      '<xs:element name="m10000" type="xs:int"/>' + Array.from({ length: 10_000 }, (_, at) => link(9999 - at)).join('');
    t.ok(inTime(() => t.equal(read(backward).components().length, 10_001)));
    const all = typed(
      `<xs:sequence>${Array.from({ length: 10_001 }, (_, at) => `<xs:element ref="t:m${String(at)}"/>`).join('')}</xs:sequence>`,
    );
    t.ok(
      inTime(() =>
        t.match(
          limitOf(() => read(backward + all)),
          /^max(?:States|Steps)$/,
        ),
      ),
    );
  },
);

t.test('a circle of ten thousand heads is refused', async (t) => {
  const circle = Array.from(
    { length: 10_000 },
    (_, at) => `<xs:element name="m${String(at)}" substitutionGroup="t:m${String((at + 1) % 10_000)}"/>`,
  );
  t.ok(
    inTime(() =>
      t.equal(
        limitOf(() => read(circle.join(''))),
        'maxDerivations',
      ),
    ),
  );
  t.equal(
    limitOf(() => read(`${circle.slice(0, 100).join('')}<xs:element name="m100" substitutionGroup="t:m0"/>`)),
    'SCHEMA_INVALID',
  );
});

t.test('a head that stands very often, in groups that stand often, is refused by the number of states', async (t) => {
  const body = `<xs:element name="h"/><xs:element name="m" substitutionGroup="t:h"/>`;
  const content =
    '<xs:sequence maxOccurs="1000"><xs:element ref="t:h" minOccurs="1000" maxOccurs="1000"/></xs:sequence>';
  t.ok(
    inTime(() =>
      t.equal(
        limitOf(() => read(body + typed(content))),
        'maxStates',
      ),
    ),
  );
});

t.test('very many attributes in very many types are refused by the number of steps', async (t) => {
  const attributes = Array.from({ length: 5000 }, (_, at) => `<xs:attribute name="a${String(at)}"/>`).join('');
  const group = `<xs:attributeGroup name="g">${attributes}</xs:attributeGroup><xs:complexType name="B"><xs:attributeGroup ref="t:g"/></xs:complexType>`;
  const types = (content: string): string =>
    Array.from({ length: 2000 }, (_, at) => `<xs:complexType name="T${String(at)}">${content}</xs:complexType>`).join(
      '',
    );
  for (const content of [
    '<xs:attributeGroup ref="t:g"/>',
    '<xs:complexContent><xs:extension base="t:B"/></xs:complexContent>',
    '<xs:complexContent><xs:restriction base="t:B"/></xs:complexContent>',
  ])
    t.ok(
      inTime(() =>
        t.equal(
          limitOf(() => read(group + types(content))),
          'maxSteps',
        ),
      ),
      content,
    );
});
