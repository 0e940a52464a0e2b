import type { Test } from 'tap';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../../src/client/index.js';
import { StoaError } from '../../src/base/index.js';
import { COMMANDS } from '../../src/cli/commands/index.js';
import { createLogins } from '../../src/cli/login/logins.js';
import { createHeldLeases } from '../../src/cli/held-leases.js';
import { runCli } from '../../src/cli/run-cli.js';
import type { CliHost } from '../../src/cli/run-cli.js';
import { writeOutput } from '../../src/cli/write-output.js';

/** What one command line did. */
export interface CliRun {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface TestCli {
  /** Where it keeps what it keeps, in `state`. */
  readonly folder: string;
  readonly run: (...args: readonly string[]) => Promise<CliRun>;
  /** As `run`, ended by `interrupt` once `until` is in what was written. */
  readonly runUntil: (until: string, ...args: readonly string[]) => Promise<CliRun>;
}

export interface TestCliOptions {
  readonly environment?: CliHost['environment'];
  readonly openBrowser?: CliHost['openBrowser'];
  /** The folder of another one, to share what it keeps. */
  readonly folder?: string;
  /** Finds spaces: no space is named then. */
  readonly findSpace?: CliHost['findSpace'];
  /** Told each line that is written for the person. */
  readonly onNote?: (line: string) => void;
}

/** The command line in this process, over a folder of its own and the space at `url`. */
export const createTestCli = (
  t: Test,
  url: string,
  { environment = {}, openBrowser = () => Promise.resolve(), onNote, findSpace, folder: shared }: TestCliOptions = {},
): TestCli => {
  const folder = shared ?? t.testdir({ state: {} });
  const start = (args: readonly string[], until?: string): Promise<CliRun> => {
    const interrupt = new AbortController();
    const written = { output: '', errors: '' };
    const write = (to: 'output' | 'errors') => (line: string) => {
      written[to] += `${line}\n`;
      if (to === 'errors') onNote?.(line);
      if (until !== undefined && line.includes(until)) interrupt.abort();
    };
    const host: CliHost = {
      commands: COMMANDS,
      print: write('output'),
      note: write('errors'),
      progress: () => undefined,
      signal: interrupt.signal,
      environment: { ...(findSpace === undefined && { STOA_SPACE: url }), ...environment },
      ...(findSpace && { findSpace }),
      connect,
      logins: createLogins(join(folder, 'state', 'logins.json')),
      openBrowser,
      readInput: (path) =>
        readFile(path).catch((cause: unknown) => {
          throw new StoaError('USAGE', `the file ${path} cannot be read`, { cause });
        }),
      writeOutput,
      leases: createHeldLeases(join(folder, 'state', 'leases.json'), () => Date.now()),
      nowMs: () => Date.now(),
      version: '0.0.0',
    };
    return runCli(host, args).then((code) => ({ code, ...written }));
  };
  return { folder, run: (...args) => start(args), runUntil: (until, ...args) => start(args, until) };
};
