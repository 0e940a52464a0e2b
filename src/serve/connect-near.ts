import { given, silentLog, systemClock, systemRandom } from '../base/index.js';
import type { Log } from '../base/index.js';
import { connectNearest } from '../client/index.js';
import type { ConnectNearestOptions, ConnectOptions, LookupQuery, SpaceClient } from '../client/index.js';
import { createDiscoveryDriver } from '../discovery/index.js';
import type { DiscoveryDriver, DiscoverySettings } from '../discovery/index.js';
import { offerSpaces } from '../nearby/index.js';

/** How a space is found that nobody has named; everything has a default. */
export interface ConnectNearOptions
  extends Omit<ConnectOptions, 'credentials' | 'auth' | 'key'>, Pick<ConnectNearestOptions, 'onRefused'> {
  /** What the space is to have: the nearest in which this lookup has a hit is taken, and where none has one, the nearest. */
  readonly wanted?: LookupQuery;
  /** How long spaces are waited for, in milliseconds. Default 2500. */
  readonly waitMs?: number;
  /** How the link is looked at. Default: by the built-in backend, on all interfaces. */
  readonly discovery?: Partial<DiscoverySettings>;
  /** Opens what looks at the link, in the place of that. */
  readonly openDriver?: () => Promise<DiscoveryDriver>;
}

const DEFAULT_WAIT_MS = 2500;
/** How long more are waited for once there is one, so that the nearest comes first. */
const MORE_MS = 300;

const toHas =
  (wanted: LookupQuery) =>
  async (space: SpaceClient): Promise<boolean> =>
    (await space.lookup({ ...wanted, limit: 1 })).hits.length > 0;

/** How the nearest space is looked for. */
export interface FindNearOptions
  extends Pick<ConnectNearOptions, 'waitMs' | 'discovery' | 'openDriver'>, Omit<ConnectNearestOptions, 'offers'> {
  readonly log?: Log;
  readonly signal?: AbortSignal;
}

/** A client of the nearest space on the local link, as {@link connectNear} says; `open` makes it. */
export const findNear = async (options: FindNearOptions): Promise<SpaceClient> => {
  const { waitMs = DEFAULT_WAIT_MS, discovery, openDriver, log = silentLog, signal, ...nearest } = options;
  const parts = { clock: systemClock, random: systemRandom, log };
  const driver = await (openDriver?.() ?? createDiscoveryDriver({ backend: 'builtin', ...discovery }, parts));
  try {
    const settings = { waitMs, moreMs: MORE_MS, clock: systemClock, ...given('signal', signal) };
    return await connectNearest({ offers: offerSpaces(driver, settings), ...nearest });
  } finally {
    await driver.close();
  }
};

/**
 * A client of the nearest space on the local link. No credential goes there: whoever announces a space may be anybody.
 *
 * @throws {StoaError} `SPACE_NOT_FOUND` when there is none; `DISCOVERY_UNAVAILABLE` when the link cannot be looked at
 */
export const connectNear = (
  connect: (url: string, options: ConnectOptions) => SpaceClient,
  { wanted, waitMs, discovery, openDriver, onRefused, ...rest }: ConnectNearOptions,
): Promise<SpaceClient> =>
  findNear({
    open: (url) => connect(url, rest),
    ...given('waitMs', waitMs),
    ...given('discovery', discovery),
    ...given('openDriver', openDriver),
    ...given('has', wanted && toHas(wanted)),
    ...given('onRefused', onRefused),
  });
