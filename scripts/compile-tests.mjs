// Compiles src/, test/, scripts/ and bench/ into build/tests/, file by file, for `npm test`: a loader that strips types anew in each
// of some hundred test processes takes longer than the tests. `import.meta.url` stays that of the source, so that tests
// find their fixtures and tell where they are.
import { transform } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const TARGET = join(PROJECT, 'build/tests');
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
    .filter((path) => /\.m?[jt]s$/.test(path) && !path.endsWith('.d.ts') && !IGNORED.test(path));
};

await rm(TARGET, { recursive: true, force: true });
const sources = (await Promise.all(FOLDERS.map(sourcesOf))).flat();
await Promise.all(sources.map(compile));
