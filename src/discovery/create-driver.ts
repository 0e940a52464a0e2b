import type { Clock, Log, Random } from '../base/index.js';
import { createAvahiDriver } from './drivers/avahi/driver.js';
import { createMdnsPackageDriver } from './drivers/mdns/driver.js';
import { createBuiltinDriver } from './drivers/builtin.js';
import { createOffDriver } from './drivers/off.js';
import type { DiscoveryDriver, DiscoverySettings } from './model.js';

/** What a driver works with. */
export interface DiscoveryCollaborators {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * The driver of the backend that the settings name, and never another one in its place.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when the backend cannot work here; its hint says the remedy
 */
export const createDiscoveryDriver = async (
  settings: DiscoverySettings,
  collaborators: DiscoveryCollaborators,
): Promise<DiscoveryDriver> => {
  switch (settings.backend) {
    case 'off':
      return createOffDriver();
    case 'builtin':
      return createBuiltinDriver(settings, collaborators);
    case 'avahi':
      return createAvahiDriver(settings, collaborators);
    case 'mdns':
      return createMdnsPackageDriver(settings, collaborators);
  }
};
