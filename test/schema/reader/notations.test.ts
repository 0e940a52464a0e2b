import t from 'tap';
import { check, read, readSet, rulesOf } from '../support.js';

const NOTATIONS = '<xs:notation name="png" public="image/png"/><xs:notation name="gif" system="gif.exe"/>';
const listed = (name: string, ...values: readonly string[]): string =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:NOTATION">${values.map((value) => `<xs:enumeration value="${value}"/>`).join('')}</xs:restriction></xs:simpleType>`;

t.test('an attribute takes the notations that its type lists', async (t) => {
  const schema = read(
    `${NOTATIONS}${listed('N', 't:png', 't:gif')}<xs:element name="e"><xs:complexType><xs:attribute name="n" type="t:N"/></xs:complexType></xs:element>`,
  );
  t.same(check(schema, '<e xmlns="urn:t" n="png"/>'), []);
  t.same(check(schema, '<x:e xmlns:x="urn:t" n="x:gif"/>'), []);
  t.equal(check(schema, '<e xmlns="urn:t" n="jpeg"/>').length, 1);
  t.equal(check(schema, '<x:e xmlns:x="urn:t" n="png"/>').length, 1);
});

t.test('a type narrows a type that lists notations without naming them again', async (t) => {
  t.doesNotThrow(() =>
    read(
      `${NOTATIONS}${listed('N', 't:png')}<xs:element name="e"><xs:simpleType><xs:restriction base="t:N"><xs:pattern value="t:.*"/></xs:restriction></xs:simpleType></xs:element>`,
    ),
  );
});

t.test('a union may hold xs:NOTATION', async (t) => {
  t.doesNotThrow(() =>
    read(
      '<xs:element name="e"><xs:simpleType><xs:union memberTypes="xs:int xs:NOTATION"/></xs:simpleType></xs:element>',
    ),
  );
});

t.test('a document that is lent a namespace lists its own notations without prefix', async (t) => {
  const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
  t.doesNotThrow(() =>
    readSet({
      'a.xsd': `<xs:schema ${XS} targetNamespace="urn:a"><xs:include schemaLocation="b.xsd"/></xs:schema>`,
      'b.xsd': `<xs:schema ${XS}>${NOTATIONS}${listed('N', 'png')}</xs:schema>`,
    }),
  );
});

/** What breaks each rule: the rule, why, and the content of the schema. */
const INVALID: readonly (readonly [string, string, string])[] = [
  ['src-notation', 'a notation that says nothing of itself', '<xs:notation name="n"/>'],
  ['sch-props-correct.2', 'two notations of one name', NOTATIONS + NOTATIONS],
  ['enumeration-valid-restriction', 'a notation that nobody declares', listed('N', 't:png')],
  ['enumeration-required-notation', 'an element of xs:NOTATION', '<xs:element name="e" type="xs:NOTATION"/>'],
  ['enumeration-required-notation', 'an attribute of xs:NOTATION', '<xs:attribute name="a" type="xs:NOTATION"/>'],
  [
    'enumeration-required-notation',
    'simple content of xs:NOTATION',
    '<xs:complexType name="T"><xs:simpleContent><xs:extension base="xs:NOTATION"/></xs:simpleContent></xs:complexType>',
  ],
  [
    'enumeration-required-notation',
    'an element of a type that does not list',
    `${NOTATIONS}${listed('N')}<xs:element name="e" type="t:N"/>`,
  ],
];

for (const [rule, why, body] of INVALID) {
  t.test(`a schema is refused by ${rule}: ${why}`, async (t) => {
    const rules = rulesOf(() => read(body));
    t.ok(rules.includes(rule), rules.join());
  });
}
