import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { needsLoader, toRunningModule } from './compiled.js';

/** A child process of which a test reads lines and to which it may write. */
export type TypescriptChild = ChildProcessByStdio<Writable, Readable, Readable>;

export interface SpawnOptions {
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags for Node itself, before the script. */
  readonly execArgv?: readonly string[];
  /** A program and its arguments that is to run Node, such as `strace -f`. */
  readonly under?: readonly string[];
}

/** Variables of the test runner; a child that inherited them would report itself as a test. */
const isRunnerVariable = (name: string): boolean =>
  name === 'TAP' || name.startsWith('TAP_') || name.startsWith('_TAPJS_') || name === 'NODE_OPTIONS';

const childEnvironment = (extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(([name]) => !isRunnerVariable(name));
  return { ...Object.fromEntries(kept), ...extra };
};

/**
 * The command that runs a TypeScript file as the test itself is run: what was compiled from it, or the file by a loader. The child
 * runs the same sources as the test.
 */
export const typescriptCommand = (script: URL, args: readonly string[], execArgv: readonly string[] = []): string[] => {
  const module = toRunningModule(script);
  const loader = needsLoader(module) ? [`--import=${import.meta.resolve('tsx')}`] : [];
  return [process.execPath, ...loader, '--enable-source-maps', ...execArgv, fileURLToPath(module), ...args];
};

/** Starts a TypeScript file, named relative to the caller by `new URL('./x.ts', import.meta.url)`, in a process of its own. */
export const spawnTypescript = (
  script: URL,
  args: readonly string[] = [],
  options: SpawnOptions = {},
): TypescriptChild => {
  const [program, ...rest] = [...(options.under ?? []), ...typescriptCommand(script, args, options.execArgv)];
  return spawn(program ?? process.execPath, rest, {
    env: childEnvironment(options.env ?? {}),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
};

/** How a child ended, and all it printed. */
export interface ChildOutcome {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for a child's end and gathers its output; call it before anything else reads the output. */
export const collectOutcome = async (child: TypescriptChild): Promise<ChildOutcome> => {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
};

/** The complete lines that a child prints, as they come; a line cut off by its end is left out. */
export const readLines = async function* (child: TypescriptChild): AsyncGenerator<string> {
  let rest = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
};
