#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { StoaError, silentLog, systemClock } from '../base/index.js';
import { connect } from '../client/index.js';
import { COMMANDS } from './commands/index.js';
import { createHeldLeases, heldLeasesPath } from './held-leases.js';
import { createLogins, loginsPath } from './login/logins.js';
import { openBrowser } from './login/open-browser.js';
import { findNearestSpace } from './nearest-space.js';
import { DEFAULT_SPACE_URL, runCli } from './run-cli.js';
import { createTerminal } from './terminal.js';
import { writeOutput } from './write-output.js';

const readInput = async (path: string): Promise<Uint8Array> => {
  if (path === '-') return buffer(process.stdin);
  try {
    return await readFile(path);
  } catch (cause) {
    throw new StoaError('USAGE', `the file ${path} cannot be read`, {
      cause,
      hint: 'give the path of a file, or - for standard input',
    });
  }
};

const readVersion = async (): Promise<string> => {
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
};

const interrupted = new AbortController();
// Every request of a command listens to it; an import has many under way.
setMaxListeners(0, interrupted.signal);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second one means it: no waiting for what does not end.
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort();
  });
}
// A reader that went away (`stoa lookup | head`) is no failure.
process.stdout.on('error', (thrown: NodeJS.ErrnoException) => process.exit(thrown.code === 'EPIPE' ? 0 : 1));

const terminal = createTerminal(process.stdout, process.stderr);
// Waiting for an interrupt holds no handle, so something has to keep the process until the command is done.
const alive = setInterval(() => undefined, 0x7fffffff);
process.exitCode = await runCli(
  {
    commands: COMMANDS,
    ...terminal,
    signal: interrupted.signal,
    environment: process.env,
    connect,
    findSpace: (open, seek) =>
      findNearestSpace({
        usualUrl: DEFAULT_SPACE_URL,
        connect: open,
        seek,
        note: terminal.note,
        signal: interrupted.signal,
        log: silentLog,
      }),
    logins: createLogins(loginsPath(process.env)),
    openBrowser,
    readInput,
    writeOutput,
    leases: createHeldLeases(heldLeasesPath(process.env), () => systemClock.nowMs()),
    nowMs: () => systemClock.nowMs(),
    version: await readVersion(),
  },
  process.argv.slice(2),
);
clearInterval(alive);
