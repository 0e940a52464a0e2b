import { hostname } from 'node:os';
import { countUtf8, isStoaError, toPathSegment } from '../base/index.js';
import type { Clock, Log, Random } from '../base/index.js';
import { createDiscoveryDriver, toTxt } from '../discovery/index.js';
import type { DiscoveryDriver, DiscoverySettings, ServiceToAnnounce } from '../discovery/index.js';
import { STOA_TYPE } from '../nearby/index.js';
import type { Space } from '../space/index.js';
import { hasAuthentication } from './configuration/index.js';
import type { Configuration } from './configuration/index.js';

/** Opens a driver; tests pass one on a link of their own. */
export type OpenDriver = (settings: DiscoverySettings) => Promise<DiscoveryDriver>;

/** What announces with. */
export interface AnnounceSpacesParts {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly openDriver?: OpenDriver;
}

/** Where the server listens. */
export interface ListeningAt {
  readonly address: string;
  readonly port: number;
}

/** Longest name of a service in bytes (RFC 6763 section 4.1.1). */
const MAX_NAME_BYTES = 63;

/** `main on workshop`, cut where a label ends. */
const toName = (space: string, machine: string): string => {
  const characters = Array.from(`${space} on ${machine}`);
  while (countUtf8(characters.join('')) > MAX_NAME_BYTES) characters.pop();
  return characters.join('');
};

const toService = (space: Space, configuration: Configuration, port: number): ServiceToAnnounce => {
  const { discovery, tls } = configuration;
  return {
    name: toName(space.name, discovery.name ?? hostname()),
    type: STOA_TYPE,
    subtypes: ['_directory', ...discovery.subtypes],
    port,
    txt: toTxt({
      txtvers: '1',
      path: `/spaces/${space.alias ?? toPathSegment(space.id)}`,
      id: space.id,
      ...(hasAuthentication(configuration) && { auth: '1' }),
      ...(tls.cert !== undefined && { tls: '1' }),
    }),
  };
};

const toSettings = ({ discovery }: Configuration, { address }: ListeningAt): DiscoverySettings => {
  const { backend, interfaces, exclude } = discovery;
  return { backend, exclude, listensOn: address, ...(interfaces !== undefined && { interfaces }) };
};

/**
 * Announces declared spaces on the local link, as far as the server is reached there: one that listens on loopback only is announced to this
 * machine only. Where the built-in backend cannot work the server goes on without; one that was chosen has to.
 *
 * @returns what says goodbye
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when a chosen backend cannot work here
 */
export const announceSpaces = async (
  parts: AnnounceSpacesParts,
  spaces: readonly Space[],
  listening: ListeningAt,
): Promise<() => Promise<void>> => {
  const { configuration, log } = parts;
  const openDriver: OpenDriver = parts.openDriver ?? ((settings) => createDiscoveryDriver(settings, parts));
  const { backend } = configuration.discovery;
  if (backend === 'off') return () => Promise.resolve();
  try {
    const driver = await openDriver(toSettings(configuration, listening));
    for (const space of spaces) {
      const announcement = driver.announce(toService(space, configuration, listening.port));
      announcement.ready.then(
        () => log.info({ space: space.id, name: announcement.name(), backend }, 'announced on the local link'),
        (err: unknown) => log.debug({ err, space: space.id }, 'not announced'),
      );
    }
    return driver.close;
  } catch (err) {
    if (backend !== 'builtin' || !isStoaError(err, 'DISCOVERY_UNAVAILABLE')) throw err;
    log.warn({ err, hint: err.hint }, 'spaces are not announced on the local link');
    return () => Promise.resolve();
  }
};
