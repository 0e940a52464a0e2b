import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { PROJECT } from '../../support/source-files.js';
import { bundlePrograms } from './bundle-programs.js';

const parent = join(PROJECT, 'build');
await mkdir(parent, { recursive: true });
const programs = await mkdtemp(join(parent, 'lab-'));
await bundlePrograms(programs);
t.teardown(() => rm(programs, { recursive: true }));
const SKIPPED = 77;

/** Runs a scenario in the lab; resolves with its exit code and what it printed. */
const runLab = (...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, LINK_LAB_COMPILED: programs };
    const lab = spawn('scripts/link-lab.sh', args, { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [lab.stdout, lab.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    // A host that ignores its end is ended with the lab.
    lab.on('exit', (code) => resolve({ code: code ?? 1, output }));
    t.teardown(() => lab.kill('SIGKILL'));
  });

const scenario = (name: string): string => `test/discovery/lab/${name}.sh`;

// Labs beside one another: they mostly wait.
t.jobs = 4;
t.setTimeout(170_000);

for (const [title, name, ...options] of [
  [
    '[discover:spaces] two spaces and a listener agent: found with no configuration, by URI and by advertisement, on two interfaces; the agent stopped, known spaces go on and new clients find nothing in bounded time',
    'spaces',
    '-n',
    '5',
  ],
  ['[discover:bridge] on hosts of their own: a device alone is lent, called, cut off and healed', 'near', '-n', '3'],
  ['the built-in driver and Avahi understand one another, both ways', 'avahi', '-n', '2', '-a', '2'],
  ['hosts on a link find, lose and outlive one another', 'link', '-n', '3'],
  ['two halves of a link that were apart find each other again, each name once', 'partition', '-n', '4'],
  ['WS-Discovery and wsdd of Debian find one another', 'wsdd', '-n', '2'],
] as const)
  t.test(title, { timeout: 150_000 }, async (t) => {
    const { code, output } = await runLab(...options, scenario(name));
    if (code === SKIPPED) {
      t.pass('skipped', { skip: output.trim() });
      return;
    }
    t.equal(code, 0, output);
    t.match(output, /^ok - /m);
  });
