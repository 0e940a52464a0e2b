import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_SCHEMA_LIMITS, DEFAULT_SPACE_LIMITS, DEFAULT_XML_LIMITS, StoaError } from '../../base/index.js';
import { checkSource } from './check.js';
import { readEnvironment } from './environment.js';
import type { Environment } from './environment.js';
import { isLoopbackHost } from './loopback.js';
import { hasAuthentication } from './model.js';
import type { Configuration, PartialConfiguration, RelayAllowance, TlsConfiguration } from './model.js';

/** The port of a space when none is configured. */
export const DEFAULT_PORT = 7862;

/** Where configuration comes from. */
export interface ConfigurationSources {
  /** Options of the command line, by the same keys as in the file. */
  readonly flags?: Readonly<Record<string, unknown>>;
  /** Usually `process.env`. */
  readonly environment?: Environment;
  /** Folder against which relative paths are taken; default the current one. */
  readonly folder?: string;
  /** What holds where no source says otherwise, instead of the defaults of a server inside another program. */
  readonly defaults?: PartialConfiguration;
  /** A file that must exist; default `STOA_CONFIG`, else `stoa.json` in the folder if it is there. */
  readonly file?: string;
}

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');

const parseFile = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoaError('CONFIGURATION_INVALID', `${path} is not JSON: ${reason}`, { cause });
  }
};

const resolveAll = (files: Partial<TlsConfiguration>, folder: string): Partial<TlsConfiguration> =>
  Object.fromEntries(Object.entries(files).map(([key, path]) => [key, path && resolve(folder, path)]));

/** Relative paths of one source, made absolute: those in a file are meant from its folder. */
const resolvePaths = (source: PartialConfiguration, folder: string): PartialConfiguration => ({
  ...source,
  ...(source.data === undefined ? {} : { data: resolve(folder, source.data) }),
  ...(source.spaces === undefined ? {} : { spaces: resolve(folder, source.spaces) }),
  ...(source.tls === undefined ? {} : { tls: resolveAll(source.tls, folder) }),
  ...(source.auth?.clientsFile === undefined
    ? {}
    : { auth: { ...source.auth, clientsFile: resolve(folder, source.auth.clientsFile) } }),
});

const readFileSource = async (path: string, required: boolean): Promise<PartialConfiguration> => {
  try {
    const text = await readFile(path, 'utf8');
    return resolvePaths(checkSource(parseFile(text, path), path), dirname(path));
  } catch (thrown) {
    if (thrown instanceof StoaError) throw thrown;
    if (!required && isMissing(thrown)) return {};
    const reason = isMissing(thrown) ? 'is not there' : 'cannot be read';
    throw new StoaError('CONFIGURATION_INVALID', `the configuration file ${path} ${reason}`, { cause: thrown });
  }
};

/** `whole` with what `source` says in its place, key by key, within groups too. */
const merge = (whole: Configuration, source: PartialConfiguration): Configuration => ({
  ...whole,
  ...source,
  auth: { ...whole.auth, ...source.auth },
  tls: { ...whole.tls, ...source.tls },
  relay: { ...whole.relay, ...source.relay },
  liveness: { ...whole.liveness, ...source.liveness },
  metrics: { ...whole.metrics, ...source.metrics },
  discovery: { ...whole.discovery, ...source.discovery },
  limits: { ...whole.limits, ...source.limits },
  xml: { ...whole.xml, ...source.xml },
  schema: { ...whole.schema, ...source.schema },
});

const defaultDataFolder = (environment: Environment): string => {
  const base = environment['XDG_DATA_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.local', 'share') : base, 'stoa');
};

const BOTH: readonly RelayAllowance[] = ['loopback', 'private'];

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

