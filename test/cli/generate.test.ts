import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { parseCommandLine, toCommandLine } from '../../src/cli/generate/arguments.js';
import { startHouse } from '../client/space-house.js';
import { fixtureAdvertisement, SMALL_SERVICE } from '../generate/fixtures.js';
import { PROJECT } from '../support/source-files.js';
import { createTestCli } from './cli-run.js';

const UNITS = join(PROJECT, 'examples/unit-converter.xml');
const units = readFileSync(UNITS, 'utf8');

const start = async (t: Test) => {
  const { client, url } = await startHouse(t);
  return { client, url, cli: createTestCli(t, url), folder: t.testdirName };
};

t.test('stoa generate writes a client for a name, an id, a pattern, and checks it', async (t) => {
  const { client, cli, folder } = await start(t);
  const { entry } = await client.publish(units);
  const file = join(folder, 'units.ts');
  const printed = await cli.run('generate', 'unit-converter');
  t.match(printed, { code: 0, output: /export class UnitConverterClient extends ContractClient/ });
  t.equal(
    (await cli.run('generate', entry.id)).output.split('\n').slice(5).join(),
    printed.output.split('\n').slice(5).join(),
  );
  t.match(await cli.run('generate', 'unit-*', '-o', file), { code: 0, errors: /wrote .*units\.ts/ });
  t.match(readFileSync(file, 'utf8'), / \* {5}stoa generate 'unit-\*' --output /);
  t.match(await cli.run('generate', '-o', `${folder}/`, 'unit-converter', '--server'), {
    errors: /unit-converter\.ts/,
  });
  t.match(readFileSync(join(folder, 'unit-converter.ts'), 'utf8'), /unitConverterService/);
  t.match(await cli.run('generate', '-o', file, '--check'), { code: 0, output: /as it was/ });

  await client.publish(
    units
      .replace('<name>unit-converter', '<name>unit-other')
      .replace('"outOfRange"', '"tooFar"')
      .replaceAll(':outOfRange', ':tooFar'),
  );
  t.match(await cli.run('generate', 'unit-*'), { code: 2, errors: /different contracts.*\n.*unit-other/ });
  t.match(await cli.run('generate', 'nothing'), { code: 1, errors: /no service .* 'nothing'/ });
  t.match(await cli.run('generate'), { code: 2, errors: /expected the name of a service/ });
});

t.test('stoa generate --check says what has changed, and fails when the client breaks', async (t) => {
  const { client, cli, folder } = await start(t);
  const held = await client.publish(units);
  const file = join(folder, 'units.ts');
  await cli.run('generate', 'unit-converter', '-o', file);
  const { credential = '' } = held.lease;
  const to = '<xs:element name="to" type="Unit"/>';
  await client.update(
    held.entry.id,
    units.replace(to, `${to}<xs:element name="digits" type="xs:int" minOccurs="0"/>`),
    { credential },
  );
  const compatible = await cli.run('generate', '-o', file, '--check');
  t.match(compatible, { code: 0, output: /still works\n {2}~ method convert, request \{urn:example:units\}convert/ });
  t.equal((await cli.run('generate', '-o', file, '--check', '--exact')).code, 1);
  await client.update(held.entry.id, units.replace(to, `${to}<xs:element name="digits" type="xs:int"/>`), {
    credential,
  });
  const broken = await cli.run('generate', '-o', file, '--check');
  t.match(broken, {
    code: 1,
    output: /cannot be used with it any more\n.*\(breaks\)\n {6}digits/,
    errors: /make the client anew: stoa generate/,
  });
  const json = JSON.parse((await cli.run('generate', '-o', file, '--check', '--json')).output);
  t.match(json, {
    name: 'unit-converter',
    changed: true,
    breaks: true,
    changes: [{ method: 'convert', role: 'request' }],
  });
  writeFileSync(join(folder, 'mine.ts'), 'export const x = 1;\n');
  t.match(await cli.run('generate', '-o', join(folder, 'mine.ts'), '--check'), {
    code: 2,
    errors: /that stoa generate has made/,
  });
  t.match(await cli.run('generate', '--check'), { code: 2 });
});

t.test('stoa generate takes a partial schema, an advertisement file, and an XSD with methods', async (t) => {
  const { client, cli, folder } = await start(t);
  await client.publish(units);
  const want = join(PROJECT, 'examples/want-convert.xsd');
  t.match(await cli.run('generate', '--schema', want), { code: 0, output: /convert\(value: Convert/ });
  const file = join(folder, 'small.xml');
  writeFileSync(file, fixtureAdvertisement(SMALL_SERVICE));
  const some = await cli.run('generate', '--advertisement', file, '--methods', 'ping,notify', '--name', 'tiny');
  t.match(some, {
    code: 0,
    output: /export class TinyClient[^]*notify\(value: Note, options\?: CallOptions\): Promise<void>/,
  });
  t.notMatch(some.output, /work\(/);
  const xsd = join(folder, 'order.xsd');
  writeFileSync(
    xsd,
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop"><xs:element name="order" type="xs:string"/><xs:element name="receipt" type="xs:int"/><xs:element name="refused" type="xs:string"/></xs:schema>',
  );
  const shop = await cli.run(
    'generate',
    '--xsd',
    xsd,
    '--method',
    'place={urn:shop}order:receipt:refused',
    '--name',
    'shop',
    '-o',
    join(folder, 'shop.ts'),
  );
  t.equal(shop.code, 0, shop.errors);
  t.match(
    readFileSync(join(folder, 'shop.ts'), 'utf8'),
    /class RefusedFault[^]*place\(value: Order, options\?: CallOptions\): Promise<Receipt>/,
  );
  t.match(await cli.run('generate', '-o', join(folder, 'shop.ts'), '--check'), { code: 0, output: /as it was/ });
  t.match(await cli.run('generate', '--xsd', xsd), { code: 2, errors: /at least one --method/ });
  t.match(await cli.run('generate', '--xsd', xsd, '--method', 'place=nothing'), {
    code: 2,
    errors: /got 'nothing'; there are: \{urn:shop\}order/,
  });
  t.match(await cli.run('generate', '--xsd', xsd, '--method', 'place'), { code: 2, errors: /NAME=REQUEST/ });
});

t.test('the command line in a file is read back as it was given', (t) => {
  const given = {
    service: "it's a printer*",
    schema: ['a b.xsd', "c'd.xsd"],
    advertisement: undefined,
    xsd: [],
    method: ['a={urn:x}b:c'],
    name: undefined,
    methods: ['a', 'b'],
    server: true,
    space: 'http://127.0.0.1:1/spaces/x',
  };
  const line = toCommandLine(given, 'src/$x.ts');
  t.same(parseCommandLine(line), given);
  t.throws(() => parseCommandLine('stoa generate --nonsense'), { code: 'USAGE' });
  t.end();
});

t.test('stoa help generate says how, as stoa generate --help does', async (t) => {
  const cli = createTestCli(t, 'http://127.0.0.1:1/spaces/main');
  const help = await cli.run('help', 'generate');
  t.match(help, { code: 0, output: /^stoa generate \[NAME\][^]*--check/ });
  t.equal((await cli.run('generate', '--help')).output, help.output);
});
