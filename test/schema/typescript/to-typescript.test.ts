import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import { toTypeScript } from '../../../src/schema/index.js';
import type { Schema, TypedValue } from '../../../src/schema/index.js';
import { parseXml, writeXml } from '../../../src/xml/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { FIXTURES } from '../json-schema/fixtures.js';
import { DocumentMaker } from '../random-document.js';
import { read, readSet } from '../support.js';
import { compileTypeScript, isFormatted } from './compile.js';

const FOLDER = new URL('../../../schemas/', import.meta.url);

const SCHEMAS: Readonly<Record<string, Schema>> = Object.fromEntries([
  ...Object.entries(FIXTURES).map(([title, body]) => [title, read(body)]),
  ...readdirSync(FOLDER)
    .filter((name) => name.endsWith('.xsd'))
    .map((file) => [file, readSet({ [file]: readFileSync(new URL(file, FOLDER), 'utf8') })]),
]);

/** The value as it stands in source code. */
const toSource = (value: TypedValue): string => {
  if (value instanceof Uint8Array) return `new Uint8Array([${value.join(', ')}])`;
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (Array.isArray(value)) return `[${value.map(toSource).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([member, each]) => `[${JSON.stringify(member)}]: ${toSource(each as TypedValue)}`)
      .join(', ')} }`;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
};

/** Names of the messages' types by the keys of their elements, as their comments on the first line cannot say them. */
const typeNameOf = (schema: Schema, key: string): string => {
  const text = toTypeScript(schema, { elements: [key] });
  return /^export (?:type|interface) (\w+)/m.exec(text)?.[1] ?? '';
};

const valuesOf = (schema: Schema, key: string): readonly TypedValue[] => {
  const declaration = schema.model.elements.get(key);
  // For the compiler every object has a `toString`: one that is optional and no function cannot be left out.
  if (declaration === undefined || declaration.abstract || declaration.name.local === 'reserved') return [];
  return Array.from({ length: 8 }, (_, seed) => {
    try {
      const { root, source } = parseXml(writeXml(new DocumentMaker(createSeededRandom(seed)).element(declaration)));
      return schema.check(root, source).length > 0 ? [] : [schema.decode(root, source).value];
    } catch (thrown) {
      if (thrown instanceof RangeError) return [];
      throw thrown;
    }
  }).flat();
};

t.test('what is printed compiles under the strictest flags, and decoded values are of the types', (t) => {
  const sources: Record<string, string> = {};
  for (const [at, [, schema]] of Object.entries(SCHEMAS).entries()) {
    sources[`schema-${String(at)}.ts`] = toTypeScript(schema);
    const lines = [...schema.model.elements.keys()].flatMap((key) => {
      const name = typeNameOf(schema, key);
      return valuesOf(schema, key).map((value) => `keep<S.${name}>(${toSource(value)});`);
    });
    sources[`values-${String(at)}.ts`] =
      `import type * as S from './schema-${String(at)}.js';\ndeclare const keep: <T>(value: T) => void;\n${lines.join('\n')}\n`;
  }
  t.same(compileTypeScript(sources), []);
  t.end();
});

