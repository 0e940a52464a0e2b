import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const folder = fileURLToPath(new URL('../../../', import.meta.url));
const SKIPPED = 77;

/** Runs a scenario in the lab; resolves with its exit code and what it printed. */
const runLab = (...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((resolve) => {
    const lab = spawn('scripts/link-lab.sh', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [lab.stdout, lab.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    // A host that ignores its end is ended with the lab.
    lab.on('exit', (code) => resolve({ code: code ?? 1, output }));
    t.teardown(() => lab.kill('SIGKILL'));
  });

const scenario = (name: string): string => `test/discovery/lab/${name}.sh`;

for (const [title, ...args] of [
  ['hosts on a link find, lose and outlive one another', '-n', '3', scenario('link')],
] as const)
  t.test(title, { timeout: 60_000 }, async (t) => {
    const { code, output } = await runLab(...args);
    if (code === SKIPPED) {
      t.pass('skipped', { skip: output.trim() });
      return;
    }
    t.equal(code, 0, output);
    t.match(output, /^ok - /m);
    t.comment(output);
  });
