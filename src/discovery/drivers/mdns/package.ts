import { importPackage, unavailable } from '../packaged.js';
import type { LoadPackage } from '../packaged.js';

const REMEDY =
  "install it with npm install mdns (it needs a compiler and Avahi's C library: apt install build-essential libavahi-compat-libdnssd-dev; it does not compile on Node 24 and later), or set discovery.backend to 'builtin' or 'avahi'";

const FUNCTIONS = ['createAdvertisement', 'createBrowser', 'makeServiceType', 'rst'] as const;

/** The npm package `mdns`, as far as it is used. */
export interface MdnsPackage {
  /** `told` is called when the service is registered, with the name that it has then, or could not be. */
  readonly createAdvertisement: (
    ...values: readonly [
      type: unknown,
      port: number,
      options: object,
      told: (error: unknown, registered?: { readonly name: string }) => void,
    ]
  ) => MdnsRunning;
  readonly createBrowser: (type: unknown, options: object) => MdnsRunning;
  readonly makeServiceType: (parts: object) => unknown;
  readonly rst: { readonly DNSServiceResolve: () => unknown };
}

/** Its advertisement, and its browser. Whoever does not listen to `error` is ended by one. */
export interface MdnsRunning {
  readonly start: () => void;
  readonly stop: () => void;
  readonly on: (event: string, listener: (...values: readonly unknown[]) => void) => void;
}

const isMdns = (value: unknown): value is MdnsPackage =>
  typeof value === 'object' && value !== null && FUNCTIONS.every((name) => name in value);

const toReason = (cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return 'the package mdns is not installed';
  const message = cause instanceof Error ? cause.message : String(cause);
  return `the package mdns does not load on Node ${process.versions.node}: ${message.slice(0, 200)}`;
};

/**
 * The npm package `mdns`: an optional peer, which speaks to the system's responder.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` with the remedy, when it is not installed or does not load on this Node
 */
export const loadMdnsPackage = async (load: LoadPackage = importPackage): Promise<MdnsPackage> => {
  let loaded: unknown;
  try {
    loaded = await load('mdns');
  } catch (cause) {
    const reason = toReason(cause);
    throw unavailable('mdns', { reason, hint: REMEDY, cause });
  }
  const face = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded;
  if (!isMdns(face))
    throw unavailable('mdns', { reason: 'what is installed as mdns is another package', hint: REMEDY });
  return face;
};
