import { StoaError, given, silentLog, systemClock } from '../base/light.js';
import type { Clock, Log } from '../base/index.js';
import type { Carrier } from '../gate/index.js';
import type { ClientKey, Fetch, Hashing } from '../security/index.js';
import type { ClientAuth } from './auth/model.js';
import { createFetchCarrier } from './fetch-carrier.js';
import type { SpaceConnection } from './space/exchange.js';

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
  /**
   * The key to which gates on restricted services are bound, so that each call is proved with it and a credential that
   * was seen on its way is worth nothing. Default: the key of `auth`.
   */
  readonly key?: ClientKey;
  /** SHA-256 for the proofs of calls; default: one that runs everywhere. In Node `nodeHashing` of `stoa` is faster. */
  readonly hashing?: Hashing;
  /** Longest exchange with the space in milliseconds. Default 60 s. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Options with their defaults filled in.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when `url` is none
 */
export const toConnection = (url: string, options: ConnectOptions): SpaceConnection => {
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
    ...given('key', options.key ?? options.auth?.key),
    ...given('hashing', options.hashing),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };
};
