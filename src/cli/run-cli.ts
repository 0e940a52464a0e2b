import { parseArgs } from 'node:util';
import { StoaError, given, isStoaError } from '../base/index.js';
import type { ConnectOptions, SpaceClient } from '../client/index.js';
import type { Command, CommandContext, CommandValues, OutputFormat, SeekSpace } from './command.js';
import { COMMON_OPTIONS, commandHelp, generalHelp } from './help.js';
import { errorLines } from './error-lines.js';
import { createFindAuth } from './login/login-auth.js';

/** What the command line needs of the process it runs in. */
export interface CliHost {
  readonly commands: readonly Command[];
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly connect: (url: string, options: Pick<ConnectOptions, 'credentials' | 'auth'>) => SpaceClient;
  /**
   * A space on the local link, where none answers at the usual address ({@link DEFAULT_SPACE_URL}): the nearest one that has what `seek`
   * gives, which is asked for when it is needed, else the nearest.
   */
  readonly findSpace?: (
    connect: (url: string) => SpaceClient,
    seek: () => Promise<SeekSpace | undefined>,
  ) => Promise<string | undefined>;
  readonly logins: CommandContext['logins'];
  readonly openBrowser: CommandContext['openBrowser'];
  readonly readInput: CommandContext['readInput'];
  readonly writeOutput: CommandContext['writeOutput'];
  readonly leases: CommandContext['leases'];
  readonly nowMs: CommandContext['nowMs'];
  readonly version: string;
}

/** Where `stoa serve` listens unless told otherwise. */
export const DEFAULT_SPACE_URL = 'http://127.0.0.1:7862/spaces/main';

const VERSION_WORDS: ReadonlySet<string> = new Set(['version', '--version']);
const HELP_WORDS: ReadonlySet<string> = new Set(['help', '--help', '-h']);

/** Exit code of a command that was not used as it is meant. */
const EXIT_USAGE = 2;

interface ParsedArguments {
  readonly positionals: string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** Names of all long options in `args`, for a command whose options come from a service's schema. */
const openNames = (args: readonly string[]): readonly string[] =>
  args.filter((arg) => arg.startsWith('--') && arg.length > 2).map((arg) => arg.slice(2).split('=', 1)[0] ?? '');

const parseCommand = (command: Command, args: readonly string[]): ParsedArguments => {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }> = {};
  for (const [name, { type, short, multiple }] of Object.entries({ ...command.options, ...COMMON_OPTIONS }))
    options[name] = { type, ...(short !== undefined && { short }), ...(multiple !== undefined && { multiple }) };
  if (command.openOptions === true)
    for (const name of openNames(args)) options[name] ??= { type: 'string', multiple: true };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new StoaError('USAGE', detail, { cause, hint: `stoa ${command.name} --help lists the options` });
  }
};

const toValues = (values: ParsedArguments['values']): CommandValues => ({
  text: (option) => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  },
  texts: (option) => [values[option]].flat().filter((value) => typeof value === 'string'),
  flag: (option) => values[option] === true,
});

const formatOf = (values: CommandValues): OutputFormat => {
  if (values.flag('json')) return 'json';
  return values.flag('xml') ? 'xml' : 'text';
};

/** Finds out how the user authenticates; what is wrong with that is told by commands that connect, and by no other. */
const prepareConnect = async (
  host: CliHost,
  spaceUrl: string,
  credential = host.environment['STOA_CREDENTIAL'],
): Promise<CommandContext['connect']> => {
  const findAuth = await createFindAuth(host).catch((thrown: unknown) => () => {
    throw StoaError.from(thrown);
  });
  const credentials = credential === undefined ? [] : [credential];
  return (url = spaceUrl) => host.connect(url, { credentials, ...given('auth', findAuth(url)) });
};

const speaksToSpace = ({ speaks = false }: Command, positionals: readonly string[]): boolean =>
  typeof speaks === 'boolean' ? speaks : speaks(positionals);

/** Standard input can be read but once, and what a space must have is read before what the command itself reads. */
const createReadOnce = (readInput: CommandContext['readInput']): CommandContext['readInput'] => {
  let input: Promise<Uint8Array> | undefined;
  return (path) => (path === '-' ? (input ??= readInput(path)) : readInput(path));
};

const runCommand = async (host: CliHost, command: Command, args: readonly string[]): Promise<number> => {
  const parsed = parseCommand(command, args);
  const values = toValues(parsed.values);
  if (values.flag('help')) {
    host.print(commandHelp(command));
    return 0;
  }
  const named = values.text('space') ?? host.environment['STOA_SPACE'];
  const credential = values.text('credential');
  const isLooked = named === undefined && speaksToSpace(command, parsed.positionals) && host.findSpace !== undefined;
  // Whoever announces a space may be anybody: what was only found gets no credential, secret or token.
  const openFound = (url: string): SpaceClient => host.connect(url, { credentials: [] });
  const usualUrl = named ?? DEFAULT_SPACE_URL;
  const around: Omit<CommandContext, 'spaceUrl' | 'connect'> = {
    positionals: parsed.positionals,
    values,
    options: parsed.values,
    format: formatOf(values),
    print: host.print,
    note: host.note,
    progress: host.progress,
    signal: host.signal,
    environment: host.environment,
    open: openFound,
    logins: host.logins,
    openBrowser: host.openBrowser,
    readInput: createReadOnce(host.readInput),
    writeOutput: host.writeOutput,
    leases: host.leases,
    nowMs: host.nowMs,
    version: host.version,
  };
  const seek = async (): Promise<SeekSpace | undefined> =>
    command.seeks?.({ ...around, spaceUrl: usualUrl, connect: (url = usualUrl) => openFound(url) });
  const found = isLooked ? await host.findSpace(openFound, seek) : undefined;
  const spaceUrl = found ?? usualUrl;
  const open = await prepareConnect(host, spaceUrl, credential);
  return command.run({
    ...around,
    spaceUrl,
    connect: (url = spaceUrl) => (url === found ? openFound(url) : open(url)),
  });
};

/**
 * Runs one command line and resolves with the exit code: 0 done, 1 failed, 2 not used as it is meant. Errors are
 * printed for people, with what to do next; nothing is thrown.
 */
export const runCli = async (host: CliHost, args: readonly string[]): Promise<number> => {
  const [name = 'help', ...rest] = args;
  if (VERSION_WORDS.has(name)) {
    host.print(host.version);
    return 0;
  }
  if (HELP_WORDS.has(name)) {
    const asked = host.commands.find((one) => one.name === rest[0]);
    host.print(asked === undefined ? generalHelp(host.commands) : commandHelp(asked));
    return 0;
  }
  try {
    const command = host.commands.find((one) => one.name === name);
    if (command === undefined)
      throw new StoaError('USAGE', `there is no command '${name}'`, { hint: 'stoa help lists the commands' });
    return await runCommand(host, command, rest);
  } catch (thrown) {
    for (const line of errorLines(thrown)) host.note(line);
    return isStoaError(thrown, 'USAGE') ? EXIT_USAGE : 1;
  }
};
