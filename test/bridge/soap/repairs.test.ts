import t from 'tap';
import { writtenSchemas } from '../../support/advertised-schemas.js';
import { findLibxmlProblem } from '../../support/libxml-schemas.js';
import { readText, withTypes } from './fixtures.js';

interface RepairCase {
  readonly repair: string;
  readonly count: number;
  readonly types: string;
  /** The wsdl:part of the request has this type. */
  readonly part?: string;
}

const cases: readonly RepairCase[] = [
  {
    repair: 'unqualified-qname',
    count: 3,
    part: 'Car',
    types: `<xsd:element name="car" type="Car"/>
      <xsd:complexType name="Car"><xsd:sequence><xsd:element name="wheels" type="Wheels"/></xsd:sequence></xsd:complexType>
      <xsd:simpleType name="Wheels"><xsd:restriction base="xsd:int"/></xsd:simpleType>`,
  },
  {
    repair: 'duplicate-declaration',
    count: 2,
    types: `<xsd:simpleType name="Wheels"><xsd:restriction base="xsd:int"/></xsd:simpleType>
      <xsd:simpleType name="Wheels"><xsd:annotation/><xsd:restriction base="xsd:int"/></xsd:simpleType>
      <xsd:simpleType name="Wheels" xmlns:o="urn:o" o:note="x"><xsd:restriction  base="xsd:int" /></xsd:simpleType>`,
  },
  {
    repair: 'max-occurs-zero',
    count: 1,
    types: `<xsd:complexType name="Car"><xsd:sequence>
        <xsd:element name="wings" type="xsd:int" maxOccurs="0"/>
        <xsd:element name="wheels" type="xsd:int"/>
        <xsd:element name="oars" type="xsd:int" minOccurs="0" maxOccurs="0"/>
      </xsd:sequence></xsd:complexType>`,
  },
  {
    repair: 'annotation-text',
    count: 2,
    types: `<xsd:annotation>Made by hand.</xsd:annotation>
      <xsd:element name="car"><xsd:annotation>A car.<xsd:documentation>Really.</xsd:documentation></xsd:annotation></xsd:element>`,
  },
];

for (const { repair, count, types, part = 'xsd:string' } of cases) {
  const wsdl = withTypes(types, (text) => text.replace('name="car" type="xsd:string"', `name="car" type="${part}"`));

  t.test(`repair ${repair} makes the schema valid and says how often it was made`, async (t) => {
    const { services, repairs, refusals } = readText(wsdl);
    t.same(refusals, []);
    t.same(repairs, [{ name: repair, count }]);
    const [service] = services;
    t.equal(findLibxmlProblem(writtenSchemas(service?.text ?? '')), undefined);
  });

  t.test(`with strict, a schema that needs ${repair} is refused`, async (t) => {
    const { services, repairs, refusals } = readText(wsdl, { strict: true });
    t.same(services, []);
    t.same(repairs, []);
    t.match(refusals, [{ name: 'PriceSoap', code: 'SCHEMA_INVALID' }]);
  });
}

t.test('a schema that needs no repair is imported the same with strict and without', async (t) => {
  const wsdl = withTypes('<xsd:element name="car" type="xsd:int"/>');
  const [loose, strict] = [readText(wsdl), readText(wsdl, { strict: true })];
  t.same(loose.repairs, []);
  t.equal(loose.services[0]?.text, strict.services[0]?.text);
});

t.test('a redeclaration with other content is no repetition and refused', async (t) => {
  const wsdl = withTypes(`<xsd:simpleType name="Wheels"><xsd:restriction base="xsd:int"/></xsd:simpleType>
    <xsd:simpleType name="Wheels"><xsd:restriction base="xsd:long"/></xsd:simpleType>`);
  const { refusals, repairs } = readText(wsdl);
  t.match(refusals, [{ code: 'SCHEMA_INVALID', message: /Wheels/ }]);
  t.same(repairs, []);
});

t.test('an unprefixed name that neither namespace declares is left as it is and refused', async (t) => {
  const { refusals, repairs } = readText(withTypes('<xsd:element name="car" type="Car"/>'));
  t.match(refusals, [{ code: 'SCHEMA_INVALID', message: /Car/ }]);
  t.same(repairs, []);
});

t.test('an unprefixed name that the inherited namespace declares goes on to mean that', async (t) => {
  const wsdl = withTypes(
    `<xsd:import namespace="urn:example:cars"/>
      <xsd:element name="car" type="Car"/><xsd:element name="boat" type="Boat"/>
      <xsd:complexType name="Boat"><xsd:sequence/></xsd:complexType><xsd:complexType name="Both"><xsd:sequence/></xsd:complexType>
      <xsd:element name="both" type="Both"/>`,
    (text) =>
      text.replace(
        '</wsdl:types>',
        `<xsd:schema targetNamespace="urn:example:cars"><xsd:complexType name="Car"/><xsd:complexType name="Both"/></xsd:schema></wsdl:types>`,
      ),
  );
  const { services, repairs, refusals } = readText(wsdl);
  t.same(refusals, []);
  t.same(repairs, [{ name: 'unqualified-qname', count: 1 }]);
  const text = services[0]?.text ?? '';
  t.match(text, /name="car" type="outer1:Car"/);
  t.match(text, /name="boat" type="Boat"/);
  t.match(text, /name="both" type="outer1:Both"/);
  t.equal(findLibxmlProblem(writtenSchemas(text)), undefined);
});

t.test(
  'an unprefixed name under a default namespace of the schema itself is not inherited, so not repaired',
  async (t) => {
    const wsdl = withTypes('<xsd:element name="car" type="Car"/><xsd:complexType name="Car"/>', (text) =>
      text.replace('<xsd:schema>', '<xsd:schema xmlns="urn:own">'),
    );
    const { refusals, repairs } = readText(wsdl);
    t.match(refusals, [{ code: 'SCHEMA_INVALID' }]);
    t.same(repairs, []);
  },
);

t.test('a schema whose elements have no prefix is repaired with a prefix for them', async (t) => {
  const wsdl = withTypes('', (text) =>
    text
      .replace('<xsd:schema>', '<schema><element name="car" type="Car"/><complexType name="Car"/>')
      .replace('</xsd:schema>', '</schema>')
      .replace('xmlns="urn:example:cars"', 'xmlns="http://www.w3.org/2001/XMLSchema" xmlns:c="urn:example:cars"')
      .replaceAll(/(message|binding|type)="(price\w+|PriceBinding|PriceSoap)"/g, '$1="c:$2"'),
  );
  const { services, repairs, refusals } = readText(wsdl);
  t.same(refusals, []);
  t.same(repairs, [{ name: 'unqualified-qname', count: 1 }]);
  const text = services[0]?.text ?? '';
  t.equal(findLibxmlProblem(writtenSchemas(text)), undefined);
});