/** What holds where no source says otherwise. */
const createDefaults = (environment: Environment, host: string): Configuration => ({
  data: defaultDataFolder(environment),
  store: 'lmdb',
  host,
  port: DEFAULT_PORT,
  publicUrl: undefined,
  insecureOpenToNetwork: false,
  allowedHosts: [],
  allowedOrigins: [],
  auth: {
    builtin: false,
    clients: [],
    clientsFile: undefined,
    issuers: [],
    tokenLifeMs: 600_000,
    keyPeriodMs: THIRTY_DAYS_MS,
  },
  tls: { cert: undefined, key: undefined, ca: undefined },
  relay: { allow: isLoopbackHost(host) ? BOTH : [], timeoutMs: 30_000, maxAnswerBytes: 4 * 1024 * 1024 },
  liveness: { everyMs: 30_000, minEveryMs: 10_000, timeoutMs: 3_000, maxAtOnce: 16 },
  metrics: { readers: undefined },
  discovery: {
    backend: 'off',
    name: undefined,
    interfaces: undefined,
    exclude: [],
    subtypes: [],
    wsDiscovery: false,
    neighbours: false,
  },
  spaces: fileURLToPath(new URL('../../../spaces/', import.meta.url)),
  limits: DEFAULT_SPACE_LIMITS,
  xml: DEFAULT_XML_LIMITS,
  schema: DEFAULT_SCHEMA_LIMITS,
  logLevel: 'info',
  shutdownGraceMs: 10_000,
});

const completeAuth = ({ auth }: Configuration, sources: readonly PartialConfiguration[]) => ({
  ...auth,
  builtin: sources.findLast((source) => source.auth?.builtin !== undefined)?.auth?.builtin ?? auth.clients.length > 0,
});

const complete = (sources: readonly PartialConfiguration[], environment: Environment): Configuration => {
  const host = sources.findLast((source) => source.host !== undefined)?.host ?? '127.0.0.1';
  const whole = sources.reduce(merge, createDefaults(environment, host));
  return { ...whole, auth: completeAuth(whole, sources), publicUrl: whole.publicUrl?.replace(/\/+$/, '') };
};

const refuse = (rule: string, message: string): never => {
  throw new StoaError('CONFIGURATION_INVALID', `${rule}: ${message}`, { findings: [{ rule, message }] });
};

const assertDistinct = (rule: string, names: readonly string[]): void => {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) refuse(rule, `${twice} is there twice`);
};

/** What a schema cannot say of single keys. */
const assertConsistent = ({ auth }: Configuration): void => {
  const bare = auth.clients.find(({ secretHash, jwk }) => (secretHash === undefined) === (jwk === undefined));
  if (bare !== undefined) refuse('auth.clients', `expected ${bare.id} to have a secretHash or a jwk`);
  assertDistinct(
    'auth.clients',
    auth.clients.map(({ id }) => id),
  );
  assertDistinct(
    'auth.issuers',
    auth.issuers.map(({ alias }) => alias),
  );
  assertDistinct(
    'auth.issuers',
    auth.issuers.map(({ issuer }) => issuer),
  );
};

const assertNotOpenByAccident = (configuration: Configuration): void => {
  const { host, insecureOpenToNetwork } = configuration;
  if (insecureOpenToNetwork || isLoopbackHost(host) || hasAuthentication(configuration)) return;
  throw new StoaError(
    'CONFIGURATION_INVALID',
    `host ${host} can be reached from other machines, and without authentication whoever reaches it can use every space`,
    {
      findings: [{ rule: 'host', message: `${host} is not a loopback address` }],
      hint: 'listen on 127.0.0.1, configure who may come (docs/security.md: auth), or say that it is meant: --insecure-open-to-network, STOA_INSECURE_OPEN_TO_NETWORK=true or "insecureOpenToNetwork": true',
    },
  );
};

const deepFreeze = <Value extends object>(value: Value): Value => {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) deepFreeze(member);
  return Object.freeze(value);
};

const withoutAbsent = (flags: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));

/**
 * The configuration from `stoa.json`, then environment variables, then flags: a later source wins key by key, within
 * groups too; a list replaces a list.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` saying which source, which key and, for an unknown one, the nearest known
 */
export const loadConfiguration = async (sources: ConfigurationSources = {}): Promise<Configuration> => {
  const environment = sources.environment ?? {};
  const folder = resolve(sources.folder ?? '.');
  const named = sources.file ?? (environment['STOA_CONFIG'] || undefined);
  const file = await readFileSource(resolve(folder, named ?? 'stoa.json'), named !== undefined);
  const variables = resolvePaths(checkSource(readEnvironment(environment), 'environment'), folder);
  const flags = resolvePaths(checkSource(withoutAbsent(sources.flags ?? {}), 'flags'), folder);
  const configuration = complete([sources.defaults ?? {}, file, variables, flags], environment);
  assertConsistent(configuration);
  assertNotOpenByAccident(configuration);
  return deepFreeze(configuration);
};
