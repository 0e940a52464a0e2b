import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import type { Test } from 'tap';
import { readSchema } from '../../../src/schema/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { MIXED_BAG_XSD } from '../compiled/mixed-bag.js';
import { schemaDocument } from '../support.js';
import { PLAIN_XSD } from './plain.js';
import { findDifference } from './random-difference.js';
import { loadStandalone } from './standalone.js';

const FOLDER = new URL('../../../schemas/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.xsd'));

/** How many messages were read and written in the usual way. */
interface Counts {
  readonly usual: number;
  readonly left: number;
}

const assertSame = async (t: Test, text: string, runs: number): Promise<Counts> => {
  const schema = readSchema([schemaDocument(text)]);
  const pair = { schema, standalone: await loadStandalone(schema) };
  const declarations = [...schema.model.elements.values()];
  const property = fc.property(fc.nat(declarations.length - 1), fc.nat(), (at, seed) => {
    const declaration = declarations[at];
    const difference = declaration && findDifference(pair, declaration, createSeededRandom(seed));
    if (difference !== undefined) throw new RangeError(difference);
  });
  fc.assert(property, { seed: 20261121, numRuns: runs });
  const { usual = 0, left = 0 } = pair.standalone.counts ?? {};
  t.comment(`${String(usual)} in the usual way, ${String(left)} left`);
  return { usual, left };
};

for (const file of files)
  t.test(
    `[marshal:same] random documents and values of ${file}, right and wrong, are treated alike by emitted codecs`,
    async (t) => {
      await assertSame(t, readFileSync(new URL(file, FOLDER), 'utf8'), 60);
    },
  );

t.test('[marshal:same] and those of a schema with every construct that messages use', async (t) => {
  await assertSame(t, MIXED_BAG_XSD, 600);
});

t.test('[marshal:same] and those of a schema whose messages are read and written in the usual way', async (t) => {
  const { usual } = await assertSame(t, PLAIN_XSD, 1200);
  t.ok(usual > 1200, 'enough are usual to mean something');
});
