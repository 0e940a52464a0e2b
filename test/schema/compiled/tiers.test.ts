import t from 'tap';
import { DEFAULT_SCHEMA_LIMITS } from '../../../src/base/index.js';
import { readSchema } from '../../../src/schema/index.js';
import type { CodecTiers, ReadSchemaOptions, Schema } from '../../../src/schema/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { collectOutcome, spawnTypescript } from '../../support/spawn-typescript.js';
import { schemaDocument, schemaText, thrownBy } from '../support.js';
import { processorMs } from '../../support/processor-time.js';

const NAME = { namespace: 'urn:t', local: 'a' };
const BODY = `<xs:element name="a"><xs:complexType><xs:sequence>
  <xs:element name="b" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="other" type="xs:string"/>`;
const { root } = parseXml('<a xmlns="urn:t"><b>1</b></a>');

const open = (options: ReadSchemaOptions, body = BODY): Schema =>
  readSchema([schemaDocument(schemaText(body))], options);

const tiersOf = (schema: Schema): CodecTiers | undefined => schema.codecs(NAME);

t.test('a codec compiles itself after it was used so often, each direction and each root apart', (t) => {
  const schema = open({ compileAfter: 3 });
  t.same(tiersOf(schema), { check: 'interpreted', decode: 'interpreted', encode: 'interpreted' });
  for (let use = 0; use < 3; use++) schema.check(root);
  t.equal(tiersOf(schema)?.check, 'interpreted');
  t.same(schema.check(root), []);
  t.same(tiersOf(schema), { check: 'compiled', decode: 'interpreted', encode: 'interpreted' });
  for (let use = 0; use < 4; use++) schema.encode(schema.decode(root));
  t.same(tiersOf(schema), { check: 'compiled', decode: 'compiled', encode: 'compiled' });
  t.equal(schema.codecs({ ...NAME, local: 'other' })?.check, 'interpreted');
  t.equal(schema.codecs({ ...NAME, local: 'unknown' }), undefined);
  t.end();
});

t.test('messages that are refused count as uses too, and are refused alike before and after', (t) => {
  const schema = open({ compileAfter: 2 });
  const wrong = parseXml('<a xmlns="urn:t"><b>1</b><c/></a>').root;
  const findings = Array.from({ length: 5 }, () => schema.check(wrong));
  for (const each of findings) t.same(each, findings[0]);
  t.equal(findings[0]?.[0]?.rule, 'cvc-complex-type.2.4.a');
  t.equal(tiersOf(schema)?.check, 'compiled');
  const refusals = Array.from({ length: 5 }, () => thrownBy(() => schema.encode({ name: NAME, value: { b: ['x'] } })));
  for (const each of refusals) t.same(each.findings, refusals[0]?.findings);
  t.end();
});

t.test('without an option a codec is compiled after 64 uses, with Infinity never, with 0 at once', (t) => {
  const [usual, never, atOnce] = [open({}), open({ compileAfter: Infinity }), open({ compileAfter: 0 })];
  for (let use = 0; use < 64; use++) for (const schema of [usual, never]) schema.check(root);
  t.equal(tiersOf(usual)?.check, 'interpreted');
  for (const schema of [usual, never, atOnce]) schema.check(root);
  t.same(
    [usual, never, atOnce].map((schema) => tiersOf(schema)?.check),
    ['compiled', 'interpreted', 'compiled'],
  );
  t.end();
});

t.test('the text of a program can be had before it runs', (t) => {
  const schema = open({ compileAfter: Infinity });
  for (const direction of ['check', 'decode', 'encode'] as const) {
    const source = schema.toSource(NAME, direction) ?? '';
    t.match(source, /^'use strict';\n/);
    t.doesNotThrow(() => new Function('scope', source));
    t.equal(schema.toSource({ ...NAME, local: 'unknown' }, direction), undefined);
  }
  t.equal(tiersOf(schema)?.decode, 'interpreted');
  t.end();
});

t.test('a program beyond maxCodeLength is not made: the codec stays as it is, and says so', (t) => {
  const schema = open({ compileAfter: 0, limits: { ...DEFAULT_SCHEMA_LIMITS, maxCodeLength: 400 } });
  t.same(schema.check(root), []);
  t.same(schema.decode(root).value, { b: [1] });
  t.equal(schema.encode({ name: NAME, value: { b: [1] } }), '<a xmlns="urn:t"><b>1</b></a>');
  t.same(tiersOf(schema), { check: 'left', decode: 'left', encode: 'left' });
  t.equal(schema.toSource(NAME, 'check'), undefined);
  t.end();
});

/** Sequences that make states or programs large, by the number of elements. */
const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  'optional elements': (size) =>
    `<xs:sequence>${Array.from({ length: size }, (_, at) => `<xs:element name="e${String(at)}" type="xs:int" minOccurs="0"/>`).join('')}</xs:sequence>`,
  'counted elements': (size) =>
    `<xs:sequence>${Array.from({ length: size }, (_, at) => `<xs:element name="e${String(at)}" type="xs:int" maxOccurs="7"/>`).join('')}</xs:sequence>`,
  'counted groups': (size) =>
    `<xs:sequence maxOccurs="${String(size)}"><xs:element name="e" type="xs:int"/><xs:element name="f" type="xs:int" minOccurs="0"/></xs:sequence>`,
  'a repeated choice': (size) =>
    `<xs:choice maxOccurs="unbounded">${Array.from({ length: size }, (_, at) => `<xs:element name="e${String(at)}" type="xs:int"/>`).join('')}</xs:choice>`,
  'nested optional choices': (size) =>
    `${'<xs:choice minOccurs="0">'.repeat(80)}${Array.from({ length: size }, (_, at) => `<xs:element name="e${String(at)}" type="xs:int"/>`).join('')}${'</xs:choice>'.repeat(80)}`,
};

for (const [what, content] of Object.entries(HOSTILE)) {
  t.test(`compiling ${what} by the thousand takes bounded time`, (t) => {
    const body = `<xs:element name="a"><xs:complexType>${content(2000)}</xs:complexType></xs:element>`;
    const schema = open({ compileAfter: 0 }, body);
    const document = parseXml('<a xmlns="urn:t"/>').root;
    const start = processorMs();
    for (const direction of ['check', 'decode', 'encode'] as const) schema.toSource(document.name, direction);
    const spentMs = processorMs() - start;
    t.comment(`${what}: ${spentMs.toFixed(0)} ms`);
    t.ok(spentMs < 1500, `all three directions took ${spentMs.toFixed(0)} ms`);
    t.end();
  });
}

t.test('where code from strings is forbidden, the interpreted codecs stay in use and say so', async (t) => {
  const child = spawnTypescript(new URL('./forbidden-child.ts', import.meta.url), [], {
    execArgv: ['--disallow-code-generation-from-strings'],
  });
  const { stdout, stderr } = await collectOutcome(child);
  t.same(JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`), {
    findings: [],
    value: 7,
    text: '<a>7</a>',
    refused: 1,
    tiers: { check: 'forbidden', decode: 'forbidden', encode: 'forbidden' },
    hasSource: true,
  });
});
