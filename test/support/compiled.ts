import { transformSync } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * `npm test` runs what `scripts/compile-tests.mjs` has compiled, one test by `node --import=tsx` its source. In both `import.meta.url`
 * is that of the source, and `import.meta.resolve` goes where the modules are that run.
 */
const HERE = import.meta.resolve('./compiled.js');

/** The project's folder. */
const PROJECT = new URL('../../', import.meta.url);

/** Whether compiled modules run. */
const isCompiled = HERE.includes('/build/tests/');

/** The module that runs for a source of the project, by the URL of the source: itself, or what was compiled from it. */
export const toRunningModule = (source: URL): URL => {
  if (!isCompiled) return source;
  const path = relative(fileURLToPath(PROJECT), fileURLToPath(source)).replace(/\.ts$/, '.js');
  const compiled = new URL(`../../${path}`, HERE);
  return existsSync(compiled) ? compiled : source;
};

/** Whether a module has to be run by a loader that strips its types. */
export const needsLoader = (module: URL): boolean => module.href.endsWith('.ts');

/** The program of the thread for schemas. */
export const schemaThreadProgram = isCompiled
  ? toRunningModule(new URL('src/server/schema-thread/thread.ts', PROJECT))
  : new URL('./schema-thread.mjs', import.meta.url);

/** URL by which a module that a test makes imports one of the project, e.g. `src/xml/index.ts`. */
export const importableUrl = (path: string): string => toRunningModule(new URL(path, PROJECT)).href;

/** JavaScript beside a TypeScript file, under the name by which other modules import it. */
export const stripTypes = (file: string): URL => {
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm', target: 'node20' });
  const stripped = file.replace(/\.ts$/, '.js');
  writeFileSync(stripped, code);
  return pathToFileURL(stripped);
};
