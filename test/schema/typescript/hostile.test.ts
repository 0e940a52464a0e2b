import t from 'tap';
import ts from 'typescript';
import { MAX_TYPESCRIPT_MEMBERS, toTypeScript } from '../../../src/schema/index.js';
import { read, readSet, schemaText, thrownBy } from '../support.js';
import { compileTypeScript, isFormatted } from './compile.js';
import { processorMs } from '../../support/processor-time.js';

/** Texts that would end a literal, a comment or a line, or look like code. */
const EVIL = [
  "'; export const evil = 1; '",
  '&quot;; export const evil = 1; &quot;',
  '*/ export const evil = 1; /*',
  '`${evil}`',
  '\\u0027; evil',
  '&#10;export const evil = 1;&#10;',
  '\u2028export const evil = 1;',
  '//',
  '@ts-nocheck',
  '\u202eevil',
];

const annotate = (text: string): string =>
  `<xs:annotation><xs:documentation>${text}</xs:documentation></xs:annotation>`;

const kindsOf = (text: string): readonly string[] => [
  ...new Set(
    ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022).statements.map(({ kind }) => ts.SyntaxKind[kind]),
  ),
];

t.test('no text of a schema becomes code', async (t) => {
  const values = EVIL.map((text) => `<xs:enumeration value="${text}">${annotate(text)}</xs:enumeration>`).join('');
  const schema = read(`
    <xs:simpleType name="S">${annotate(EVIL.join(' '))}<xs:restriction base="xs:string">${values}</xs:restriction></xs:simpleType>
    <xs:element name="m">${annotate(EVIL.join('\n'))}<xs:complexType><xs:sequence>
      ${EVIL.map((text, at) => `<xs:element name="a${String(at)}" type="xs:string" default="${text}">${annotate(text)}</xs:element>`).join('')}
      <xs:element name="p"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[*]/ export const evil = 1; /[*]|\`"/></xs:restriction></xs:simpleType></xs:element>
    </xs:sequence></xs:complexType></xs:element>`);
  const text = toTypeScript(schema);
  t.same(kindsOf(text), ['InterfaceDeclaration', 'TypeAliasDeclaration']);
  t.same(compileTypeScript({ 'evil.ts': text }), []);
  t.ok(await isFormatted(text));
});

t.test('namespaces in names are quoted', async (t) => {
  const namespace = "urn:'];export const evil=1;//\\";
  const schema = readSet({
    'a.xsd': schemaText(
      `<xs:complexType name="B"/><xs:complexType name="D"><xs:complexContent><xs:extension base="e:B"/></xs:complexContent></xs:complexType>
       <xs:element name="m"><xs:complexType><xs:sequence><xs:element name="a" type="e:B"/><xs:element name="a" form="unqualified" type="e:B"/></xs:sequence></xs:complexType></xs:element>`,
      `targetNamespace="${namespace}" xmlns:e="${namespace}" elementFormDefault="qualified"`,
    ),
  });
  const text = toTypeScript(schema);
  t.same(kindsOf(text), ['InterfaceDeclaration', 'TypeAliasDeclaration']);
  t.same(compileTypeScript({ 'evil.ts': text }), []);
  t.ok(await isFormatted(text));
});

t.test('names become identifiers that are told apart, whatever they are made of', async (t) => {
  const names = [
    'a',
    'A',
    'a-',
    'a.',
    '_a',
    '__proto__',
    'constructor',
    'class',
    'string',
    'Array',
    'Promise',
    'Uint8Array',
    '日本',
    '日本語',
    'ünïcode',
    'Ünïcode',
    'a1',
    'a-1',
    'x'.repeat(300),
    'x'.repeat(301),
  ];
  const schema = read(
    names
      .map(
        (name) => `<xs:simpleType name="${name}"><xs:restriction base="xs:int"/></xs:simpleType>
      <xs:element name="${name}"><xs:complexType><xs:sequence>${names.map((member) => `<xs:element name="${member}" type="t:${name}" minOccurs="0"/>`).join('')}</xs:sequence></xs:complexType></xs:element>`,
      )
      .join(''),
  );
  const text = toTypeScript(schema);
  t.same(compileTypeScript({ 'names.ts': text }), []);
  t.ok(await isFormatted(text));
  t.equal(new Set(text.match(/^export (?:type|interface) \S+/gm)).size, 2 * names.length);
});

t.test('a schema that would fill the memory is refused with its limit, soon', (t) => {
  // Each type extends the one before it, and all that was inherited is printed again.
  const types = Array.from({ length: 150 }, (_, at) => {
    const members = Array.from(
      { length: 10 },
      (_, member) => `<xs:element name="e${String(at)}-${String(member)}" type="xs:int"/>`,
    ).join('');
    const own = `<xs:sequence>${members}</xs:sequence>`;
    return at === 0
      ? `<xs:complexType name="T0">${own}</xs:complexType>`
      : `<xs:complexType name="T${String(at)}"><xs:complexContent><xs:extension base="t:T${String(at - 1)}">${own}</xs:extension></xs:complexContent></xs:complexType>`;
  });
  const schema = read(types.join(''));
  const start = processorMs();
  const { code, message } = thrownBy(() => toTypeScript(schema));
  t.equal(code, 'SCHEMA_LIMIT_EXCEEDED');
  t.match(message, `maxTypeScriptMembers is ${String(MAX_TYPESCRIPT_MEMBERS)}`);
  t.ok(processorMs() - start < 5000);
  t.end();
});
