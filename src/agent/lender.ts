import { StoaError, isStoaError, silentLog, systemClock, systemRandom } from '../base/index.js';
import type { Clock, Log, Random } from '../base/index.js';
import type { Advertisement } from '../advertisement/index.js';
import { connectDevice, describeDevice } from '../client/index.js';
import type { ConnectDeviceOptions, Gate, MessageHandler, SpaceClient } from '../client/index.js';
import { lookOut, openNearby } from '../nearby/index.js';
import type { NearbyParts, NearbySettings, Neighbour } from '../nearby/index.js';
import { createGateHandler } from './forward-handler.js';
import { lendDevice, toLentText } from './lent-device.js';
import type { LentDevice } from './lent-device.js';
import { createLiveness } from './liveness.js';
import type { Liveness, LivenessState } from './liveness.js';

/** What a lender lends, and to whom. */
export interface LenderOptions {
  /** Where devices are published. */
  readonly space: SpaceClient;
  readonly nearby: NearbySettings;
  /** Whether a device is lent; default: every one. */
  readonly accepts?: (advertisement: Advertisement) => boolean;
  /** Lease asked for, in milliseconds. Default 30 s: as long as a lender that vanished leaves its devices there. */
  readonly periodMs?: number;
  /** How often each device is asked whether it is there, in milliseconds. Default 10 s. */
  readonly everyMs?: number;
  /** Most devices lent at once. Default 256. */
  readonly maxDevices?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  readonly device?: ConnectDeviceOptions;
  /** Links of a test in the place of the machine's. */
  readonly links?: Pick<NearbyParts, 'openDriver' | 'openWs'>;
  /** Told when a device is lent, when it is suspect, gone or back. */
  readonly onChanged?: (device: { readonly name: string; readonly id: string }, state: LenderState) => void;
}

/** How it stands with a device that is lent. */
export type LenderState = 'lent' | LivenessState;

/** A node that lends devices near it to a space elsewhere. */
export interface Lender {
  /** Names of the devices lent now. */
  readonly lent: () => readonly string[];
  /** Withdraws all, and looks out no more. */
  readonly close: () => Promise<void>;
}

const DEFAULTS = {
  periodMs: 30_000,
  everyMs: 10_000,
  maxDevices: 256,
  clock: systemClock,
  random: systemRandom,
  log: silentLog,
} as const;

/** How long a device has for its advertisement, in milliseconds. */
const PROBE_TIMEOUT_MS = 3000;

interface LentOne {
  readonly name: string;
  readonly device: LentDevice;
  readonly liveness: Liveness;
  /** Its addresses as they are told now. */
  readonly moveTo: (urls: readonly string[]) => void;
}

type Settled = LenderOptions & Required<Pick<LenderOptions, keyof typeof DEFAULTS>>;

/** A device as it is reached now. */
interface Reached {
  readonly url: string;
  readonly gate: Gate;
  readonly xml: string;
}

const reach = async (url: string, { device, clock }: Settled): Promise<Reached> => {
  const options = { timeoutMs: PROBE_TIMEOUT_MS, clock, ...device };
  const gate = await connectDevice(url, options);
  return { url, gate, xml: (await describeDevice(url, options)).xml };
};

/** Tries addresses in order. @throws {StoaError} what the last one throws */
const reachFirst = async (urls: readonly string[], settled: Settled): Promise<Reached> => {
  let failure: unknown = new StoaError('SERVICE_UNREACHABLE', 'the device tells no address');
  for (const url of urls) {
    try {
      return await reach(url, settled);
    } catch (thrown) {
      failure = thrown;
    }
  }
  throw failure;
};

/** A device that is asked now and then, and found again where it has moved to. */
const createReach = (first: Reached, told: readonly string[], settled: Settled) => {
  let [current, urls] = [first, told];
  const lentText = toLentText(first.xml);
  return {
    gate: () => current.gate,
    moveTo: (next: readonly string[]): void => {
      urls = next;
    },
    /** @throws {StoaError} when it cannot be reached, or is another one now */
    probe: async (): Promise<void> => {
      const next = await reachFirst([current.url, ...urls.filter((url) => url !== current.url)], settled);
      if (toLentText(next.xml) !== lentText)
        throw new StoaError('INTERFACE_MISMATCH', 'the device has another advertisement now');
      if (next.url !== current.url) current = next;
    },
  };
};

