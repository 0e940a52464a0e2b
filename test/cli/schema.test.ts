import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { PROJECT } from '../support/source-files.js';
import { createTestCli } from './cli-run.js';

const NOBODY = 'http://127.0.0.1:9/spaces/main';
const WANT = join(PROJECT, 'examples', 'want-convert.xsd');
const SPACE = join(PROJECT, 'schemas', 'space.xsd');

t.test('the components of a schema are listed with their fingerprints', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const { code, output } = await cli.run('schema', WANT);
  t.equal(code, 0);
  t.match(output, /element {2}\{urn:example:units\}convert {5}s1:[0-9a-f]{64}\n/);
  t.match(output, /type {5}\{urn:example:units\}MetricUnit {2}s1:[0-9a-f]{64}\n/);
  const listed = JSON.parse((await cli.run('schema', WANT, '--json')).output) as { name: string }[];
  t.same(
    listed.map(({ name }) => name),
    ['{urn:example:units}convert', '{urn:example:units}MetricUnit'],
  );
});

t.test('the JSON Schema of the only message needs no name, and one of several does', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const only = await cli.run('schema', WANT, '--as', 'json-schema');
  t.equal((JSON.parse(only.output) as { title: string }).title, '{urn:example:units}convert');
  const several = await cli.run(
    'schema',
    SPACE,
    '--schema',
    join(PROJECT, 'schemas', 'advertisement.xsd'),
    '--as',
    'json-schema',
  );
  t.equal(several.code, 2);
  t.match(several.errors, '{urn:stoa:space:1}publish');
  const named = await cli.run('schema', SPACE, '--as', 'json-schema', '--element', 'publish');
  t.equal(named.code, 0, named.errors);
  t.equal((JSON.parse(named.output) as { title: string }).title, '{urn:stoa:space:1}publish');
});

t.test('TypeScript is printed, or written to a file; of one message only what it needs', async (t) => {
  const folder = t.testdir({});
  const cli = createTestCli(t, NOBODY);
  const { output } = await cli.run('schema', SPACE, '--as', 'typescript', '-e', 'publish');
  t.match(output, /^export interface Publish \{$/m);
  t.notMatch(output, 'Lookup');
  const file = join(folder, 'space.ts');
  const written = await cli.run('schema', SPACE, '--as', 'typescript', '--output', file);
  t.equal(written.output, '');
  t.match(await readFile(file, 'utf8'), /^export interface Lookup \{$/m);
});

t.test('what is not understood ends with code 2, and a schema that is none with code 1', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const folder = t.testdir({
    'bad.xsd': '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:nope/></xs:schema>',
  });
  for (const [args, said] of [
    [['schema'], 'expected the file of a schema'],
    [['schema', WANT, '--as', 'yaml'], "expected one of components, json-schema, typescript for --as, got 'yaml'"],
    [['schema', WANT, '--element', 'nope'], "got 'nope'; there are: {urn:example:units}convert"],
    [['schema', '/no/such.xsd'], '/no/such.xsd'],
    [['schema', WANT, '-o', join(WANT, 'in', 'a-file')], 'a-file cannot be written'],
  ] as const) {
    const { code, errors } = await cli.run(...args);
    t.equal(code, 2, args.join(' '));
    t.match(errors, said);
  }
  const { code, errors } = await cli.run('schema', join(folder, 'bad.xsd'));
  t.equal(code, 1);
  t.match(errors, 'SCHEMA_INVALID');
});
