import { readFileSync } from 'node:fs';
import t from 'tap';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, createService } from '../../src/client/index.js';
import { serve } from '../../src/http/index.js';
import { parseXml } from '../../src/xml/index.js';
import { startTestServer } from '../http/support/test-server.js';
import { PROJECT } from '../support/source-files.js';
import { createTestCli } from './cli-run.js';

const example = (name: string): string => join(PROJECT, 'examples', name);

const startHouse = async (t: Parameters<typeof startTestServer>[0]) => {
  const server = await startTestServer(t);
  const url = `${server.url}/spaces/main`;
  return { url, space: connect(url), cli: createTestCli(t, url) };
};

/** The converter of the examples, answering with what it was asked. */
const startConverter = async (t: Parameters<typeof startTestServer>[0], url: string): Promise<void> => {
  const space = connect(url);
  const late: { service?: Awaited<ReturnType<typeof createService>> } = {};
  const host = await serve({
    handle: (request) => late.service?.handle(request) ?? Promise.reject(new TypeError('too early')),
  });
  t.teardown(() => host.close());
  const text = await readFile(example('unit-converter.xml'), 'utf8');
  const service = await createService(
    {
      advertisement: text.replace('http://127.0.0.1:4010/', host.url),
      handlers: {
        convert: (value) => ({ value: (value as { value: string }).value, unit: (value as { to: string }).to }),
      },
    },
    { space },
  );
  late.service = service;
  const published = await service.publish();
  t.teardown(() => published.kept.stop());
};

t.test('[space:store] what is published is found, read back and removed by its name', async (t) => {
  const { cli } = await startHouse(t);
  const published = await cli.run('publish', example('minutes.xml'), '--name', 'minutes', '--lease', '5m');
  t.equal(published.code, 0);
  t.match(published.output, /^urn:uuid:[0-9a-f-]{36} {2}minutes {2}version 1\n$/);
  t.match((await cli.run('lookup', '--name', 'min*')).output, /minutes {2}document {2}in [45]m/);
  t.match((await cli.run('read', 'minutes')).output, '<topic>The price of olives</topic>');
  t.match((await cli.run('read', 'minutes', '--advertisement')).output, 'kind="document"');
  const removed = await cli.run('remove', 'minutes');
  t.equal(removed.code, 0, removed.errors);
  t.match((await cli.run('lookup')).errors, 'nothing found');
});

t.test('the credentials of leases are kept in a file that only its owner can read', async (t) => {
  const { cli } = await startHouse(t);
  await cli.run('publish', example('minutes.xml'));
  const { mode } = await stat(join(t.testdirName, 'state', 'leases.json'));
  t.equal(mode & 0o077, 0);
});

t.test('a document is brought up to date with the lease that was kept', async (t) => {
  const { cli } = await startHouse(t);
  const id = /urn:\S+/.exec((await cli.run('publish', example('minutes.xml'))).output)?.[0] ?? '';
  const updated = await cli.run('publish', example('want-convert.xsd'), '--update', id);
  t.match(updated.output, /version 2\n$/);
  t.match((await cli.run('read', id)).output, 'xs:schema');
});

t.test('what another holds is not removed, and the reason says what is missing', async (t) => {
  const { cli, space } = await startHouse(t);
  await space.publish('<note/>', { name: 'theirs' });
  const { code, errors } = await cli.run('remove', 'theirs');
  t.equal(code, 1);
  t.match(errors, 'CREDENTIAL_REQUIRED');
});

t.test('a name that several documents have is asked back with their ids', async (t) => {
  const { cli, space } = await startHouse(t);
  const one = await space.publish('<note/>', { name: 'note' });
  await space.publish('<note/>', { name: 'note' });
  const { code, errors } = await cli.run('read', 'note');
  t.equal(code, 2);
  t.match(errors, one.entry.id);
});

t.test('[space:lookup-partial] a service is found by a partial schema and called by options', async (t) => {
  const { cli, url } = await startHouse(t);
  await startConverter(t, url);
  t.match((await cli.run('lookup', '--schema', example('want-convert.xsd'))).output, 'unit-converter');
  const call = ['call', 'unit-converter', 'convert', '--value', '3.10', '--unit', 'km', '--to', 'mi'];
  const direct = await cli.run(...call);
  t.equal(direct.code, 0, direct.errors);
  t.match(direct.output, '<value>3.10</value>');
  t.same(JSON.parse((await cli.run(...call, '--relay', '--json')).output), { value: '3.10', unit: 'mi' });
});

