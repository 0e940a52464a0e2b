import { silentLog } from '../../../src/base/index.js';
import { createWsDiscovery, DEFAULT_WS_LIMITS } from '../../../src/discovery/ws-discovery/index.js';
import type { WsDiscovery, WsEvent, WsLimits, WsTarget } from '../../../src/discovery/ws-discovery/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { createAir } from '../../support/simulated-datagrams.js';
import type { Air, AirOptions, SimulatedHost } from '../../support/simulated-datagrams.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import type { VirtualClock } from '../../support/virtual-clock.js';

/** Name of the services of these tests. */
export const LAMP = { namespace: 'urn:example:lamp', local: 'Lamp' };
export const PRINTER = { namespace: 'urn:example:print', local: 'Printer' };

/** A target with what is not said left to defaults. */
export const target = (address: string, parts: Partial<WsTarget> = {}): WsTarget => ({
  address,
  types: [LAMP],
  scopes: ['stoa://scope/name/Lamp'],
  xaddrs: (addresses) => addresses.map((host) => `http://${host}:8000/`),
  metadataVersion: 1,
  ...parts,
});

/** A network with a virtual clock, and who takes part in it. */
export interface TestNet {
  readonly clock: VirtualClock;
  readonly air: Air;
  readonly join: (
    places: Parameters<Air['addHost']>[0],
    options?: { readonly answerBeyond?: boolean; readonly limits?: Partial<WsLimits> },
  ) => Promise<{ readonly discovery: WsDiscovery; readonly host: SimulatedHost }>;
}

/** A network of one test. */
export const createNet = (options: AirOptions = {}, seed = 1): TestNet => {
  const clock = createVirtualClock();
  const air = createAir(clock, options);
  const random = createSeededRandom(seed);
  return {
    clock,
    air,
    join: async (places, { limits, ...others } = {}) => {
      const host = air.addHost(places);
      const parts = { clock, random, log: silentLog, limits: { ...DEFAULT_WS_LIMITS, ...limits } };
      const discovery = await createWsDiscovery({ link: host.link, ...parts }, others);
      return { discovery, host };
    },
  };
};

/** Collects events as lines. */
export const collect = (): { readonly lines: string[]; readonly listener: (event: WsEvent) => void } => {
  const lines: string[] = [];
  return { lines, listener: ({ kind, found }) => lines.push(`${kind} ${found.address} ${found.xaddrs.join(' ')}`) };
};
