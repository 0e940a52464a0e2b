import { arch, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCases } from './cases.js';
import { isMissed, runCase } from './harness.js';
import type { BenchRow } from './harness.js';
import { formatTable } from './report.js';

const USAGE = `npm run bench -- [pattern] [--list] [--rounds 5] [--period 200] [--json] [--check]

  pattern    regular expression over the names of cases, such as "^parse/"; default: all
  --list     print the names and stop
  --rounds   runs of each contestant, interleaved; the median counts
  --period   length of one run in milliseconds
  --json     print rows as JSON instead of a table
  --check    exit with 1 when a goal is missed`;

const readOptions = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      period: { type: 'string', default: '200' },
      json: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    ...values,
    pattern: new RegExp(positionals[0] ?? ''),
    rounds: Number(values.rounds),
    periodMs: Number(values.period),
  };
};

const options = readOptions();
const chosen = benchCases.filter(({ name }) => options.pattern.test(name));
if (options.help) console.log(USAGE);
else if (options.list) for (const { name } of chosen) console.log(name);
else if (chosen.length === 0) {
  console.error(`no case has a name that matches ${String(options.pattern)}; --list prints the names`);
  process.exitCode = 1;
} else {
  const rows: (readonly BenchRow[])[] = [];
  for (const [at, benchCase] of chosen.entries()) {
    if (process.stderr.isTTY) process.stderr.write(`\r[${at + 1}/${chosen.length}] ${benchCase.name}\x1b[K`);
    rows.push(await runCase(benchCase, options));
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (options.json) console.log(JSON.stringify(rows.flat(), undefined, 2));
  else {
    const processor = `${cpus().length} x ${cpus()[0]?.model.trim() ?? arch()}`;
    console.log(
      `${formatTable(rows)}\n\nNode ${process.version}, ${processor}; median of ${options.rounds} runs of ${options.periodMs} ms`,
    );
  }
  if (options.check && rows.flat().some(isMissed)) process.exitCode = 1;
}
