import t from 'tap';
import { makeDataDirectory } from '../support/data-directory.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { runServerKillRound } from './server-kill-round.js';

const SEED = 90210;
const ROUNDS = 2;

t.test(
  `[space:store] every document acknowledged before kill -9 is there after the restart (seed ${String(SEED)})`,
  async (t) => {
    const data = makeDataDirectory(t);
    const random = createSeededRandom(SEED);
    let before: ReadonlyMap<string, string> = new Map();
    for (let round = 0; round < ROUNDS; round++) {
      const { acknowledged, problems } = await runServerKillRound({
        data,
        round,
        killAfter: random.intBetween(20, 200),
        before,
      });
      t.same(problems, [], `round ${String(round)}`);
      t.ok(acknowledged.size > before.size);
      before = acknowledged;
    }
  },
);