t.test(
  '[space:lookup-partial] lookup --explain says why a hit is one, and what keeps near misses from being one',
  async (t) => {
    const { cli, url } = await startHouse(t);
    await startConverter(t, url);
    const hit = await cli.run('lookup', '--schema', example('want-convert.xsd'), '--explain');
    t.match(hit.output, /^compatible {2}100 % {2}unit-converter/);
    t.match(hit.output, '+ element {urn:example:units}convert: compatible as request');
    const miss = await cli.run('lookup', '--schema', example('want-convert-more.xsd'), '--explain');
    t.match(miss.output, 'near misses, the nearest first:');
    t.match(miss.output, /- element \{urn:example:units\}convert: incompatible as request\n {6}\S.*\n {6}to match: /);
    const page = readFileSync(new URL('../../docs/matching.md', import.meta.url), 'utf8');
    const shown = /--explain\n```\n\n```text\n([^]*?)```/.exec(page)?.[1]?.trimEnd().split('\n') ?? [];
    t.equal(shown.length, 5, 'docs/matching.md shows it');
    for (const line of shown) t.match(miss.output, line);
    t.match((await cli.run('lookup', '--schema', example('want-convert-more.xsd'))).errors, '--explain says');
    const byMethod = await cli.run('lookup', '--schema', example('want-convert.xsd'), '--input', 'convert');
    t.match(byMethod.output, /^GRADE .*\ncompatible {2}100 % {2}unit-converter/);
    t.match(await cli.run('lookup', '--schema', example('want-convert.xsd'), '--input', 'convrt'), {
      code: 2,
      errors: /there are: \{urn:example:units\}convert/,
    });
    const xml = await cli.run('lookup', '--schema', example('want-convert-more.xsd'), '--explain', '--xml');
    t.match(xml.output, /<nearMiss>[^]*<wanted kind="element"/);
    const json = await cli.run('lookup', '--schema', example('want-convert-more.xsd'), '--explain', '--json');
    t.equal(JSON.parse(json.output).nearMisses[0].entry.name, 'unit-converter');
  },
);

t.test('a field that does not fit the schema is refused with its path', async (t) => {
  const { cli, url } = await startHouse(t);
  await startConverter(t, url);
  const { code, errors } = await cli.run('call', 'unit-converter', '--value', 'many', '--unit', 'km', '--to', 'mi');
  t.equal(code, 1);
  t.match(errors, '/convert/value');
});

t.test('lookup --xml prints a message that the space declares', async (t) => {
  const { cli, space } = await startHouse(t);
  await space.publish('<note/>', { name: 'note' });
  t.equal(parseXml((await cli.run('lookup', '--xml')).output).root.name.local, 'lookupResponse');
});

t.test('[events] watch prints events until it has as many as asked for', async (t) => {
  const { cli, space } = await startHouse(t);
  const { sequence } = await space.lookup();
  await space.publish('<note/>', { name: 'seen' });
  await space.publish('<note/>', { name: 'other' });
  const { code, output } = await cli.run('watch', 'seen', '--after', sequence, '--count', '1');
  t.equal(code, 0);
  t.match(output, /published {2,}seen/);
  t.notMatch(output, 'other');
});

t.test('publish --keep removes the document when it is interrupted', async (t) => {
  const { cli, space } = await startHouse(t);
  const { code } = await cli.runUntil('renewing the lease', 'publish', example('minutes.xml'), '--keep');
  t.equal(code, 0);
  t.same((await space.lookup()).hits, []);
});

t.test('import publishes what WSDL files describe and sums up what it refused', async (t) => {
  const { cli, space } = await startHouse(t);
  const good = join(PROJECT, 'test', 'fixtures', 'wsdl', 'document-literal.wsdl');
  const { code, output } = await cli.run('import', good, example('minutes.xml'), '--lease', '1h');
  t.equal(code, 0, output);
  t.match(output, '2 files: 1 services accepted, 1 refused');
  t.equal((await space.lookup({ kinds: ['service'] })).hits.length, 1);
});

t.test('import --dry-run publishes nothing', async (t) => {
  const { cli, space } = await startHouse(t);
  const { code, output } = await cli.run(
    'import',
    join(PROJECT, 'test', 'fixtures', 'wsdl', 'document-literal.wsdl'),
    '--dry-run',
    '--verbose',
  );
  t.equal(code, 0, output);
  t.same((await space.lookup()).hits, []);
});
