import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import { SPACE_CLIENTS, spaceClientModule } from '../../../scripts/generate-space-client.mjs';
import { ownSchemas } from '../../../src/protocol/index.js';

const FOLDER = new URL('../../../src/client/generated/', import.meta.url);

for (const file of Object.keys(SPACE_CLIENTS))
  t.test(`src/client/generated/${file} is what the generator makes of schemas/space.xsd`, (t) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    t.equal(text, spaceClientModule(file), 'run: node --import=tsx scripts/generate-space-client.mjs');
    t.end();
  });

t.test('every message of a space that has an answer is a method of one of the modules, and of no two', (t) => {
  const requests = [...ownSchemas.space.model.elements.values()]
    .map(({ name }) => name.local)
    .filter((local, _at, all) => all.includes(`${local}Response`));
  const methods = Object.values(SPACE_CLIENTS).flatMap((module) => module.methods);
  t.same(methods.toSorted(), requests.sort());
  t.same(readdirSync(FOLDER).sort(), Object.keys(SPACE_CLIENTS).sort(), 'and nothing else is there');
  t.end();
});
