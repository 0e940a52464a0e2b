// Writes src/http-api/index.ts, the types of the HTTP interface, from openapi.yaml: node scripts/write-http-api.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { format } from 'prettier';

const DESCRIPTION = new URL('../openapi.yaml', import.meta.url);
const TARGET = new URL('../src/http-api/index.ts', import.meta.url);

const HEAD = `/**
 * The types of the HTTP interface: what \`openapi-fetch\` takes. Made from openapi.yaml by scripts/write-http-api.mjs; change the
 * description, not this file.
 */
`;

/** Text of the module; a test compares it with the file. */
export const httpApiModule = async () => {
  const nodes = await openapiTypescript(DESCRIPTION);
  return format(HEAD + astToString(nodes), { parser: 'typescript', printWidth: 120, singleQuote: true });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, await httpApiModule());
