import { silentLog } from '../../../src/base/index.js';
import { createMdnsDriver } from '../../../src/discovery/mdns/create-mdns-driver.js';
import type { MdnsLimits, MdnsTtls } from '../../../src/discovery/mdns/limits.js';
import type { BrowseEvent, BrowseQuery, DiscoveryDriver } from '../../../src/discovery/model.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { createSimulatedNetwork } from '../../support/simulated-link.js';
import type { SimulatedHost, SimulatedInterface, SimulatedNetwork } from '../../support/simulated-link.js';
import { VIRTUAL_START_MS, createVirtualClock } from '../../support/virtual-clock.js';
import type { VirtualClock } from '../../support/virtual-clock.js';

/** A host with a driver. */
export interface LanHost extends SimulatedHost {
  readonly driver: DiscoveryDriver;
  /** Browses, and keeps what is told as `kind name`. */
  readonly watch: (query: BrowseQuery) => { readonly told: string[]; readonly events: BrowseEvent[] };
}

/** A simulated network with hosts that run the built-in driver. */
export interface Lan {
  readonly clock: VirtualClock;
  readonly network: SimulatedNetwork;
  readonly host: (address: string, options?: HostOptions) => Promise<LanHost>;
}

interface HostOptions {
  readonly interfaces?: readonly SimulatedInterface[];
  readonly ttls?: MdnsTtls;
  readonly limits?: MdnsLimits;
  readonly seed?: number;
}

/** An interface of a host on the wire `lan`. */
export const eth0 = (...addresses: readonly string[]): SimulatedInterface => ({
  name: 'eth0',
  addresses,
  segment: 'lan',
});

/** Creates a network without hosts. */
export const createLan = (seed = 1): Lan => {
  const clock = createVirtualClock(VIRTUAL_START_MS, { onlyPromises: true });
  const network = createSimulatedNetwork(clock, createSeededRandom(seed));
  let hosts = 0;
  return {
    clock,
    network,
    host: async (address, { interfaces = [eth0(address)], ttls, limits, seed: own } = {}) => {
      hosts += 1;
      const host = network.join(interfaces);
      const driver = await createMdnsDriver({
        clock,
        random: createSeededRandom(own ?? seed * 1000 + hosts),
        log: silentLog,
        link: host.link,
        ...(ttls !== undefined && { ttls }),
        ...(limits !== undefined && { limits }),
      });
      return {
        ...host,
        driver,
        watch: (query) => {
          const events: BrowseEvent[] = [];
          const told: string[] = [];
          driver.browse(query, (event) => {
            events.push(event);
            told.push(`${event.kind} ${event.service.name}`);
          });
          return { told, events };
        },
      };
    },
  };
};
