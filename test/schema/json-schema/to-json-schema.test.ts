import t from 'tap';
import { MAX_JSON_SCHEMA_NODES, toJsonSchema, toTypeScript, typeText } from '../../../src/schema/index.js';
import type { Json, JsonSchema } from '../../../src/schema/index.js';
import { read, readSet, schemaText, thrownBy } from '../support.js';
import { compileJsonSchema } from './agreement.js';
import { processorMs } from '../../support/processor-time.js';

const isObject = (value: Json | undefined): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const definition = (json: JsonSchema, name: string): JsonSchema => {
  const found = isObject(json['$defs']) ? json['$defs'][name] : undefined;
  return isObject(found) ? found : {};
};

const message = (content: string): JsonSchema =>
  toJsonSchema(read(`<xs:element name="m"><xs:complexType>${content}</xs:complexType></xs:element>`), '{urn:t}m');

t.test('a message that is not declared has no JSON Schema', (t) => {
  const schema = read('<xs:element name="m" type="xs:string"/>');
  t.equal(thrownBy(() => toJsonSchema(schema, '{urn:t}n')).code, 'MESSAGE_UNDECLARED');
  t.equal(thrownBy(() => toTypeScript(schema, { elements: ['n'] })).code, 'MESSAGE_UNDECLARED');
  t.same(toJsonSchema(schema, { namespace: 'urn:t', local: 'm' }), toJsonSchema(schema, '{urn:t}m'));
  t.end();
});

t.test('the documentation is in it, and no identifier', (t) => {
  const annotation = '<xs:annotation><xs:documentation>What it says.</xs:documentation></xs:annotation>';
  const json = message(`<xs:sequence><xs:element name="a" type="xs:int">${annotation}</xs:element></xs:sequence>`);
  t.match(definition(json, 'm'), { properties: { a: { description: 'What it says.' } } });
  t.notMatch(JSON.stringify(json), '$id');
  t.end();
});

t.test('a choice of elements asks for exactly one of them', (t) => {
  const json = message(
    '<xs:choice><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice>',
  );
  t.same(definition(json, 'm')['allOf'], [
    {
      oneOf: [
        { properties: { a: true }, required: ['a'] },
        { properties: { b: true }, required: ['b'] },
      ],
    },
  ]);
  t.equal(json['$comment'], undefined);
  t.end();
});

t.test('what cannot be said is told in a comment', (t) => {
  const one = '<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>';
  t.match(message(`<xs:sequence maxOccurs="9">${one}</xs:sequence>`)['$comment'], 'depend on one another');
  t.match(message('<xs:sequence><xs:any minOccurs="0"/></xs:sequence>')['$comment'], 'wildcard');
  t.end();
});

t.test('names of the language of objects are names like any other', (t) => {
  const json = message(
    '<xs:sequence><xs:element name="constructor" type="xs:int"/><xs:element name="hasOwnProperty" type="xs:int" minOccurs="0"/></xs:sequence>',
  );
  const accepts = compileJsonSchema(json);
  t.equal(accepts({ constructor: 1 }), true);
  t.equal(accepts({}), false);
  t.end();
});

t.test('types of one name in two namespaces have two definitions', (t) => {
  const type = (namespace: string, base: string): string =>
    schemaText(
      `<xs:simpleType name="T"><xs:restriction base="xs:${base}"><xs:minInclusive value="1"/></xs:restriction></xs:simpleType>`,
      `targetNamespace="${namespace}"`,
    );
  const schema = readSet({
    'a.xsd': type('urn:a', 'int'),
    'b.xsd': type('urn:b', 'byte'),
    'm.xsd': schemaText(
      `<xs:import namespace="urn:a" schemaLocation="a.xsd"/><xs:import namespace="urn:b" schemaLocation="b.xsd"/>
       <xs:element name="m"><xs:complexType><xs:sequence><xs:element name="a" type="a:T"/><xs:element name="b" type="b:T"/></xs:sequence></xs:complexType></xs:element>`,
      'targetNamespace="urn:t" xmlns:a="urn:a" xmlns:b="urn:b"',
    ),
  });
  const json = toJsonSchema(schema, '{urn:t}m');
  t.same([definition(json, 'T')['maximum'], definition(json, 'T_2')['maximum']], [2147483647, 127]);
  t.match(toTypeScript(schema), /export type T = number;[^]*export type T2 = number;/);
  t.match(typeText(schema, { kind: 'type', name: '{urn:b}T' }), 'export type T2 = number;');
  t.equal(typeText(schema, { kind: 'type', name: '{urn:c}T' }), undefined);
  t.end();
});

t.test('a type that refers to itself, and one nested in groups many times, are defined once', (t) => {
  const schema = read(`
    <xs:group name="G"><xs:sequence><xs:element name="a" minOccurs="0"><xs:complexType><xs:group ref="t:G"/></xs:complexType></xs:element></xs:sequence></xs:group>
    <xs:element name="m"><xs:complexType><xs:group ref="t:G"/></xs:complexType></xs:element>`);
  const json = toJsonSchema(schema, '{urn:t}m');
  t.ok(JSON.stringify(json).length < 4000);
  t.equal(compileJsonSchema(json)({ a: { a: { a: {} } } }), true);
  t.equal(compileJsonSchema(json)({ a: { a: { b: {} } } }), false);
  t.end();
});

t.test('a schema that would fill the memory is refused with its limit, soon', (t) => {
  // With a default, every element says by itself which of all these types may stand in its place.
  const count = 700;
  const types = Array.from({ length: count }, (_, at) => {
    return `<xs:simpleType name="T${String(at)}"><xs:restriction base="xs:int"/></xs:simpleType>`;
  });
  const elements = Array.from(
    { length: count },
    (_, at) => `<xs:element name="e${String(at)}" type="xs:int" default="1" minOccurs="0"/>`,
  );
  const schema = read(
    `${types.join('')}<xs:element name="m"><xs:complexType><xs:sequence>${elements.join('')}</xs:sequence></xs:complexType></xs:element>`,
  );
  const start = processorMs();
  const { code, message: said } = thrownBy(() => toJsonSchema(schema, '{urn:t}m'));
  t.equal(code, 'SCHEMA_LIMIT_EXCEEDED');
  t.match(said, `maxJsonSchemaNodes is ${String(MAX_JSON_SCHEMA_NODES)}`);
  t.ok(processorMs() - start < 3000);
  t.end();
});

t.test('a choice of a thousand elements, and one of a thousand sequences, are described in bounded room', (t) => {
  const all = Array.from({ length: 1000 }, (_, at) => `e${String(at)}`);
  const leaf = (name: string): string => `<xs:element name="${name}" type="xs:int"/>`;
  const simple = message(`<xs:choice>${all.map(leaf).join('')}</xs:choice>`);
  t.ok(JSON.stringify(simple).length < 300_000);
  t.equal(simple['$comment'], undefined);
  const nested = message(
    `<xs:choice>${all.map((name) => `<xs:sequence>${leaf(name)}${leaf(`${name}x`)}</xs:sequence>`).join('')}</xs:choice>`,
  );
  t.ok(JSON.stringify(nested).length < 300_000);
  t.match(nested['$comment'], 'depend on one another');
  t.end();
});

t.test('equal schemas give equal text', (t) => {
  const body =
    '<xs:element name="m"><xs:complexType><xs:sequence><xs:element name="a" type="xs:token" nillable="true"/></xs:sequence></xs:complexType></xs:element>';
  t.equal(JSON.stringify(toJsonSchema(read(body), '{urn:t}m')), JSON.stringify(toJsonSchema(read(body), '{urn:t}m')));
  t.end();
});
