import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import prettier from 'prettier';
import t from 'tap';
import tseslint from 'typescript-eslint';
import { makeSpaceInterface } from '../../src/advertisement/index.js';
import { readWsdl } from '../../src/bridge/soap/index.js';
import { compareContracts, fromAdvertisement, generate, readGenerated } from '../../src/generate/index.js';
import type { GenerateSource } from '../../src/generate/index.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { PROJECT } from '../support/source-files.js';
import { findWsdlCorpus } from '../support/wsdl-corpus.js';
import { compileGenerated } from './compile.js';
import { CODEC_SERVICE, NAME_SERVICE, SMALL_SERVICE, TYPE_SERVICE, sourceOf } from './fixtures.js';
import { OLDER, generateFor } from './support.js';

const REAL_SERVICES = 10;

const readExample = (name: string): GenerateSource =>
  fromAdvertisement(readFileSync(join(PROJECT, 'examples', name), 'utf8'));

const sampleServices = (): readonly GenerateSource[] => {
  const corpus = findWsdlCorpus() ?? [];
  const sample = createSeededRandom(11).shuffle(corpus).slice(0, REAL_SERVICES);
  return sample.flatMap(({ name, bytes }) => {
    const [service] = readWsdl({ location: name, bytes }).services;
    return service?.advertisement.interface === undefined ? [] : [fromAdvertisement(service.text)];
  });
};

const own: Readonly<Record<string, GenerateSource>> = {
  'units.ts': readExample('unit-converter.xml'),
  'survey.ts': readExample('site-survey.xml'),
  'names.ts': sourceOf(NAME_SERVICE),
  'codecs.ts': sourceOf(CODEC_SERVICE),
  'types.ts': sourceOf(TYPE_SERVICE),
  'small.ts': sourceOf(SMALL_SERVICE),
  'space.ts': { name: 'space', interface: makeSpaceInterface() },
};
const sources = Object.entries({
  ...own,
  ...Object.fromEntries(sampleServices().map((source, at) => [`real-${at}.ts`, source])),
});
const modules = Object.fromEntries(
  sources.flatMap(([name, source]) => [
    [name, generateFor(source, { server: true })],
    [`client-${name}`, generateFor(source)],
  ]),
);

t.test('what is generated compiles under the strictest flags', (t) => {
  const older = Object.fromEntries(Object.entries(OLDER).map(([name, text]) => [`older-${name}.ts`, text]));
  t.same(compileGenerated({ ...modules, ...older }), [], 'and what was generated before still does');
  t.end();
});

t.test('what is generated is formatted, and passes the recommended rules of eslint', async (t) => {
  const eslint = new ESLint({
    cwd: PROJECT,
    overrideConfigFile: true,
    overrideConfig: [...tseslint.configs.recommended] as never,
  });
  for (const [name, text] of Object.entries(modules)) {
    const formatted = await prettier.format(text, {
      parser: 'typescript',
      singleQuote: true,
      printWidth: 120,
      trailingComma: 'all',
    });
    if (formatted !== text) t.equal(text, formatted, name);
    const [result] = await eslint.lintText(text, { filePath: join(PROJECT, 'test/generate', name) });
    t.same(result?.messages, [], name);
  }
});

t.test('the text is equal from run to run', (t) => {
  for (const [name, source] of sources) t.equal(generateFor(source, { server: true }), modules[name]);
  t.end();
});

t.test('only what was asked for is generated', (t) => {
  const whole = sourceOf(SMALL_SERVICE);
  const text = generateFor(whole, { methods: ['ping'] });
  t.match(text, /\bping\(value: Ping = \{\}, options\?: CallOptions\): Promise<Pong>/);
  t.notMatch(text, /notify|tired|Tag|Unused/);
  t.throws(() => generateFor(whole, { methods: ['pong'] }), { code: 'METHOD_UNKNOWN' });
  const server = generateFor(whole, { methods: ['ping', 'notify'], server: true });
  t.match(server, /readonly notify: \(value: Note, context: CallContext\) => void \| Promise<void>;/);
  t.notMatch(text, /Handlers|implement/);
  t.end();
});

t.test('the file says what made it, and for what', (t) => {
  const { text, fileName, fingerprint } = generate(sourceOf(SMALL_SERVICE), {
    command: "stoa generate Small.Things --name 'a */ b'",
    version: '1.2.3',
  });
  t.match(text, / \* Typed client of `Small.Things`. Made by stoa 1.2.3;/);
  t.ok(text.includes("stoa generate Small.Things --name 'a *\\/ b'"));
  t.equal(fileName, 'small-things.ts');
  t.match(fingerprint, /^c1:[0-9a-f]{64}$/);
  t.ok(text.includes(fingerprint));
  t.match(text, /'\{urn:t\}ping': 's1:[0-9a-f]{64}'/);
  t.end();
});

t.test('a generated file that was formatted anew is still read: without semicolons, with other line ends', (t) => {
  const text = modules['small.ts'] ?? '';
  const made = readGenerated(text);
  t.same(compareContracts(readGenerated(text.replaceAll(/;$/gm, '')).interface, made.interface).changes, []);
  t.same(compareContracts(readGenerated(text.replaceAll('\n', '\r\n')).interface, made.interface).changes, []);
  t.end();
});

t.test('[generate] what was generated before is read as what is generated now, and is the same contract', (t) => {
  for (const [name, text] of Object.entries(OLDER)) {
    const made = readGenerated(text);
    t.match(made, { version: '0.1.0', command: 'stoa generate --advertisement examples/unit-converter.xml --server' });
    t.match(compareContracts(made.interface, readExample('unit-converter.xml').interface), { changed: false }, name);
  }
  t.end();
});
