import type { DiscoveryBackend } from '../../discovery/index.js';
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

/** How services are asked whether they are there. */
export interface LivenessConfiguration {
  /** How often a service is asked whose advertisement does not say how often, in milliseconds. */
  readonly everyMs: number;
  /** The most often that an advertisement may ask for, in milliseconds between two questions. */
  readonly minEveryMs: number;
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** Most questions at once. */
  readonly maxAtOnce: number;
}

/** A program that may get access tokens from the built-in issuer. */
export interface ConfiguredClient {
  /** Its `client_id`, and the subject of its tokens. */
  readonly id: string;
  /** What `stoa client add` prints for a secret; the secret itself is nowhere kept. */
  readonly secretHash?: string;
  /** A public key (JWK, ES256), for a client that signs instead of showing a secret (`private_key_jwt`). */
  readonly jwk?: Readonly<Record<string, string>>;
  /** Groups that policies may name. */
  readonly groups?: readonly string[];
}

/** An OpenID provider, or another OAuth 2.0 server with JWT access tokens, that is believed. */
export interface ConfiguredIssuer {
  /** Its issuer identifier: a URL below which its metadata is found. */
  readonly issuer: string;
  /** What the `aud` of its tokens must be or hold. */
  readonly audience: string;
  /** Stands before its subjects and groups: `ALIAS:SUBJECT`. */
  readonly alias: string;
  /** Claim that lists groups, such as `groups` (default) or `roles`; `scope` is split at spaces. */
  readonly groupsClaim?: string;
  /** The public client under which `stoa login` asks this issuer. */
  readonly clientId?: string;
  /** Scopes that `stoa login` asks for; default `openid offline_access`. */
  readonly scope?: string;
}

/** Who is asked who callers are. */
export interface AuthConfiguration {
  /** The server issues tokens to its clients itself. Default: when `clients` lists any. */
  readonly builtin: boolean;
  readonly clients: readonly ConfiguredClient[];
  /** Clients added by `stoa client add`, read again when it changes. Default `clients.json` in the data folder. */
  readonly clientsFile: string | undefined;
  readonly issuers: readonly ConfiguredIssuer[];
  /** Life of the built-in issuer's access tokens in milliseconds: how long one that leaked, or was withdrawn, still holds. */
  readonly tokenLifeMs: number;
  /** After how long new signing keys replace the ones in use, in milliseconds; those of gates as well. */
  readonly keyPeriodMs: number;
}

/** Files of the server's certificate, in PEM. Both or none. */
export interface TlsConfiguration {
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Further certificates of the chain, where `cert` does not hold them. */
  readonly ca: string | undefined;
}

/** How the server tells the local link of its spaces. */
export interface DiscoveryConfiguration {
  /** What speaks DNS-SD; `off`: nothing is told. */
  readonly backend: DiscoveryBackend;
  /** Name of this machine for people; spaces are announced as `main on NAME`. Default: its host name. */
  readonly name: string | undefined;
  /** Interfaces to announce on; default: all by which the server is reached. */
  readonly interfaces: readonly string[] | undefined;
  /** Interfaces not to announce on. */
  readonly exclude: readonly string[];
  /** Subtypes besides `_directory` by which the spaces are found, as `_printer`: what they are about. */
  readonly subtypes: readonly string[];
  /** Whether WS-Discovery is answered as well. */
  readonly wsDiscovery: boolean;
  /** Whether services of the link that do not speak Stoa are taken in as devices. */
  readonly neighbours: boolean;
}

/** Who reads what the server counts. */
export interface MetricsConfiguration {
  /**
   * `anyone`, `authenticated`, `subject:NAME`, `group:NAME`. Default: `anyone` as long as there is no authentication, else nobody; whoever
   * may administer every declared space always may.
   */
  readonly readers: readonly string[] | undefined;
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
  readonly auth: AuthConfiguration;
  readonly tls: TlsConfiguration;
  readonly relay: RelayConfiguration;
  readonly liveness: LivenessConfiguration;
  readonly metrics: MetricsConfiguration;
  readonly discovery: DiscoveryConfiguration;
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

/** Whether callers can prove who they are: there is an issuer of tokens that the server believes. */
export const hasAuthentication = ({ auth }: Pick<Configuration, 'auth'>): boolean =>
  auth.builtin || auth.issuers.length > 0;
