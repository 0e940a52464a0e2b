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

t.jobs = 4;
// Four labs beside one another, mostly waiting: a minute on two busy processors.
t.setTimeout(240_000);

for (const [title, name, ...options] of [
  ['hosts on a link find, lose and outlive one another', 'link', '-n', '3'],
  ['[discover:spaces] two spaces are found with no configuration, and one of them is used', 'spaces', '-n', '3'],
  ['the built-in driver and Avahi understand one another, both ways', 'avahi', '-n', '2', '-a', '2'],
  ['the backend avahi announces and finds over D-Bus', 'backend', '-n', '2', '-a', '2'],
  ['WS-Discovery and wsdd of Debian find one another', 'wsdd', '-n', '2'],
  [
    '[discover:bridge] on hosts of their own: an agent on two networks, a device alone, lent and cut off',
    'near',
    '-n',
    '3',
  ],
] as const)
  t.test(title, { timeout: 180_000 }, async (t) => {
    const { code, output } = await runLab(...options, scenario(name));
    if (code === SKIPPED) {
      t.pass('skipped', { skip: output.trim() });
      return;
    }
    t.equal(code, 0, output);
    t.match(output, /^ok - /m);
  });
