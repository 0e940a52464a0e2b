import type { Interface } from '../advertisement/index.js';

/** An interface for which code is generated, and what it is called. */
export interface GenerateSource {
  /** Name of the service, or of the schema: what types and classes are called after. */
  readonly name: string;
  readonly description?: string;
  readonly interface: Interface;
}

/** How code is generated. */
export interface GenerateOptions {
  /** Names of the methods wanted; default: all. */
  readonly methods?: readonly string[];
  /** Also what a server is made of. Default false. */
  readonly server?: boolean;
  /** Whether there is a class of clients; else the methods stand alone, for clients of another making. Default true. */
  readonly client?: boolean;
  /** Where the text imports from. Default: `stoa/client/v1` and `stoa/runtime/v1`. */
  readonly from?: { readonly client: string; readonly runtime: string };
  /** What becomes of what wildcards let in: see `emitCodecs`. Default `check`. */
  readonly wildcards?: 'check' | 'keep';
  /** The command line that made the text, as its header tells it. */
  readonly command: string;
  /** Version of the package that makes the text. */
  readonly version: string;
}

/** What was generated. */
export interface Generated {
  /** Text of a TypeScript module. */
  readonly text: string;
  /** Name for its file, without folder. */
  readonly fileName: string;
  /** Digest of the contract that it was generated for. */
  readonly fingerprint: string;
}
