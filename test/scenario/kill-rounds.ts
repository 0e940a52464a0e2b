import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSeededRandom } from '../support/seeded-random.js';
import { runKillRound } from './store-kill-round.js';

/** Many rounds of killing a writer on one store; exit code 1 when anything was lost. */
const [rounds = '100', seed = '1'] = process.argv.slice(2);
const parent = mkdtempSync(join(tmpdir(), 'stoa-kill-'));
const random = createSeededRandom(Number(seed));
let before: readonly string[] = [];
try {
  for (let round = 0; round < Number(rounds); round++) {
    const killAfter = random.intBetween(1, 800);
    const { acknowledged, found, problems } = await runKillRound({
      path: join(parent, 'data'),
      round,
      killAfter,
      before,
    });
    const verdict = problems.length === 0 ? 'ok' : problems.join('; ');
    process.stdout.write(
      `round ${String(round + 1)}/${rounds}: ${String(acknowledged.length)} acknowledged, ${String(found)} found, ${verdict}\n`,
    );
    if (problems.length > 0) {
      process.exitCode = 1;
      break;
    }
    before = acknowledged;
  }
} finally {
  rmSync(parent, { recursive: true, force: true });
}