/** A schema, values of its messages' types, and values that are of no such type. */
const EXACT: readonly {
  readonly what: string;
  readonly body: string;
  readonly right: string[];
  readonly wrong: string[];
}[] = [
  {
    what: 'members',
    body: `<xs:element name="m"><xs:complexType><xs:sequence>
      <xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:decimal" minOccurs="0"/>
      <xs:element name="c" type="xs:long" maxOccurs="2"/></xs:sequence>
      <xs:attribute name="d" type="xs:base64Binary" use="required"/></xs:complexType></xs:element>`,
    right: ["{ a: 1, c: [2n], '@d': new Uint8Array() }", "{ a: 1, b: '1.50', c: [], '@d': new Uint8Array() }"],
    wrong: [
      "{ c: [2n], '@d': new Uint8Array() }",
      "{ a: '1', c: [2n], '@d': new Uint8Array() }",
      "{ a: 1, c: 2n, '@d': new Uint8Array() }",
      "{ a: 1, c: [2], '@d': new Uint8Array() }",
      '{ a: 1, c: [2n] }',
      "{ a: 1, b: 1.5, c: [2n], '@d': new Uint8Array() }",
      "{ a: 1, b: undefined, c: [2n], '@d': new Uint8Array() }",
      "{ a: null, c: [2n], '@d': new Uint8Array() }",
      "{ a: 1, c: [2n], '@d': new Uint8Array(), e: 1 }",
    ],
  },
  {
    what: 'enumerations',
    body: `<xs:element name="m"><xs:simpleType><xs:restriction base="xs:token">
      <xs:enumeration value="on"/><xs:enumeration value="off"/></xs:restriction></xs:simpleType></xs:element>`,
    right: ["'on'", "'off'"],
    wrong: ["'of'", '1', 'null'],
  },
  {
    what: 'numbers that are enumerated or fixed',
    body: `<xs:element name="m"><xs:complexType><xs:sequence>
      <xs:element name="a"><xs:simpleType><xs:restriction base="xs:integer"><xs:enumeration value="+07"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="b" type="xs:int" fixed="3"/></xs:sequence></xs:complexType></xs:element>`,
    right: ['{ a: 7n, b: 3 }'],
    wrong: ['{ a: 8n, b: 3 }', '{ a: 7n, b: 4 }', '{ a: 7, b: 3 }'],
  },
  {
    what: 'a choice beside other members',
    body: `<xs:element name="m"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/>
      <xs:choice><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:string"/></xs:choice>
      </xs:sequence></xs:complexType></xs:element>`,
    right: ['{ a: 1, b: 1 }', "{ a: 1, c: '' }"],
    wrong: ['{ a: 1 }', "{ a: 1, b: 1, c: '' }", '{ b: 1 }', "{ a: 1, b: '' }"],
  },
  {
    what: 'an optional choice of sequences',
    body: `<xs:element name="m"><xs:complexType><xs:choice minOccurs="0"><xs:sequence><xs:element name="a" type="xs:int"/>
      <xs:element name="b" type="xs:int" minOccurs="0"/></xs:sequence><xs:element name="c" type="xs:string"/>
      </xs:choice></xs:complexType></xs:element>`,
    right: ['{}', '{ a: 1 }', '{ a: 1, b: 1 }', "{ c: '' }"],
    wrong: ['{ b: 1 }', "{ a: 1, c: '' }", "{ b: 1, c: '' }"],
  },
  {
    what: 'nil, with and without attributes',
    body: `<xs:element name="m"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int" nillable="true"/>
      <xs:element name="b" nillable="true"><xs:complexType><xs:attribute name="x" type="xs:int" use="required"/></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>`,
    right: [
      "{ a: null, b: { '@x': 1 } }",
      "{ a: 1, b: { '@{http://www.w3.org/2001/XMLSchema-instance}nil': true, '@x': 1 } }",
    ],
    wrong: [
      "{ a: 'x', b: { '@x': 1 } }",
      '{ a: 1, b: null }',
      "{ a: 1, b: { '@{http://www.w3.org/2001/XMLSchema-instance}nil': false, '@x': 1 } }",
    ],
  },
  {
    what: 'derived types, which name themselves',
    body: `<xs:element name="m" type="t:Base"/>
      <xs:complexType name="Base" abstract="true"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType>
      <xs:complexType name="More"><xs:complexContent><xs:extension base="t:Base"><xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>
      </xs:extension></xs:complexContent></xs:complexType>`,
    right: ["{ '@{http://www.w3.org/2001/XMLSchema-instance}type': '{urn:t}More', a: 1, b: 2 }"],
    wrong: [
      '{ a: 1 }',
      '{ a: 1, b: 2 }',
      "{ '@{http://www.w3.org/2001/XMLSchema-instance}type': '{urn:t}Base', a: 1, b: 2 }",
    ],
  },
  {
    what: 'mixed content',
    body: `<xs:element name="m"><xs:complexType mixed="true"><xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:string"/></xs:choice></xs:complexType></xs:element>`,
    right: ["{ $: ['x', { a: 1 }, { b: '' }] }", '{ $: [] }'],
    wrong: ["{ $: 'x' }", "{ $: [{ a: '' }] }", '{ $: [{ c: 1 }] }', '{ a: 1 }'],
  },
];

t.test('values of the types compile, and no others', (t) => {
  const sources: Record<string, string> = {};
  for (const [at, { body, right, wrong }] of EXACT.entries()) {
    sources[`exact-${String(at)}.ts`] = toTypeScript(read(body));
    const lines = [
      ...right.map((value) => `keep(${value});`),
      ...wrong.map((value) => `// @ts-expect-error: it is no value of the message\nkeep(${value});`),
    ];
    sources[`use-${String(at)}.ts`] =
      `import type { M } from './exact-${String(at)}.js';\ndeclare const keep: (value: M) => void;\n${lines.join('\n')}\n`;
  }
  t.same(compileTypeScript(sources), []);
  t.end();
});

for (const [title, schema] of Object.entries(SCHEMAS)) {
  t.test(`what is printed is formatted, and the same each time: ${title}`, async (t) => {
    const text = toTypeScript(schema);
    t.ok(await isFormatted(text));
    t.equal(toTypeScript(schema), text);
  });
}
