import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { StoaError, concatBytes, silentLog } from '../base/index.js';
import type { Log } from '../base/index.js';
import type { MessageHandler } from '../client/index.js';

/** How a command answers messages. */
export interface ExecOptions {
  /** Run by the shell; the message comes on standard input, and nothing of it is in the command line. */
  readonly command: string;
  /** Commands run at once; further calls are refused. Default 16. */
  readonly maxRunning?: number;
  /** Largest answer in bytes. Default 4 MiB. */
  readonly maxAnswerBytes?: number;
  /** Longest run in milliseconds, whatever the caller would wait. Default 60 s. */
  readonly timeoutMs?: number;
  readonly log?: Log;
}

const DEFAULTS = { maxRunning: 16, maxAnswerBytes: 4 * 1024 * 1024, timeoutMs: 60_000 } as const;

/** How much of what a command complains of is told to the log. */
const MAX_ERROR_BYTES = 4096;

/** Ends a command with all that it started. */
const end = (child: ChildProcess): void => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
    child.kill('SIGKILL');
  }
};

interface Ended {
  readonly code: number | null;
  readonly output: Uint8Array;
  readonly errors: string;
  readonly isTooLong: boolean;
}

interface Input {
  readonly bytes: Uint8Array;
  readonly method: string;
  readonly signal: AbortSignal;
}

type Settled = Required<ExecOptions>;

const run = ({ command, maxAnswerBytes }: Settled, { bytes, method, signal }: Input): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const environment = { ...process.env, STOA_METHOD: method };
    const child = spawn('/bin/sh', ['-c', command], { detached: true, env: environment, stdio: 'pipe' });
    const stop = (): void => end(child);
    const output: Uint8Array[] = [];
    let length = 0;
    let errors = '';
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.on('error', reject);
    // A command that does not read its input is no failure.
    child.stdin.on('error', () => undefined);
    child.stdin.end(bytes);
    child.stdout.on('data', (part: Uint8Array) => {
      length += part.length;
      if (length > maxAnswerBytes) stop();
      else output.push(part);
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      errors = (errors + part).slice(0, MAX_ERROR_BYTES);
    });
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve({ code, output: concatBytes(...output), errors, isTooLong: length > maxAnswerBytes });
    });
  });

const assertDone = ({ code, isTooLong, output }: Ended, { maxAnswerBytes }: Settled, signal: AbortSignal): void => {
  if (isTooLong)
    throw new StoaError('SERVICE_FAILED', `the command wrote more than ${maxAnswerBytes} bytes`, {
      limit: 'maxAnswerBytes',
    });
  if (signal.aborted) throw new StoaError('SERVICE_TIMEOUT', 'the command was ended before it had answered');
  // A fault is told by an exit code as well, as commands do.
  if (code !== 0 && output.length === 0)
    throw new StoaError('SERVICE_FAILED', `the command ended with ${code === null ? 'a signal' : `code ${code}`}`);
};

/**
 * A handler that runs a command for each message: the message on its standard input, the answer from its standard output, the name
 * of the method in `STOA_METHOD`. The service's gate checks both.
 */
export const createExecHandler = (options: ExecOptions): MessageHandler => {
  const settled: Settled = { ...DEFAULTS, log: silentLog, ...options };
  let running = 0;
  return async ({ bytes, method, signal: hungUp }) => {
    if (running >= settled.maxRunning)
      throw new StoaError('TOO_MANY_CALLS', `${running} commands run now, at most ${settled.maxRunning} may`, {
        limit: 'maxRunning',
      });
    running += 1;
    const signal = AbortSignal.any([hungUp, AbortSignal.timeout(settled.timeoutMs)]);
    try {
      const ended = await run(settled, { bytes, method: method.name, signal });
      if (ended.errors !== '') settled.log.warn({ method: method.name, errors: ended.errors }, 'the command complains');
      assertDone(ended, settled, signal);
      return method.response === undefined || ended.output.length === 0 ? undefined : { bytes: ended.output };
    } finally {
      running -= 1;
    }
  };
};
