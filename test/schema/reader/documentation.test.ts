import t from 'tap';
import type { Schema } from '../../../src/schema/index.js';
import type { ComplexType } from '../../../src/schema/model/components.js';
import type { SimpleType } from '../../../src/schema/simple/index.js';
import { read } from '../support.js';

const annotate = (...texts: readonly string[]): string =>
  `<xs:annotation>${texts.map((text) => `<xs:documentation>${text}</xs:documentation>`).join('')}</xs:annotation>`;

const documentationOf = ({ model }: Schema, name: string): string | undefined =>
  model.documentationOf(model.elements.get(`{urn:t}${name}`) ?? model.types.get(`{urn:t}${name}`) ?? {});

t.test('the documentation of an element is the text of its annotation', (t) => {
  const schema = read(`<xs:element name="a" type="xs:string">${annotate('A thing.')}</xs:element>`);
  t.equal(documentationOf(schema, 'a'), 'A thing.');
  t.end();
});

t.test('what has no annotation, or an empty one, or only an appinfo, has no documentation', (t) => {
  const schema = read(`
    <xs:element name="a" type="xs:string"/>
    <xs:element name="b" type="xs:string">${annotate('  \n ')}</xs:element>
    <xs:element name="c" type="xs:string"><xs:annotation><xs:appinfo>for tools</xs:appinfo></xs:annotation></xs:element>`);
  for (const name of ['a', 'b', 'c']) t.equal(documentationOf(schema, name), undefined, name);
  t.equal(schema.model.documentationOf({}), undefined);
  t.end();
});

t.test('indentation that the lines share goes, what is deeper stays, and lines end without spaces', (t) => {
  const text = '\n      One.  \n        Deeper.\n\n      Two.\n    ';
  t.equal(
    documentationOf(read(`<xs:element name="a" type="xs:string">${annotate(text)}</xs:element>`), 'a'),
    'One.\n  Deeper.\n\nTwo.',
  );
  t.equal(
    documentationOf(
      read(`<xs:element name="a" type="xs:string">${annotate('One.\n      Two.\n      Three.')}</xs:element>`),
      'a',
    ),
    'One.\nTwo.\nThree.',
  );
  t.end();
});

t.test('several texts are joined by a blank line, and markup inside is flattened to its text', (t) => {
  const schema = read(
    `<xs:element name="a" type="xs:string">${annotate('One <p>of <b>many</b></p>.', '', '<![CDATA[<two>]]>')}</xs:element>`,
  );
  t.equal(documentationOf(schema, 'a'), 'One of many.\n\n<two>');
  t.end();
});

t.test(
  'types, local elements and attributes have their own; a use of an attribute shares that of its declaration',
  (t) => {
    const schema = read(`
    <xs:attribute name="shared" type="xs:string">${annotate('Shared.')}</xs:attribute>
    <xs:complexType name="T">${annotate('Type.')}
      <xs:sequence><xs:element name="local" type="xs:int">${annotate('Local.')}</xs:element></xs:sequence>
      <xs:attribute name="own" type="xs:int">${annotate('Own.')}</xs:attribute>
      <xs:attribute ref="t:shared"/>
    </xs:complexType>
    <xs:simpleType name="S">${annotate('Simple.')}<xs:restriction base="xs:string"/></xs:simpleType>`);
    t.equal(documentationOf(schema, 'T'), 'Type.');
    t.equal(documentationOf(schema, 'S'), 'Simple.');
    const { attributes, content } = schema.model.types.get('{urn:t}T') as ComplexType;
    t.same(attributes.map(schema.model.documentationOf), ['Own.', 'Shared.']);
    const particle = content.kind === 'elements' ? content.particle : undefined;
    const [local] = particle?.kind === 'group' ? particle.particles : [];
    t.equal(schema.model.documentationOf(local?.kind === 'element' ? local.element : {}), 'Local.');
    t.end();
  },
);

t.test('anonymous types have their own documentation, apart from that of their element', (t) => {
  const { model } = read(`
    <xs:element name="a">${annotate('Element.')}<xs:complexType>${annotate('Type.')}</xs:complexType></xs:element>`);
  const element = model.elements.get('{urn:t}a');
  t.equal(model.documentationOf(element ?? {}), 'Element.');
  t.equal(model.documentationOf(element?.type ?? {}), 'Type.');
  t.end();
});

t.test('a value that a type enumerates is documented, whatever white space its facet has', (t) => {
  const { model } = read(`
    <xs:simpleType name="S"><xs:restriction base="xs:token">
      <xs:enumeration value=" on ">${annotate('Burning.')}</xs:enumeration>
      <xs:enumeration value="off"/>
    </xs:restriction></xs:simpleType>`);
  const type = model.types.get('{urn:t}S') as SimpleType;
  t.equal(model.documentationOfValue(type, 'on'), 'Burning.');
  t.equal(model.documentationOfValue(type, 'off'), undefined);
  t.end();
});
