import { connect as connectPortably } from '../client/index.js';
import type { ConnectOptions, SpaceClient } from '../client/index.js';
import { createNodeCarrier, nodeHashing } from '../http/index.js';

/**
 * A client of the space at `url`, as that of `stoa/client`, with what is quicker in Node: connections of `node:http`, and
 * SHA-256 of `node:crypto`. Who passes a `fetch` or a `carrier` gets that one.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when `url` is none
 */
export const connect = (url: string, options: ConnectOptions = {}): SpaceClient =>
  connectPortably(url, {
    hashing: nodeHashing,
    ...(options.fetch === undefined && { carrier: createNodeCarrier().carry }),
    ...options,
  });
