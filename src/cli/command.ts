import type { SpaceClient } from '../client/index.js';
import type { HeldLeases } from './held-leases.js';
import type { Logins } from './login/logins.js';

/** How a command prints: for people, or whole answers for programs. */
export type OutputFormat = 'text' | 'json' | 'xml';

/** An option of a command, as `parseArgs` of Node takes it, with its help. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for the value in the help text. */
  readonly placeholder?: string;
  readonly help: string;
}

/** Values of a command's options; all were declared by the command. */
export interface CommandValues {
  /** The option's text, or `undefined` when it was not given. */
  readonly text: (option: string) => string | undefined;
  readonly texts: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
}

/** Where a command writes and what it may touch; tests pass their own. */
export interface CommandContext {
  readonly positionals: readonly string[];
  readonly values: CommandValues;
  /** Every option as parsed, for a command that takes options it does not know beforehand. */
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly format: OutputFormat;
  /** One line to standard output. */
  readonly print: (line: string) => void;
  /** One line to standard error: progress, notes, remedies. */
  readonly note: (line: string) => void;
  /** A line that is written over the one before it, on a terminal only. */
  readonly progress: (line: string) => void;
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** URL of the space that is spoken to when no other is named. */
  readonly spaceUrl: string;
  /** The space that `url`, `--space` or `STOA_SPACE` names; the one on this machine by default. */
  readonly connect: (url?: string) => SpaceClient;
  /** The space at `url`, which was only found: nothing that is secret is sent there. */
  readonly open: (url: string) => SpaceClient;
  /** Where this user is logged in. */
  readonly logins: Logins;
  /** Shows a page in the user's browser, if there is one. */
  readonly openBrowser: (url: string) => Promise<void>;
  /** Lease credentials that this user holds. */
  readonly leases: HeldLeases;
  readonly nowMs: () => number;
  /** Version of the package. */
  readonly version: string;
  /** Bytes of a file, `-` for standard input. */
  readonly readInput: (path: string) => Promise<Uint8Array>;
  /** Writes a file, in place of one that is there. @throws {StoaError} `USAGE` where it cannot be written */
  readonly writeOutput: (path: string, text: string) => Promise<void>;
}

/** Whether a space has what a command is about. */
export type SeekSpace = (space: SpaceClient) => Promise<boolean>;

/** One command of `stoa`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Positional arguments as shown in the usage line. */
  readonly usage: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Options besides the declared ones are taken (the fields of a message). Default false. */
  readonly openOptions?: boolean;
  /** It speaks to a space: when none is named and none is on this machine, the nearest is looked for. Default false. */
  readonly speaks?: boolean | ((positionals: readonly string[]) => boolean);
  /**
   * What a space must have to be of use, where one is looked for: the nearest that has it is taken. Gives nothing where any will do.
   *
   * @throws {StoaError} `USAGE` as {@link run} does
   */
  readonly seeks?: (context: CommandContext) => SeekSpace | undefined | Promise<SeekSpace | undefined>;
  /** Lines of examples for the help. */
  readonly examples: readonly string[];
  /** Resolves with the exit code: 0 done, 1 failed or nothing found. Throws `USAGE` when arguments are missing. */
  readonly run: (context: CommandContext) => Promise<number>;
}
