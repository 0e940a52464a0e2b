import t from 'tap';
import { readSourceFiles } from '../support/source-files.js';
import type { SourceFile } from '../support/source-files.js';

/** Folders that each folder may import (itself apart). `server`, and the package's own face, wire everything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  xml: ['base'],
  schema: ['base', 'xml'],
  protocol: ['base', 'xml', 'schema'],
  objects: ['base', 'xml', 'protocol'],
  advertisement: ['base', 'xml', 'schema', 'protocol'],
  store: ['base'],
  security: ['base'],
  space: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'store'],
  gate: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'security'],
  client: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'security', 'gate'],
  bridge: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'security', 'gate', 'client'],
  http: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'space', 'security', 'gate', 'client'],
  discovery: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'security', 'gate', 'client'],
  'http-api': [],
  nearby: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'gate', 'client', 'discovery'],
  serve: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'gate', 'client', 'http', 'discovery', 'nearby'],
  agent: [
    'base',
    'xml',
    'schema',
    'protocol',
    'advertisement',
    'gate',
    'client',
    'http',
    'discovery',
    'nearby',
    'serve',
  ],
  generate: ['base', 'xml', 'schema', 'protocol', 'advertisement', 'client'],
  cli: [
    ...['base', 'xml', 'schema', 'protocol', 'advertisement', 'gate', 'client', 'bridge', 'generate', 'discovery'],
    ...['nearby', 'serve', 'agent'],
  ],
};

const BROWSER_FOLDERS = ['base', 'xml', 'schema', 'protocol', 'objects', 'advertisement', 'security', 'gate', 'client'];

/** `stoa serve` starts the server, `stoa client` keeps its file of clients, `stoa space` reads what its data folder says; every other command speaks through the client. */
const isServeCommand = (path: string, other: string): boolean =>
  ['cli/serve.ts', 'cli/client.ts', 'cli/space.ts'].includes(path) && other === 'server';

const files = readSourceFiles();
const folderOf = (path: string): string => path.split('/')[0] ?? '';
const inFolders = files.filter(({ path }) => path.includes('/'));

t.test('the test reads the sources it judges', (t) => {
  t.ok(inFolders.length > 20);
  t.ok(files.flatMap(({ imports }) => imports).filter(({ target }) => target !== undefined).length > 50);
  const paths = new Set(files.map(({ path }) => path));
  for (const { path, imports } of files)
    for (const { specifier, target } of imports)
      if (target !== undefined && !paths.has(target)) t.fail(`${path} imports ${specifier}, which is no file`);
  t.end();
});

t.test('imports between folders run one way', (t) => {
  const known = new Set([...Object.keys(MAY_IMPORT), 'server']);
  for (const { path, imports } of inFolders) {
    const folder = folderOf(path);
    if (!known.has(folder)) t.fail(`src/${folder} is not a floor of the house`);
    if (folder === 'server') continue;
    for (const { specifier, target } of imports) {
      const other = target === undefined || !target.includes('/') ? folder : folderOf(target);
      if (other !== folder && !(MAY_IMPORT[folder] ?? []).includes(other) && !isServeCommand(path, other))
        t.fail(`${path} imports ${specifier}: ${folder} may not know ${other}`);
    }
  }
  t.end();
});

/**
 * Faces for what a small client loads, besides the folders' own: bundlers that split put whatever a face mentions into one file,
 * so what is needed at once stands apart from what is loaded when it is needed.
 */
const LIGHT_FACES: ReadonlySet<string> = new Set([
  'base/base64.ts',
  'base/digest.ts',
  'base/from-utf8.ts',
  'base/light.ts',
  'base/random.ts',
  'gate/light.ts',
  'protocol/light.ts',
  'schema/runtime/index.ts',
  'schema/runtime/light.ts',
  'schema/runtime/whole/messages.ts',
  'security/keys.ts',
  'security/light.ts',
  'security/links.ts',
  'security/proving.ts',
  'xml/light.ts',
]);

t.test('a folder is imported through its face', (t) => {
  for (const { path, imports } of inFolders)
    for (const { specifier, target } of imports) {
      if (target === undefined || folderOf(target) === folderOf(path)) continue;
      const face = target.endsWith('/index.ts') && target.split('/').length <= (folderOf(target) === 'bridge' ? 3 : 2);
      const backend = folderOf(path) === 'server' && /^store\/[a-z]+\/index\.ts$/.test(target);
      if (!face && !backend && !LIGHT_FACES.has(target) && target.includes('/'))
        t.fail(`${path} imports ${specifier} past the face of its folder`);
    }
  t.end();
});

t.test('sibling bridges and store backends do not know each other', (t) => {
  for (const { path, imports } of inFolders)
    for (const { specifier, target } of imports)
      for (const folder of ['bridge', 'store']) {
        const [own, mine] = path.split('/');
        const [theirs, sibling, deeper] = (target ?? '').split('/');
        if (
          own === folder &&
          theirs === folder &&
          path.split('/').length > 2 &&
          deeper !== undefined &&
          mine !== sibling
        )
          t.fail(`${path} imports ${specifier}`);
      }
  t.end();
});

t.test('what the client is made of imports no node: module', (t) => {
  for (const { path, imports } of inFolders)
    for (const { specifier } of imports)
      if (BROWSER_FOLDERS.includes(folderOf(path)) && specifier.startsWith('node:'))
        t.fail(`${path} imports ${specifier}`);
  t.end();
});

/** Names of a cycle through `file`, or `undefined`; depth first, `done` holds files known to be in none. */
const findCycle = (file: SourceFile, trail: readonly string[], done: Set<string>): readonly string[] | undefined => {
  if (trail.includes(file.path)) return [...trail.slice(trail.indexOf(file.path)), file.path];
  if (done.has(file.path)) return undefined;
  for (const { target } of file.imports) {
    const next = files.find(({ path }) => path === target);
    const cycle = next && findCycle(next, [...trail, file.path], done);
    if (cycle) return cycle;
  }
  done.add(file.path);
  return undefined;
};

t.test('no file is in an import cycle, types included', (t) => {
  const done = new Set<string>();
  for (const file of files) {
    const cycle = findCycle(file, [], done);
    if (cycle) t.fail(cycle.join(' → '));
  }
  t.end();
});

t.test('files are named in kebab-case', (t) => {
  for (const { path } of files) t.match(path, /^[a-z0-9]+(?:[-./][a-z0-9]+)*\.ts$/);
  t.end();
});
