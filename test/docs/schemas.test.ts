import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { JsonSchema, Schema, TypedValue } from '../../src/schema/index.js';
import { toTypeScript } from '../../src/schema/index.js';
import { parseXml } from '../../src/xml/index.js';
import { createTestCli } from '../cli/cli-run.js';
import { compileJsonSchema } from '../schema/json-schema/agreement.js';
import { toJsonValue } from '../schema/json-schema/random-json.js';
import type { JsonValue } from '../schema/json-schema/random-json.js';
import { decode, read, readSet } from '../schema/support.js';
import { compileTypeScript } from '../schema/typescript/compile.js';
import { PROJECT } from '../support/source-files.js';

const page = readFileSync(join(PROJECT, 'docs', 'schemas.md'), 'utf8');

const block = (info: string): string => new RegExp('```' + info + '\\n([^]*?)```').exec(page)?.[1] ?? '';

const schemaText = block('xml schema');
const value = JSON.parse(block('json value')) as JsonValue;

/** Cells of the table, without the backticks of code. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `xs:'))
  .map((line) => line.split('|').map((cell) => cell.trim().replace(/^`|`$/g, '')));

const toSource = (typed: unknown): string => {
  if (typed instanceof Uint8Array) return `new Uint8Array([${typed.join(', ')}])`;
  if (Array.isArray(typed)) return `[${typed.map(toSource).join(', ')}]`;
  if (typeof typed === 'bigint') return `${String(typed)}n`;
  return typeof typed === 'string' ? `'${typed}'` : String(typed);
};

t.test('the table says what values of simple types become', (t) => {
  t.equal(rows.length, 10);
  for (const [, types = '', text = '', javaScript, json, typeScript] of rows) {
    const name = /^xs:\w+/.exec(types)?.[0] ?? '';
    const schema = read(`<xs:element name="e" type="${name}"/>`);
    const typed = decode(schema, `<e xmlns="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema">${text}</e>`);
    t.equal(toSource(typed), javaScript, name);
    t.equal(JSON.stringify(toJsonValue(typed as TypedValue)), json, name);
    t.match(toTypeScript(schema), `export type E = ${typeScript ?? ''};`, name);
  }
  t.end();
});

const order = (): Schema => readSet({ 'order.xsd': schemaText });
const name = { namespace: 'urn:shop', local: 'order' };

t.test('the message has the value that stands beside it, and is written from it', (t) => {
  const schema = order();
  const { root, source } = parseXml(block('xml message'));
  t.same(toJsonValue(schema.decode(root, source).value), value);
  const again = parseXml(schema.encode({ name, value }));
  t.same(schema.decode(again.root, again.source), schema.decode(root, source));
  t.end();
});

t.test('stoa schema prints the types of the page, and a JSON Schema that takes its value', async (t) => {
  const cli = createTestCli(t, 'http://127.0.0.1:9/spaces/main');
  const file = join(t.testdir({ 'order.xsd': schemaText }), 'order.xsd');
  const types = await cli.run('schema', file, '--as', 'typescript');
  t.equal(types.output, block('ts output'));
  t.same(compileTypeScript({ 'order.ts': types.output }), []);
  const { output } = await cli.run('schema', file, '--as', 'json-schema', '--element', 'order');
  const accepts = compileJsonSchema(JSON.parse(output) as JsonSchema);
  t.equal(accepts(value), true);
  t.equal(accepts({ ...(value as object), address: 'here' }), false);
  t.match((await cli.run('schema', file)).output, /element {2}\{urn:shop\}order {2}s1:/);
});
