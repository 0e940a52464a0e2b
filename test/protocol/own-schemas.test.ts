import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { createOwnSchemas, OWN_NAMESPACES, ownSchemas, SCHEMA_TEXTS } from '../../src/protocol/index.js';
import type { OwnSchemaName } from '../../src/protocol/index.js';
import { findAttribute } from '../../src/xml/index.js';
import { findLibxmlProblem } from '../support/libxml-schemas.js';

const folder = new URL('../../schemas/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.xsd'));
const names = Object.keys(OWN_NAMESPACES) as OwnSchemaName[];

t.test('every file in schemas is an own schema and every own schema a file', async (t) => {
  t.same(files.sort(), names.map((name) => `${name}.xsd`).sort());
});

t.test('the texts that ship with the client are those of the files', async (t) => {
  const { schemaTextsModule } = (await import(new URL('../../scripts/embed-schemas.mjs', import.meta.url).href)) as {
    schemaTextsModule: () => string;
  };
  const module = readFileSync(new URL('../../src/protocol/schema-texts.ts', import.meta.url), 'utf8');
  t.equal(module, schemaTextsModule(), 'run node scripts/embed-schemas.mjs');
});

for (const name of names) {
  t.test(`${name}.xsd compiles with our reader and with libxml2, in the namespace that it is known by`, async (t) => {
    const { root } = ownSchemas.document(name);
    const namespace = OWN_NAMESPACES[name];
    t.equal(findAttribute(root, 'targetNamespace'), namespace);
    t.equal(findLibxmlProblem([{ location: `${name}.xsd`, namespace, text: SCHEMA_TEXTS[`${name}.xsd`] }]), undefined);
    t.ok(ownSchemas[name].components().length > 0);
  });
}

t.test('a schema is compiled once however often it is asked for', async (t) => {
  const schemas = createOwnSchemas();
  t.equal(schemas.result, schemas.result);
  t.not(schemas.result, ownSchemas.result);
});
