import type { Clock, Log, Random } from '../base/index.js';
import { createDiscoveryDriver, createUdpLink, createWsDiscovery } from '../discovery/index.js';
import type { DiscoveryDriver, DiscoverySettings, WsDiscovery } from '../discovery/index.js';

/** How a process takes part in discovery on the local link. */
export interface NearbySettings extends DiscoverySettings {
  /** Whether WS-Discovery is spoken besides DNS-SD. Default true. */
  readonly wsDiscovery?: boolean;
  /** Whether WS-Discovery answers those who ask by UDP from other networks. Default false: their addresses may be forged. */
  readonly answerBeyond?: boolean;
  /** Subtypes of DNS-SD by which what is announced is browsed for besides its kind, as `_printer`: what its interface is called. */
  readonly subtypes?: readonly string[];
}

/** The protocols of the local link, opened. */
export interface Nearby {
  readonly driver: DiscoveryDriver;
  readonly ws?: WsDiscovery;
  readonly close: () => Promise<void>;
}

/** What is opened with; a test passes links of its own. */
export interface NearbyParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly openDriver?: () => Promise<DiscoveryDriver>;
  readonly openWs?: () => Promise<WsDiscovery>;
}

/**
 * Opens what the settings ask for.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when a protocol cannot be used here
 */
export const openNearby = async (settings: NearbySettings, parts: NearbyParts): Promise<Nearby> => {
  const { wsDiscovery = true, answerBeyond = false, ...own } = settings;
  const { backend, ...places } = own;
  const openDriver = parts.openDriver ?? (() => createDiscoveryDriver({ backend, ...places }, parts));
  const link = () => createUdpLink(places, parts);
  const openWs = parts.openWs ?? (() => createWsDiscovery({ ...parts, link: link() }, { answerBeyond }));
  const driver = await openDriver();
  let ws: WsDiscovery | undefined;
  try {
    if (wsDiscovery) ws = await openWs();
  } catch (thrown) {
    await driver.close();
    throw thrown;
  }
  return {
    driver,
    ...(ws && { ws }),
    close: async () => {
      await Promise.all([driver.close(), ws?.close()]);
    },
  };
};
