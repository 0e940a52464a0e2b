// npm run scale -- [--documents 100000] [--schemas 1000] [--steps publish,restart,scan] [--folder DIR] [--seed 1]
// Fills a space on LMDB with services made from real ones, and measures what its size costs. Each step is a process of its own. It is
// compiled before it runs: a loader that strips types as it goes keeps the names of functions, at a cost for each function that is made.
import { fork } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { publishStep } from './scale/publish.js';
import { restartStep, scanStep } from './scale/restart.js';
import type { Figures, ScaleOptions } from './scale/steps.js';
import { expireStep, useStep } from './scale/use.js';

const STEPS: Readonly<Record<string, (options: ScaleOptions) => Promise<Figures>>> = {
  publish: publishStep,
  restart: restartStep,
  scan: scanStep,
  use: useStep,
  expire: expireStep,
};

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '100000' },
    schemas: { type: 'string', default: '1000' },
    steps: { type: 'string', default: Object.keys(STEPS).join(',') },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string' },
    /** Runs one step in this process and tells its figures to the parent. */
    run: { type: 'string' },
  },
});

const optionsIn = (folder: string): ScaleOptions => ({
  folder,
  documents: Number(values.documents),
  schemas: Number(values.schemas),
  seed: Number(values.seed),
});

/** Runs a step in a fresh process. */
const runApart = (step: string, folder: string): Promise<Figures> =>
  new Promise((resolve, reject) => {
    const flags = process.argv.slice(2).filter((flag) => !flag.startsWith('--folder'));
    const child = fork(process.argv[1] ?? '', [...flags, `--folder=${folder}`, '--run', step], {
      execArgv: [...process.execArgv, '--max-semi-space-size=64'],
    });
    let told: Figures | undefined;
    child.on('message', (message) => void (told = message as Figures));
    child.on('exit', (code) => {
      if (told && code === 0) resolve(told);
      else reject(new RangeError(`step ${step} ended with ${String(code)}`));
    });
  });

const format = (value: number): string =>
  value.toLocaleString('en', value < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 });

const runAll = async (): Promise<void> => {
  const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'stoa-scale-')));
  const all: Record<string, number> = {};
  try {
    for (const step of values.steps.split(',')) {
      const from = performance.now();
      Object.assign(all, await runApart(step, folder));
      console.error(`${step}: ${format((performance.now() - from) / 1000)} s`);
    }
    const { blocks } = await stat(join(folder, 'space', 'data.mdb'));
    all['diskBytesPerDocument'] = (blocks * 512) / Number(values.documents);
    for (const [name, value] of Object.entries(all)) console.log(`${name.padEnd(32)} ${format(value).padStart(12)}`);
    const { restartMs, scanMs, scanSetsMs = 0 } = all;
    if (restartMs && scanMs) {
      console.log(`${'restartOverScan'.padEnd(32)} ${format(restartMs / (scanMs + scanSetsMs)).padStart(12)}`);
    }
  } finally {
    if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
};

const step = values.run === undefined ? undefined : STEPS[values.run];
if (step && values.folder !== undefined) {
  process.send?.(await step(optionsIn(values.folder)));
  process.disconnect();
} else {
  await runAll();
}
