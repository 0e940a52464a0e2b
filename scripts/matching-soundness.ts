/**
 * Looks for wrong verdicts of the matching: compares made and real schemas with changed ones, makes instances of the wanted
 * component, and asks our validator and libxml2 whether the advertised schema takes them. Ends with 1 when one is refused
 * although the verdict was exact or compatible.
 * Run: node --import=tsx scripts/matching-soundness.ts [--pairs 100000] [--seed 1] [--real 200]
 */
import { parseArgs } from 'node:util';
import { describeViolation } from '../test/schema/matching/soundness/describe-violation.js';
import { loadServiceSchemas, loadSuiteSchemas } from '../test/schema/matching/soundness/real-schemas.js';
import { runSoundness } from '../test/schema/matching/soundness/run.js';
import type { Tally } from '../test/schema/matching/soundness/run.js';
import { createSeededRandom } from '../test/support/seeded-random.js';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    real: { type: 'string', default: '200' },
  },
});
const [pairs, seed, count] = [Number(values.pairs), Number(values.seed), Number(values.real)];
const random = createSeededRandom(seed);
const real = [...loadServiceSchemas(random, count / 2), ...loadSuiteSchemas(random, count / 2)];
console.log(`${String(pairs)} pairs with seed ${String(seed)}, from made schemas and ${String(real.length)} real ones`);

const start = performance.now();
const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const report = (tally: Tally): string => {
  const seconds = (performance.now() - start) / 1000;
  return [
    `${String(tally.pairs)} pairs in ${seconds.toFixed(0)} s (${(tally.pairs / seconds).toFixed(0)} a second)`,
    `exact ${percent(tally.exact, tally.pairs)}, compatible ${percent(tally.compatible, tally.pairs)}`,
    `incompatible ${percent(tally.incompatible, tally.pairs)}, of which shown ${percent(tally.shown, tally.incompatible)}`,
    `undecided ${percent(tally.undecided, tally.pairs)}`,
    `${String(tally.documents)} documents, ${String(tally.violations.length)} wrong verdicts`,
  ].join('; ');
};

/** Pairs between two lines of progress. */
const STRIDE = 5000;
/** Wrong verdicts that are shown. */
const MAX_TOLD = 10;
let next = STRIDE;
let told = 0;
const tellViolations = ({ violations }: Tally): void => {
  for (; told < Math.min(violations.length, MAX_TOLD); told++) {
    const violation = violations[told];
    if (violation !== undefined) console.log(`\n${describeViolation(violation)}\n`);
  }
};

const tally = runSoundness({
  seed,
  pairs,
  real,
  onProgress: (so) => {
    tellViolations(so);
    if (so.pairs < next) return;
    next += STRIDE;
    console.log(report(so));
  },
});
tellViolations(tally);
console.log(report(tally));
process.exitCode = tally.violations.length === 0 ? 0 : 1;
