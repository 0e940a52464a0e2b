import t from 'tap';
import { readSchema } from '../../../src/schema/index.js';
import { DEFAULT_SCHEMA_LIMITS as LIMITS } from '../../../src/base/index.js';
import { check, inTime, limitOf, read, schemaDocument, schemaText } from '../support.js';

const typed = (content: string): string =>
  `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;

t.test('thirty doublings by reference to types are read by identity, not expanded', async (t) => {
  const types = Array.from(
    { length: 30 },
    (_, at) =>
      `<xs:complexType name="T${String(at)}"><xs:sequence><xs:element name="l" type="t:T${String(at + 1)}"/><xs:element name="r" type="t:T${String(at + 1)}"/></xs:sequence></xs:complexType>`,
  );
  const body = `<xs:element name="e" type="t:T0"/>${types.join('')}<xs:complexType name="T30"/>`;
  t.ok(
    inTime(() => {
      const schema = read(body);
      t.equal(schema.components().length, 32);
      t.equal(check(schema, '<e xmlns="urn:t"/>').length, 1);
    }),
  );
});

t.test('thirty nested groups that stand twice are refused by the number of states', async (t) => {
  const nested = `${'<xs:sequence minOccurs="2" maxOccurs="2">'.repeat(30)}<xs:element name="a"/>${'</xs:sequence>'.repeat(30)}`;
  t.ok(
    inTime(() =>
      t.equal(
        limitOf(() => read(typed(nested))),
        'maxStates',
      ),
    ),
  );
});

t.test('an element that stands up to 9999 times costs no states, and is counted exactly', async (t) => {
  const schema = read(
    typed('<xs:sequence><xs:element name="a" minOccurs="3" maxOccurs="9999"/><xs:element name="b"/></xs:sequence>'),
    { maxStates: 10 },
  );
  const message = (count: number): string => `<e xmlns="urn:t">${'<a/>'.repeat(count)}<b/></e>`;
  t.same(
    [2, 3, 9999, 10_000].map((count) => check(schema, message(count)).length),
    [1, 0, 0, 1],
  );
});

t.test('a group that stands up to 1000 times is counted exactly', async (t) => {
  const schema = read(
    typed(
      '<xs:sequence minOccurs="2" maxOccurs="1000"><xs:element name="a"/><xs:element name="b" minOccurs="0"/></xs:sequence>',
    ),
  );
  const message = (count: number): string => `<e xmlns="urn:t">${'<a/>'.repeat(count)}</e>`;
  t.same(
    [1, 2, 1000, 1001].map((count) => check(schema, message(count)).length),
    [1, 0, 0, 1],
  );
});

t.test('an element may stand any number of times, and is counted exactly', async (t) => {
  const schema = read(typed('<xs:sequence><xs:element name="a" minOccurs="2" maxOccurs="99999999999"/></xs:sequence>'));
  t.same(
    [1, 2, 20_000].map((count) => check(schema, `<e xmlns="urn:t">${'<a/>'.repeat(count)}</e>`).length),
    [1, 0, 0],
  );
});

t.test('a group that stands more often than maxOccurs is refused', async (t) => {
  const body = typed('<xs:sequence maxOccurs="10001"><xs:element name="a"/></xs:sequence>');
  t.equal(
    limitOf(() => read(body)),
    'maxOccurs',
  );
  t.equal(
    limitOf(() =>
      read(
        typed(
          '<xs:sequence minOccurs="99999999999999999999" maxOccurs="unbounded"><xs:element name="a"/></xs:sequence>',
        ),
      ),
    ),
    'maxOccurs',
  );
  t.doesNotThrow(() => read(body, { maxOccurs: 10_001 }));
});

t.test('a group that stands more often than any document could hold repeats without end', async (t) => {
  const schema = read(
    typed(
      '<xs:sequence minOccurs="0" maxOccurs="99999999999"><xs:element name="a"/><xs:element name="b"/></xs:sequence>',
    ),
  );
  t.same(check(schema, `<e xmlns="urn:t">${'<a/><b/>'.repeat(20_000)}</e>`), []);
  t.equal(check(schema, '<e xmlns="urn:t"><a/></e>').length, 1);
});

t.test('more documents than maxDocuments are refused', async (t) => {
  const documents = [1, 2, 3].map((at) => schemaDocument(schemaText('', `targetNamespace="urn:${String(at)}"`)));
  t.equal(
    limitOf(() => readSchema(documents, { limits: { ...LIMITS, maxDocuments: 2 } })),
    'maxDocuments',
  );
});

t.test('more components than maxComponents are refused', async (t) => {
  const body = Array.from({ length: 100 }, (_, at) => `<xs:element name="e${String(at)}"/>`).join('');
  t.equal(
    limitOf(() => read(body, { maxComponents: 99 })),
    'maxComponents',
  );
  t.doesNotThrow(() => read(body, { maxComponents: 100 }));
});

t.test('a long chain of derivations is refused before the stack ends', async (t) => {
  const chain = (length: number, kind: (at: number) => string): string =>
    Array.from({ length }, (_, at) => kind(at)).join('');
  const complex = (at: number): string =>
    `<xs:complexType name="T${String(at)}"><xs:complexContent><xs:extension base="t:T${String(at + 1)}"/></xs:complexContent></xs:complexType>`;
  const simple = (at: number): string =>
    `<xs:simpleType name="T${String(at)}"><xs:restriction base="t:T${String(at + 1)}"/></xs:simpleType>`;
  t.equal(
    limitOf(() => read(`${chain(5000, complex)}<xs:complexType name="T5000"/>`)),
    'maxDerivations',
  );
  t.equal(
    limitOf(() =>
      read(`${chain(5000, simple)}<xs:simpleType name="T5000"><xs:restriction base="xs:int"/></xs:simpleType>`),
    ),
    'maxDerivations',
  );
});

t.test('a long chain of types by reference, and a long circle, are read and fingerprinted', async (t) => {
  const link = (at: number, to: number): string =>
    `<xs:complexType name="T${String(at)}"><xs:sequence><xs:element name="a${String(at)}" type="t:T${String(to)}" minOccurs="0"/></xs:sequence></xs:complexType>`;
  const chain = Array.from({ length: 3000 }, (_, at) => link(at, at + 1)).join('') + '<xs:complexType name="T3000"/>';
  const circle = Array.from({ length: 300 }, (_, at) => link(at, (at + 1) % 300)).join('');
  t.ok(
    inTime(() =>
      t.equal(
        new Set(
          read(chain)
            .components()
            .map(({ fingerprint }) => fingerprint),
        ).size,
        3001,
      ),
    ),
  );
  t.ok(
    inTime(() =>
      t.equal(
        new Set(
          read(circle)
            .components()
            .map(({ fingerprint }) => fingerprint),
        ).size,
        300,
      ),
    ),
  );
});

t.test('a wide choice that repeats is checked in time', async (t) => {
  const elements = Array.from({ length: 3000 }, (_, at) => `<xs:element name="a${String(at)}"/>`).join('');
  t.ok(
    inTime(() => {
      const schema = read(typed(`<xs:choice maxOccurs="unbounded">${elements}</xs:choice>`));
      t.same(
        check(schema, `<e xmlns="urn:t">${Array.from({ length: 3000 }, (_, at) => `<a${String(at)}/>`).join('')}</e>`),
        [],
      );
    }),
  );
});

t.test('a long run of optional elements is read and checked in time', async (t) => {
  const names = Array.from({ length: 4000 }, (_, at) => `a${String(at)}`);
  const optional = names.map((name) => `<xs:element name="${name}" minOccurs="0"/>`).join('');
  t.ok(
    inTime(() => {
      const schema = read(typed(`<xs:sequence>${optional}</xs:sequence>`));
      t.same(check(schema, `<e xmlns="urn:t">${names.map((name) => `<${name}/>`).join('')}</e>`), []);
      t.equal(check(schema, '<e xmlns="urn:t"><a3999/><a0/></e>').length, 1);
    }),
  );
});

t.test('content models that take too long to check are refused by the number of steps', async (t) => {
  const nested = `${'<xs:sequence minOccurs="0" maxOccurs="20">'.repeat(3)}<xs:element name="a" minOccurs="0"/><xs:element name="b" minOccurs="0"/>${'</xs:sequence>'.repeat(3)}`;
  t.ok(
    inTime(() =>
      t.equal(
        limitOf(() => read(typed(nested))),
        'maxSteps',
      ),
    ),
  );
});

t.test('a pattern longer than maxPatternLength is refused', async (t) => {
  const body = `<xs:simpleType name="s"><xs:restriction base="xs:string"><xs:pattern value="${'a'.repeat(5000)}"/></xs:restriction></xs:simpleType>`;
  t.equal(
    limitOf(() => read(body)),
    'maxPatternLength',
  );
});