/** Passes calls on, and tells by how they end whether the device is there. */
const createWatchedHandler =
  (gate: () => Gate, clock: Clock, liveness: () => Liveness | undefined): MessageHandler =>
  async (message) => {
    try {
      const answer = await createGateHandler(gate(), clock)(message);
      liveness()?.succeed();
      return answer;
    } catch (thrown) {
      if (isStoaError(thrown, 'SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT')) liveness()?.fail();
      throw thrown;
    }
  };

const lendOne = async ({ urls, key }: Neighbour, settled: Settled): Promise<LentOne | undefined> => {
  const { space, accepts, periodMs, everyMs, clock, log, onChanged } = settled;
  const first = await reachFirst(urls, settled);
  const { name, kind, id } = first.gate.advertisement;
  if (id !== key)
    throw new StoaError('ANSWER_INVALID', `"${name}" was announced as ${key}, its advertisement says otherwise`);
  if ((kind !== 'device' && kind !== 'service') || accepts?.(first.gate.advertisement) === false) return undefined;
  const { gate, moveTo, probe } = createReach(first, urls, settled);
  const late: { liveness?: Liveness } = {};
  const handle = createWatchedHandler(gate, clock, () => late.liveness);
  const device = await lendDevice({ space, xml: first.xml, handle, periodMs, clock, log });
  const told = { name, id: device.id };
  const liveness = createLiveness({
    clock,
    everyMs,
    probe,
    onChanged: (state) => {
      log.info({ ...told, state }, 'a lent device');
      if (state === 'gone') void device.suspend();
      if (state === 'alive') void device.resume();
      onChanged?.(told, state);
    },
  });
  late.liveness = liveness;
  return { name, device, liveness, moveTo };
};

const end = async ({ liveness, device }: LentOne): Promise<void> => {
  liveness.stop();
  await device.withdraw();
};

/**
 * Looks out for devices on the link and lends them to a space until it is closed.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE`
 */
export const createLender = async (options: LenderOptions): Promise<Lender> => {
  const settled: Settled = { ...DEFAULTS, ...options };
  const { clock, random, log, maxDevices } = settled;
  const nearby = await openNearby(options.nearby, { clock, random, log, ...options.links });
  const lent = new Map<string, LentOne>();
  const lending = new Set<string>();
  const ending = new AbortController();

  const start = async (neighbour: Neighbour): Promise<void> => {
    const { key, name } = neighbour;
    lending.add(key);
    try {
      const one = await lendOne(neighbour, settled);
      if (one === undefined) return;
      if (ending.signal.aborted) await end(one);
      else lent.set(key, one);
      if (!ending.signal.aborted) options.onChanged?.({ name: one.name, id: one.device.id }, 'lent');
    } catch (error) {
      log.warn({ name, error }, 'a device could not be lent');
    } finally {
      lending.delete(key);
    }
  };
  const hear = async (neighbour: Neighbour): Promise<void> => {
    const { key, urls } = neighbour;
    const known = lent.get(key);
    known?.moveTo(urls);
    if (known !== undefined && known.liveness.state() !== 'alive') known.liveness.ask();
    if (known !== undefined || lending.has(key) || urls.length === 0 || ending.signal.aborted) return;
    if (lent.size + lending.size < maxDevices) await start(neighbour);
    else log.warn({ limit: 'maxDevices', maxDevices }, 'a device is not lent: there are too many');
  };
  const looking = lookOut(nearby, ['device', 'service'], ({ kind, neighbour }) => {
    if (kind === 'up') void hear(neighbour);
    else lent.get(neighbour.key)?.liveness.fail();
  });
  return {
    lent: () => Array.from(lent.values(), ({ name }) => name),
    close: async () => {
      ending.abort();
      looking.stop();
      await Promise.all(Array.from(lent.values(), end));
      await nearby.close();
    },
  };
};
