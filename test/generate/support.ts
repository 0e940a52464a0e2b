import type { Test } from 'tap';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generate } from '../../src/generate/index.js';
import type { GenerateOptions, GenerateSource } from '../../src/generate/index.js';
import { importableUrl, stripTypes } from '../support/compiled.js';
import { PROJECT } from '../support/source-files.js';

/** A generated module with the sources in the place of the package. */
export const withSources = (text: string): string =>
  text
    .replaceAll("'stoa/client/v1'", JSON.stringify(importableUrl('src/client/contract/index.ts')))
    .replaceAll("'stoa/runtime/v1'", JSON.stringify(importableUrl('src/schema/runtime/index.ts')));

/** The module for a service, as a test generates it. */
export const generateFor = (source: GenerateSource, options: Partial<GenerateOptions> = {}): string =>
  generate(source, { command: 'stoa generate', version: '0.0.0', ...options }).text;

/** Writes generated modules beside one another and imports the first. */
export const importGenerated = async <Module>(
  t: Test,
  first: string,
  files: Readonly<Record<string, string>>,
): Promise<Module> => {
  const folder = t.testdir({});
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), withSources(text));
    stripTypes(join(folder, name));
  }
  return (await import(pathToFileURL(join(folder, first.replace(/\.ts$/, '.js'))).href)) as Module;
};

/**
 * What generators printed before, for the example and its server, word for word: messages with functions that read and write them, and
 * messages with their element beside what describes it.
 */
export const OLDER: Readonly<Record<string, string>> = Object.fromEntries(
  ['functions', 'elements'].map((name) => [
    name,
    readFileSync(join(PROJECT, `test/generate/older/${name}.txt`), 'utf8'),
  ]),
);
