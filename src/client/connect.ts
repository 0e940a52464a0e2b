import { StoaError, given, silentLog, systemClock } from '../base/index.js';
import type { Clock, Log } from '../base/index.js';
import type { Carrier } from '../gate/index.js';
import type { Fetch } from '../security/index.js';
import type { OpenGateOptions, SpaceClient, SpaceDescription } from './api.js';
import type { ClientAuth } from './auth.js';
import { createFetchCarrier } from './fetch-carrier.js';
import { openGate } from './gate/open-gate.js';
import type { EventFilter, Hit, LeaseOptions, SpawnOptions } from './model.js';
import { describeSpace } from './space/describe.js';
import { createDocumentMethods } from './space/documents.js';
import { createCallSpace } from './space/exchange.js';
import type { SpaceConnection } from './space/exchange.js';
import { createLeaseMethods } from './space/leases.js';
import { subscribe } from './space/subscribe.js';
import { toCredential, toPeriod, toSchemaFragments, toSpawnedSpace } from './space/values.js';

/** How a client connects; everything has a default. */
export interface ConnectOptions {
  /** Default: the platform's. */
  readonly fetch?: Fetch;
  /** What carries messages through direct gates and to the space; default: one over `fetch`. */
  readonly carrier?: Carrier;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Credentials that admit to the space, such as the root credential of a spawned one. */
  readonly credentials?: readonly string[];
  /** Who the client says it is; default: nobody. */
  readonly auth?: ClientAuth;
  /** Longest exchange with the space in milliseconds. Default 60 s. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;

const toConnection = (url: string, options: ConnectOptions): SpaceConnection => {
  if (!URL.canParse(url))
    throw new StoaError('PARAMETER_INVALID', `expected the URL of a space, got "${url.slice(0, 200)}"`);
  const fetch: Fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  return {
    url,
    fetch,
    carrier: options.carrier ?? createFetchCarrier(fetch),
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    credentials: options.credentials ?? [],
    ...given('auth', options.auth),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };
};

/**
 * A client of the space at `url`. Connecting sends nothing; the first call does.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when `url` is none
 */
export const connect = (url: string, options: ConnectOptions = {}): SpaceClient => {
  const connection = toConnection(url, options);
  const call = createCallSpace(connection);
  const leases = createLeaseMethods(call, connection.clock);
  let description: Promise<SpaceDescription> | undefined;
  const client: SpaceClient = Object.freeze({
    url,
    ...createDocumentMethods(call),
    ...leases,
    describe: () => {
      description ??= describeSpace(connection).catch((thrown: unknown) => {
        description = undefined;
        throw thrown;
      });
      return description;
    },
    subscribe: (filter: EventFilter = {}, { signal = new AbortController().signal } = {}) =>
      subscribe({ connection, call, leases }, filter, signal),
    spawn: async ({ name, schema, periodMs, result, signal }: SpawnOptions) => {
      const request = {
        ...toPeriod(periodMs),
        ...(result !== undefined && { '@result': result }),
        name,
        ...(schema !== undefined && { schema: toSchemaFragments(schema) }),
      };
      return toSpawnedSpace(await call('spawn', request, signal));
    },
    destroy: async ({ credential, signal }: Pick<LeaseOptions, 'credential' | 'signal'> = {}) => {
      await call('destroy', toCredential(credential), signal);
    },
    openGate: (service: string | Hit, gateOptions: OpenGateOptions = {}) =>
      openGate(
        { connection, call, at: client.at },
        typeof service === 'string' ? service : service.entry.id,
        gateOptions,
      ),
    at: (other: string, credentials: readonly string[]) => connect(other, { ...options, credentials }),
  });
  return client;
};
