// Compiles src/, test/, scripts/ and bench/ into build/tests/, file by file, for `npm test`: a loader that strips types anew in each
// of some hundred test processes takes longer than the tests. `import.meta.url` stays that of the source, so that tests
// find their fixtures and tell where they are. Then gathers the tests of a folder into a few modules, since a process that starts,
// reports and loads the same modules again takes as long as many a test.
import { transform } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const TARGET = join(PROJECT, 'build/tests');
/** The modules that `npm test` runs. */
const SUITES = join(TARGET, 'suites');
/** Most test files that share a process: enough to save most of the starts, few enough to keep all processors busy to the end. */
const MAX_TOGETHER = 12;
const FOLDERS = ['src', 'test', 'scripts', 'bench'];
const IGNORED = /(^|\/)(node_modules|dist|fixtures)\//;

const compile = async (path) => {
  const file = join(PROJECT, path);
  const { code } = await transform(await readFile(file, 'utf8'), {
    loader: 'ts',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    sourcefile: file,
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(file).href) },
  });
  const target = join(TARGET, path.replace(/\.ts$/, '.js'));
  await mkdir(dirname(target), { recursive: true });
  // Scripts name the sources that they run by their own names.
  await writeFile(target, code.replaceAll(/(from \")(\.[^\"]+)\.ts\"/g, '$1$2.js"'));
};

const sourcesOf = async (folder) => {
  const names = await readdir(join(PROJECT, folder), { recursive: true });
  return names
    .map((name) => `${folder}/${name}`)
    .filter((path) => /\.m?[jt]s$/.test(path) && !/\.d\.m?ts$/.test(path) && !IGNORED.test(path));
};

await rm(TARGET, { recursive: true, force: true });
const sources = (await Promise.all(FOLDERS.map(sourcesOf))).flat();
await Promise.all(sources.map(compile));

/** Whether a test file decides how its process runs, and so has one for itself. */
const runsAlone = async (path) => /^t\.(jobs|setTimeout)/m.test(await readFile(join(PROJECT, path), 'utf8'));

/** Adds a test file to the last suite of its folder that has room. */
const gather = (suites, path) => {
  const [, folder = ''] = path.split('/');
  const ofFolder = suites.get(folder) ?? [];
  const last = ofFolder.at(-1);
  if (last && last.length < MAX_TOGETHER) last.push(path);
  else ofFolder.push([path]);
  return suites.set(folder, ofFolder);
};

const writeSuite = async (name, tests) => {
  const imports = tests.map((path) => `import '../${path.replace(/\.ts$/, '.js')}';\n`);
  await writeFile(join(SUITES, `${name}.test.js`), imports.join(''));
};

const tests = sources.filter((path) => path.startsWith('test/') && path.endsWith('.test.ts')).sort();
const alone = new Set((await Promise.all(tests.map(async (path) => ((await runsAlone(path)) ? [path] : [])))).flat());
const suites = tests.filter((path) => !alone.has(path)).reduce(gather, new Map());
await mkdir(SUITES, { recursive: true });
await Promise.all([
  ...[...alone].map((path) => writeSuite(basename(path, '.test.ts'), [path])),
  ...[...suites].flatMap(([folder, ofFolder]) => ofFolder.map((each, at) => writeSuite(`${folder}-${at + 1}`, each))),
]);
