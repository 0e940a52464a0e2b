import t from 'tap';
import { makeDataDirectory } from '../support/data-directory.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { runKillRound } from './store-kill-round.js';

const SEED = 4711;
const ROUNDS = 3;

t.test(`[space:store] kill -9 during writes loses no acknowledged commit (seed ${String(SEED)})`, async (t) => {
  const path = makeDataDirectory(t);
  const random = createSeededRandom(SEED);
  let before: readonly string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const outcome = await runKillRound({ path, round, killAfter: random.intBetween(1, 800), before });
    t.same(outcome.problems, [], `round ${String(round)}`);
    t.ok(outcome.found >= outcome.acknowledged.length);
    t.comment(`${String(outcome.acknowledged.length)} acknowledged, ${String(outcome.found)} found`);
    before = outcome.acknowledged;
  }
});
