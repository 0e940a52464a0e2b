import { connect as connectPortably } from '../client/index.js';
import type { ConnectOptions, SpaceClient } from '../client/index.js';
import { createNodeCarrier, nodeHashing } from '../http/index.js';
import { connectNear } from './connect-near.js';
import type { ConnectNearOptions } from './connect-near.js';

const connectTo = (url: string, options: ConnectOptions): SpaceClient =>
  connectPortably(url, {
    hashing: nodeHashing,
    ...(options.fetch === undefined && { carrier: createNodeCarrier().carry }),
    ...options,
  });

/** Connects to a space that is named, or to the nearest on the local link. */
export interface Connect {
  /**
   * A client of the space at `url`, as that of `stoa/client`, with what is quicker in Node: connections of undici, and
   * SHA-256 of `node:crypto`. Who passes a `fetch` or a `carrier` gets that one.
   *
   * @throws {StoaError} `PARAMETER_INVALID` when `url` is none
   */
  (url: string, options?: ConnectOptions): SpaceClient;
  /**
   * A client of the nearest space on the local link, found without an address; with `wanted` of the nearest that has it.
   *
   * @throws {StoaError} `SPACE_NOT_FOUND` when there is none; `DISCOVERY_UNAVAILABLE` when the link cannot be looked at
   */
  (options?: ConnectNearOptions): Promise<SpaceClient>;
}

function connectAny(url: string, options?: ConnectOptions): SpaceClient;
function connectAny(options?: ConnectNearOptions): Promise<SpaceClient>;
function connectAny(
  place: string | ConnectNearOptions = {},
  options: ConnectOptions = {},
): SpaceClient | Promise<SpaceClient> {
  return typeof place === 'string' ? connectTo(place, options) : connectNear(connectTo, place);
}

/** As {@link Connect} says. */
export const connect: Connect = connectAny;
