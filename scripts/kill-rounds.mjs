// node scripts/kill-rounds.mjs [ROUNDS] [SEED]
// Kills a writing process ROUNDS times (100) and looks for lost commits. The suite runs a few rounds of the same.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../test/scenario/kill-rounds.ts', import.meta.url));
const { status } = spawnSync(process.execPath, ['--import=tsx', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: process.env,
});
process.exitCode = status ?? 1;
