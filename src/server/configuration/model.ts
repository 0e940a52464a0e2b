import type { SchemaLimits, SpaceLimits, XmlLimits } from '../../base/index.js';

/** Classes of address that a relay may be allowed to reach besides public ones. */
export type RelayAllowance = 'loopback' | 'private';

/** Levels of the log, the least talkative first. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** How much is logged. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What relays may reach and how much they take. */
export interface RelayConfiguration {
  /** Default: both as long as the server listens on loopback only, else none. Link-local and metadata addresses never. */
  readonly allow: readonly RelayAllowance[];
  /** Longest wait for a whole answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Largest answer in bytes. */
  readonly maxAnswerBytes: number;
}

/** The complete configuration: every key has its value, and nothing in it can be changed. */
export interface Configuration {
  /** Folder of the store. */
  readonly data: string;
  readonly store: 'lmdb' | 'memory';
  /** Name or address to listen on. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** What URLs in answers begin with; default: the address that is listened on. */
  readonly publicUrl: string | undefined;
  /** Without authentication a server that others can reach is open to them: this says that it is meant. */
  readonly insecureOpenToNetwork: boolean;
  /** Values of `Host` accepted besides those of the bound address and of the public URL. */
  readonly allowedHosts: readonly string[];
  /** Values of `Origin` accepted besides the server's own. */
  readonly allowedOrigins: readonly string[];
  readonly relay: RelayConfiguration;
  /** Folder with one folder per declared space. */
  readonly spaces: string;
  readonly limits: SpaceLimits;
  readonly xml: XmlLimits;
  readonly schema: SchemaLimits;
  readonly logLevel: LogLevel;
  /** How long requests under way may take to end at shutdown, in milliseconds. */
  readonly shutdownGraceMs: number;
}

/** One source of configuration: any of the keys, nested ones too. */
export type PartialConfiguration = {
  readonly [Key in keyof Configuration]?: Configuration[Key] extends readonly unknown[]
    ? Configuration[Key]
    : Configuration[Key] extends object
      ? Partial<Configuration[Key]>
      : Configuration[Key];
};
