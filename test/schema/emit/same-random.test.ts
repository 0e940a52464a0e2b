import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { readSchema } from '../../../src/schema/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { MIXED_BAG_XSD } from '../compiled/mixed-bag.js';
import { schemaDocument } from '../support.js';
import { findDifference } from './random-difference.js';
import { loadStandalone } from './standalone.js';

const FOLDER = new URL('../../../schemas/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.xsd'));

const assertSame = async (text: string, runs: number): Promise<void> => {
  const schema = readSchema([schemaDocument(text)]);
  const pair = { schema, standalone: await loadStandalone(schema) };
  const declarations = [...schema.model.elements.values()];
  const property = fc.property(fc.nat(declarations.length - 1), fc.nat(), (at, seed) => {
    const declaration = declarations[at];
    const difference = declaration && findDifference(pair, declaration, createSeededRandom(seed));
    if (difference !== undefined) throw new RangeError(difference);
  });
  fc.assert(property, { seed: 20261121, numRuns: runs });
};

for (const file of files)
  t.test(
    `[marshal:same] random documents and values of ${file}, right and wrong, are treated alike by emitted codecs`,
    async () => {
      await assertSame(readFileSync(new URL(file, FOLDER), 'utf8'), 60);
    },
  );

t.test('[marshal:same] and those of a schema with every construct that messages use', async () => {
  await assertSame(MIXED_BAG_XSD, 600);
});
