import prettier from 'prettier';
import t from 'tap';
import ts from 'typescript';
import { isStoaError } from '../../../src/base/index.js';
import type { StoaError } from '../../../src/base/index.js';
import { emitCodecs, readSchema } from '../../../src/schema/index.js';
import type { EmitCodecsOptions, Schema } from '../../../src/schema/index.js';
import * as runtime from '../../../src/schema/runtime/index.js';
import { escapeAttribute, parseXml } from '../../../src/xml/index.js';
import { compileGenerated } from '../../generate/compile.js';
import { HOSTILE_TEXTS, MARK } from '../compiled/hostile-texts.js';
import { MIXED_BAG_XSD } from '../compiled/mixed-bag.js';
import { schemaDocument } from '../support.js';
import { loadStandalone, outcomeOf } from './standalone.js';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const read = (text: string): Schema => readSchema([schemaDocument(text)]);
const emitAll = (schema: Schema, options?: EmitCodecsOptions): string =>
  emitCodecs(
    schema,
    [...schema.model.elements.values()].map(({ name }) => name),
    options,
  ).text;

const mixedBag = read(MIXED_BAG_XSD);

t.test('an emitted module is equal from run to run, and formatted as prettier does', async (t) => {
  const text = emitAll(mixedBag);
  t.equal(text, emitAll(read(MIXED_BAG_XSD)));
  t.equal(text, await prettier.format(text, { parser: 'typescript', printWidth: 120, singleQuote: true }));
});

t.test('it compiles under the strictest flags, whatever the schema has', (t) => {
  t.same(compileGenerated({ 'bag.ts': emitAll(mixedBag), 'kept.ts': emitAll(mixedBag, { wildcards: 'keep' }) }), []);
  t.end();
});

t.test('it imports from the runtime alone, and makes no code from strings', (t) => {
  const text = emitAll(mixedBag);
  t.same(
    [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from),
    ['stoa/runtime/v1'],
  );
  t.notMatch(text, /new Function|eval\(|import\(/);
  t.end();
});

t.test('only what the roots need is in it', (t) => {
  const { text, roots } = emitCodecs(mixedBag, ['{urn:t}simple']);
  t.same(roots, [
    {
      name: { namespace: 'urn:t', local: 'simple' },
      codec: 'simpleElement',
      facts: [],
      decode: 'decodeSimple',
      encode: 'encodeSimple',
    },
  ]);
  t.match(text, /percentType/);
  t.notMatch(text, /tree|sizes/i);
  t.notMatch(text, /\b(?:sequence|grammar|union|any)\b/);
  t.throws(() => emitCodecs(mixedBag, ['{urn:t}nowhere']), { code: 'MESSAGE_UNDECLARED' });
  t.end();
});

/** Identifiers, property names and other words of a program outside its literals and comments. */
const wordsOf = (text: string): readonly string[] => {
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) words.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023));
  return words;
};

t.test('no text of a schema gets into it but as a literal', async (t) => {
  const texts = HOSTILE_TEXTS.filter((text) => !/[\u0000\u001b\ud800]/.test(text));
  const values = texts.map((text) => `<xs:enumeration value="${escapeAttribute(text)}"/>`).join('');
  const attributes = texts.map(
    (text, at) => `<xs:attribute name="a${String(at)}" type="xs:string" default="${escapeAttribute(text)}"/>`,
  );
  const schema = read(`<xs:schema ${XS} targetNamespace="urn:${escapeAttribute(texts[0] ?? '')}">
    <xs:element name="e"><xs:complexType><xs:simpleContent><xs:extension base="T" xmlns="urn:${escapeAttribute(texts[0] ?? '')}">
    ${attributes.join('')}</xs:extension></xs:simpleContent></xs:complexType></xs:element>
    <xs:simpleType name="T"><xs:restriction base="xs:string">${values}</xs:restriction></xs:simpleType></xs:schema>`);
  const text = emitAll(schema);
  t.notOk(wordsOf(text).some((word) => word.includes(MARK)));
  t.same(compileGenerated({ 'hostile.ts': text }), []);
  const [root] = (await loadStandalone(schema)).roots.values();
  t.equal((globalThis as Record<string, unknown>)[MARK], undefined, 'loading it runs nothing of the schema');
  const value = { $: texts[3] };
  const message = schema.encode({
    name: [...schema.model.elements.values()][0]?.name ?? { namespace: '', local: '' },
    value,
  });
  t.equal(root?.encode(value), message);
  t.same(root?.decode(message), schema.decode(parseXml(message).root).value);
});

t.test('where a built-in simple type is declared, xsi:type may name that one only', async (t) => {
  const schema = read(`<xs:schema ${XS}><xs:element name="e" type="xs:decimal"/></xs:schema>`);
  const root = (await loadStandalone(schema)).roots.get('e');
  const typed = (name: string): string =>
    `<e ${XS} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:${name}">1</e>`;
  t.equal(root?.decode(typed('decimal')), '1');
  t.match(
    outcomeOf(() => root?.decode(typed('int'))),
    /^MESSAGE_INVALID at \/e cvc-elt\.4/,
  );
  t.end();
});

t.test('what is wrong is told as a schema would tell it', async (t) => {
  const root = (await loadStandalone(mixedBag)).roots.get('{urn:t}occurs');
  const source = '<occurs xmlns="urn:t">\n  <a>1</a>\n  <c>x</c>\n</occurs>';
  try {
    root?.decode(source);
    t.fail('expected it to be refused');
  } catch (thrown) {
    t.ok(isStoaError(thrown, 'MESSAGE_INVALID'));
    const [first] = (thrown as StoaError).findings;
    t.match(first, { rule: 'cvc-complex-type.2.4.a', path: '/occurs/c', line: 3, column: 3 });
    t.match(first?.message, /expected .*a, found .*c/);
  }
  t.throws(() => root?.decode('<other xmlns="urn:t"/>'), { code: 'MESSAGE_UNDECLARED' });
  t.throws(() => root?.decode('<occurs'), { code: 'XML_NOT_WELL_FORMED' });
});

/** What `stoa/runtime/v1` exports. Output of an older generator imports these names: some may come, none may go. */
const VERSION_1 = [
  'ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName XSD_NAMESPACE all any anyAttribute',
  'anyDeclared anySimpleType anyType anyURI attribute base64Binary boolean builtInTypes byte choice complex date',
  'dateTime decimal declare decode double duration element encode expression float gDay gMonth gMonthDay gYear',
  'gYearMonth grammar group hexBinary identity int integer language lazy list long looseType many mixed namespace',
  'negativeInteger nonNegativeInteger nonPositiveInteger normalizedString one oneOfTypes optional pattern',
  'positiveInteger restrict sequence short string text time token union unsignedByte unsignedInt unsignedLong',
  'unsignedShort wild',
]
  .join(' ')
  .split(' ');

t.test('the runtime has the names of its version', (t) => {
  t.same(Object.keys(runtime).sort(), VERSION_1.toSorted());
  t.end();
});
