import t from 'tap';
import { describeViolation } from './soundness/describe-violation.js';
import { loadServiceSchemas, loadSuiteSchemas } from './soundness/real-schemas.js';
import { runSoundness } from './soundness/run.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const SEED = 20_261_121;

t.test(
  'no document of a wanted component is refused by an advertised one that was said to be compatible',
  async (t) => {
    const { violations, ...counts } = runSoundness({ seed: SEED, pairs: 800 });
    for (const violation of violations) t.fail(describeViolation(violation));
    t.ok(counts.compatible > 100 && counts.documents > 2000, JSON.stringify(counts));
    t.ok(counts.shown > 0.4 * counts.incompatible, 'documents show that most of what is refused has to be');
  },
);

const random = createSeededRandom(SEED);
const real = [...loadServiceSchemas(random, 8), ...loadSuiteSchemas(random, 12)];
const skip = real.length === 0 && 'the service descriptions and the W3C sample are not beside the project';

t.test('the same holds for real schemas and what comes of changing them', { skip }, async (t) => {
  const { violations, ...counts } = runSoundness({ seed: SEED + 1, pairs: 250, real, realOnly: true });
  for (const violation of violations) t.fail(describeViolation(violation));
  t.ok(counts.compatible > 20, JSON.stringify(counts));
});
