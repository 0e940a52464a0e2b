import { StoaError } from '../base/index.js';
import type { Clock, Log, Random } from '../base/index.js';
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
  { log }: DiscoveryCollaborators,
): Promise<DiscoveryDriver> => {
  log.debug({ backend: settings.backend }, 'discovery');
  if (settings.backend === 'off') return Promise.resolve(createOffDriver());
  throw new StoaError('DISCOVERY_UNAVAILABLE', `the backend ${settings.backend} is not there`);
};
