import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { createSeededRandom } from '../../support/seeded-random.js';
import { schemaDocument } from '../support.js';
import { findRandomDifference } from './compare-random.js';
import { MIXED_BAG_XSD } from './mixed-bag.js';
import { createTwins } from './twins.js';
import type { Twins } from './twins.js';

const FOLDER = new URL('../../../schemas/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.xsd'));

/** Any global element of a schema, any seed. */
const assertSame = (twins: Twins, runs: number): void => {
  const declarations = [...twins.interpreted.model.elements.values()];
  const property = fc.property(fc.nat(declarations.length - 1), fc.nat(), (at, seed) => {
    const declaration = declarations[at];
    const difference = declaration && findRandomDifference(twins, declaration, createSeededRandom(seed));
    if (difference !== undefined) throw new RangeError(difference);
  });
  fc.assert(property, { seed: 20261121, numRuns: runs });
};

for (const file of files) {
  t.test(
    `[marshal:same] random documents and values of ${file}, right and wrong, are treated alike by both codecs`,
    async () => {
      assertSame(createTwins([schemaDocument(readFileSync(new URL(file, FOLDER), 'utf8'), file)]), 70);
    },
  );
}

t.test('[marshal:same] and those of a schema with every construct that messages use', async (t) => {
  const twins = createTwins([schemaDocument(MIXED_BAG_XSD)]);
  assertSame(twins, 800);
  const names = [...twins.interpreted.model.elements.values()].map(({ name }) => name);
  const tiers = names.map((name) => `${name.local} ${Object.values(twins.compiled.codecs(name) ?? {}).join(' ')}`);
  t.same(
    tiers.filter((tier) => !tier.endsWith('compiled compiled compiled')),
    ['repeatedGroups compiled compiled left', 'mixed left left left', 'keyed left left left'],
    'only what is known to be left is left',
  );
});
