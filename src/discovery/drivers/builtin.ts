import type { Clock, Log, Random } from '../../base/index.js';
import { createMdnsDriver } from '../mdns/create-mdns-driver.js';
import { createDgramLink } from '../mdns/dgram/dgram-link.js';
import type { DiscoveryDriver, DiscoverySettings } from '../model.js';

/**
 * The driver that speaks multicast DNS itself, on this machine's interfaces.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when UDP port 5353 cannot be used
 */
export const createBuiltinDriver = (
  settings: DiscoverySettings,
  collaborators: { readonly clock: Clock; readonly random: Random; readonly log: Log },
): Promise<DiscoveryDriver> => createMdnsDriver({ ...collaborators, link: createDgramLink(settings, collaborators) });
