// Writes src/protocol/generated/*.ts from schemas/*.xsd: what describes messages of ours to clients that read no schema.
// It runs the sources: node --import=tsx scripts/emit-protocol-codecs.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { emitCodecs, readSchema } from '../src/schema/index.ts';
import { parseXml } from '../src/xml/index.ts';

const SCHEMAS = new URL('../schemas/', import.meta.url);
const TARGET = new URL('../src/protocol/generated/', import.meta.url);

/** Text of one generated module; a test compares it with the file. */
export const protocolCodecsModule = async (name) => {
  const source = readFileSync(new URL(`${name}.xsd`, SCHEMAS), 'utf8');
  const schema = readSchema([{ location: `${name}.xsd`, root: parseXml(source).root }]);
  const roots = [...schema.model.elements.values()].map((declaration) => declaration.name);
  // What stands under our wildcards belongs to others: it is kept as it came.
  const { text } = emitCodecs(schema, roots, {
    runtime: '../../schema/runtime/index.js',
    wildcards: 'keep',
    exports: 'descriptions',
  });
  const head = `// Made from schemas/${name}.xsd by scripts/emit-protocol-codecs.mjs; change the schema, not this file.\n\n`;
  return format(head + text, { parser: 'typescript', printWidth: 120, singleQuote: true });
};

/** Names of the modules. */
export const PROTOCOL_CODECS = ['result'];

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const name of PROTOCOL_CODECS) writeFileSync(new URL(`${name}.ts`, TARGET), await protocolCodecsModule(name));
