import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** What a source file imports, and how. */
export interface SourceImport {
  /** As written. */
  readonly specifier: string;
  /** Path below `src/` of the file it means; `undefined` for a package or a `node:` module. */
  readonly target: string | undefined;
}

/** A file below `src/`. */
export interface SourceFile {
  /** Path below `src/`, e.g. `xml/model.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly SourceImport[];
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|import\('([^']+)'\)/g;

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });

const toImport = (file: string, source: string, specifier: string): SourceImport => ({
  specifier,
  target: specifier.startsWith('.')
    ? relative(source, resolve(dirname(file), specifier)).replace(/\.js$/, '.ts')
    : undefined,
});

/** Every TypeScript file of the product with its imports, types included. */
export const readSourceFiles = (): readonly SourceFile[] => {
  const source = join(PROJECT, 'src');
  return filesBelow(source)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      const specifiers = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
      return { path: relative(source, file), text, imports: specifiers.map((one) => toImport(file, source, one)) };
    });
};
