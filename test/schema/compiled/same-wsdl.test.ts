import t from 'tap';
import { readWsdl } from '../../../src/bridge/soap/index.js';
import type { SchemaPart } from '../../../src/advertisement/index.js';
import type { CodecTier } from '../../../src/schema/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { findWsdlCorpus } from '../../support/wsdl-corpus.js';
import { findRandomDifference } from './compare-random.js';
import { createTwins } from './twins.js';

const corpus = findWsdlCorpus();
const skip = corpus === undefined ? 'the service descriptions are not beside the project (../shared/wsdl)' : false;

/** Every how many-th description is taken. */
const STRIDE = 16;

const schemasOf = (name: string, bytes: Uint8Array): readonly (readonly SchemaPart[])[] =>
  readWsdl({ location: name, bytes }).services.flatMap(({ advertisement }) =>
    advertisement.interface === undefined ? [] : [advertisement.interface.schemas],
  );

t.test(
  '[marshal:same] messages of real services, right and wrong, are treated alike by both codecs',
  { skip, timeout: 120_000 },
  async (t) => {
    let schemas = 0;
    const tiers = new Map<CodecTier, number>();
    for (const { name, bytes } of (corpus ?? []).filter((_, at) => at % STRIDE === 0)) {
      for (const documents of schemasOf(name, bytes)) {
        const twins = createTwins(documents);
        schemas++;
        for (const [at, declaration] of [...twins.interpreted.model.elements.values()].slice(0, 12).entries()) {
          const difference = findRandomDifference(twins, declaration, createSeededRandom(at));
          if (difference !== undefined) t.fail(`${name}: ${difference}`);
          const { check = 'interpreted' } = twins.compiled.codecs(declaration.name) ?? {};
          tiers.set(check, (tiers.get(check) ?? 0) + 1);
        }
      }
    }
    // No document is made by a few declarations, which so are not used at all.
    const { compiled = 0, left = 0, interpreted = 0 } = Object.fromEntries(tiers);
    t.comment(JSON.stringify({ schemas, compiled, left, interpreted }));
    t.ok(schemas > 40 && compiled > 150, 'enough was compared');
    t.ok(left < compiled * 0.05, 'and nearly all of it by programs');
  },
);
