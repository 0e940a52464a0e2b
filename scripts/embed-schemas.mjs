// Writes src/protocol/schema-texts.ts from schemas/*.xsd, so that the client has them in a browser, where no file can be read.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../schemas/', import.meta.url));
const target = fileURLToPath(new URL('../src/protocol/schema-texts.ts', import.meta.url));

/** Text of the generated module; a test compares it with the file. */
export const schemaTextsModule = () => {
  const entries = readdirSync(folder)
    .filter((file) => file.endsWith('.xsd'))
    .sort()
    .map((file) => `  '${file}': ${JSON.stringify(readFileSync(folder + file, 'utf8'))},`);
  return [
    '// Made from schemas/*.xsd by scripts/embed-schemas.mjs; change the schemas, not this file.',
    '',
    '/** Text of our own schema documents by file name. */',
    'export const SCHEMA_TEXTS = {',
    ...entries,
    '} as const;',
    '',
  ].join('\n');
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, schemaTextsModule());
