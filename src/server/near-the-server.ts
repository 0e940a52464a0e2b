import type { AddressInfo } from 'node:net';
import { StoaError, isStoaError, toPathSegment } from '../base/index.js';
import type { Clock, Log, Random } from '../base/index.js';
import { createDiscoveryDriver, createUdpLink, createWsDiscovery } from '../discovery/index.js';
import type { DiscoveryDriver, DiscoverySettings, WsDiscovery, WsTarget } from '../discovery/index.js';
import { takeNeighbours, toKindType, toNameScope, toUrls } from '../nearby/index.js';
import type { Space, Spaces } from '../space/index.js';
import type { Configuration } from './configuration/index.js';
import { createNeighbourShelf } from './neighbour-shelf.js';

/** What the server takes part in discovery with, beside announcing its spaces by DNS-SD. */
export interface NearTheServerParts {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly openDriver?: (settings: DiscoverySettings) => Promise<DiscoveryDriver>;
  readonly openWs?: () => Promise<WsDiscovery>;
}

const placesOf = ({ discovery: { interfaces, exclude } }: Configuration) => ({
  exclude,
  ...(interfaces !== undefined && { interfaces }),
});

/** A declared space as a target of WS-Discovery; its advertisement is had where it is. */
const toTarget = (
  space: Space,
  { tls }: Configuration,
  at: { readonly port: number; readonly nowMs: number },
): WsTarget => {
  const path = `/spaces/${space.alias ?? toPathSegment(space.id)}`;
  const scheme = tls.cert === undefined ? 'http' : 'https';
  return {
    address: space.id,
    types: [toKindType('space')],
    scopes: [toNameScope(space.name)],
    xaddrs: (addresses) => toUrls({ port: at.port, path, scheme }, addresses),
    metadataVersion: Math.floor(at.nowMs / 1000) >>> 0,
  };
};

/**
 * Answers WS-Discovery for the declared spaces, where that is configured.
 *
 * @returns what says Bye
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when the port cannot be used
 */
export const answerWsDiscovery = async (
  parts: NearTheServerParts,
  spaces: Spaces,
  { address, port }: AddressInfo,
): Promise<() => Promise<void>> => {
  const { configuration, clock, random, log } = parts;
  if (!configuration.discovery.wsDiscovery) return () => Promise.resolve();
  const link = () => createUdpLink({ ...placesOf(configuration), listensOn: address }, { log });
  const ws = await (parts.openWs?.() ?? createWsDiscovery({ clock, random, log, link: link() }));
  const at = { port, nowMs: clock.nowMs() };
  ws.answerFor(spaces.declared().map((space) => toTarget(space, configuration, at)));
  return ws.close;
};

/**
 * Takes in, as devices of the first declared space, whatever is announced on the link, where that is configured.
 *
 * @returns what ends that, and removes them
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when a backend that was chosen cannot work here; `CONFIGURATION_INVALID` without a space
 */
export const takeInNeighbours = async (parts: NearTheServerParts, spaces: Spaces): Promise<() => Promise<void>> => {
  const { configuration, clock, log } = parts;
  const { backend, neighbours } = configuration.discovery;
  if (!neighbours) return () => Promise.resolve();
  const [space] = spaces.declared();
  if (space === undefined)
    throw new StoaError('CONFIGURATION_INVALID', 'neighbours are taken into the first declared space, there is none');
  // What listens on loopback only may well look around.
  const settings: DiscoverySettings = { backend, ...placesOf(configuration) };
  try {
    const driver = await (parts.openDriver ?? ((own) => createDiscoveryDriver(own, parts)))(settings);
    const shelf = createNeighbourShelf(space, () => spaces.root(space.id));
    const taking = takeNeighbours({ driver, shelf, clock, log });
    return async () => {
      taking.stop();
      await driver.close();
      await shelf.clear();
    };
  } catch (err) {
    if (backend !== 'builtin' || !isStoaError(err, 'DISCOVERY_UNAVAILABLE')) throw err;
    log.warn({ err, hint: err.hint }, 'neighbours are not taken in');
    return () => Promise.resolve();
  }
};
