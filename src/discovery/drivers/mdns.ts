import { lookup } from 'node:dns/promises';
import { StoaError, concatBytes, toUtf8 } from '../../base/index.js';
import type { Log } from '../../base/index.js';
import type {
  Announcement,
  BrowseEvent,
  BrowseQuery,
  Browsing,
  DiscoveryDriver,
  DiscoverySettings,
  ServiceToAnnounce,
  Txt,
} from '../model.js';
import { findAddressBytes } from '../mdns/dns/addresses.js';
import { createFoundServices } from '../mdns/found-services.js';
import type { Sighting } from '../mdns/found-services.js';
import { DEFAULT_MDNS_LIMITS, DEFAULT_MDNS_TTLS } from '../mdns/limits.js';
import { toTypeName } from '../mdns/names.js';
import { checkService, writeTxt } from '../mdns/service-records.js';
import { loadMdnsPackage } from './mdns-package.js';
import type { MdnsPackage } from './mdns-package.js';
import { importPackage, unavailable } from './packaged.js';
import type { LoadPackage } from './packaged.js';

const textDecoder = new TextDecoder();

/** The package takes texts: bytes that are none are changed, which its users have to know. */
const toTexts = (txt: Txt): Record<string, string> =>
  Object.fromEntries(Array.from(txt, ([key, value]) => [key, value === true ? '' : textDecoder.decode(value)]));

const toTypeParts = (type: string, subtypes: readonly string[] = []) => {
  const [name = '', protocol = ''] = toTypeName(type).map((label) => label.slice(1));
  return { name, protocol, subtypes: subtypes.map((subtype) => subtype.replace(/^_/, '')) };
};

const announce = (mdns: MdnsPackage, service: ServiceToAnnounce, log: Log): Announcement => {
  checkService(service);
  const type = mdns.makeServiceType(toTypeParts(service.type, service.subtypes));
  const start = (txt: Txt) => {
    writeTxt(txt);
    const advertisement = mdns.createAdvertisement(type, service.port, { name: service.name, txtRecord: toTexts(txt) });
    advertisement.on('error', (err) => log.warn({ err, name: service.name }, 'not announced on the local link'));
    advertisement.start();
    return advertisement;
  };
  let advertisement = start(service.txt ?? new Map<string, Uint8Array>());
  return {
    // The responder renames without a word.
    name: () => service.name,
    ready: Promise.resolve(),
    onRenamed: () => () => undefined,
    update: (txt) => {
      advertisement.stop();
      advertisement = start(txt);
      return Promise.resolve();
    },
    stop: () => {
      advertisement.stop();
      return Promise.resolve();
    },
  };
};

interface MdnsFound {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly networkInterface: string;
  readonly txtRecord?: Readonly<Record<string, string>>;
}

const isFound = (value: unknown): value is MdnsFound =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';

const toTxtBytes = (texts: Readonly<Record<string, string>> = {}): Uint8Array =>
  concatBytes(
    ...Object.entries(texts).flatMap(([key, value]) => {
      const one = toUtf8(`${key}=${value}`).slice(0, 255);
      return [Uint8Array.of(one.length), one];
    }),
  );

/** The package gives host names; the system's resolver knows their addresses where it speaks mDNS (nss-mdns). */
const toSighting = async (found: MdnsFound, type: string): Promise<Sighting> => {
  const addresses = await lookup(found.host.replace(/\.$/, ''), { all: true }).catch(() => []);
  return {
    interfaceName: found.networkInterface,
    isLoopback: false,
    service: {
      name: [found.name, ...toTypeName(type)],
      host: found.host.replace(/\.$/, '').split('.'),
      port: found.port,
      txt: toTxtBytes(found.txtRecord),
      addresses: addresses.flatMap(({ address }) => findAddressBytes(address.split('%')[0] ?? '') ?? []),
      ttlMs: DEFAULT_MDNS_TTLS.hostSeconds * 1000,
    },
  };
};

const browse = (
  mdns: MdnsPackage,
  { type, subtype }: BrowseQuery,
  tell: (events: readonly BrowseEvent[]) => void,
): Browsing => {
  const found = createFoundServices();
  const sightings = new Map<string, Sighting>();
  const parts = toTypeParts(type, subtype === undefined ? [] : [subtype]);
  // Its default aborts the whole process on Node 20.13 and later (issue 266 of the package): this one resolves, without addresses.
  const resolverSequence = [mdns.rst.DNSServiceResolve()];
  const browser = mdns.createBrowser(mdns.makeServiceType(parts), { resolverSequence });
  const update = (): void => tell(found.update([...sightings.values()]));
  browser.on('serviceUp', (service) => {
    if (!isFound(service) || sightings.size >= DEFAULT_MDNS_LIMITS.maxServices) return;
    void toSighting(service, type).then((sighting) => {
      sightings.set(service.name, sighting);
      update();
    });
  });
  browser.on('serviceDown', (service) => {
    if (isFound(service) && sightings.delete(service.name)) update();
  });
  browser.start();
  return { stop: () => browser.stop() };
};

/**
 * The driver over the npm package `mdns`, which leaves multicast DNS to the system's responder. It neither tells of renamings nor lists
 * types; `interfaces` and `exclude` are the responder's to configure.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` with the remedy, when it cannot work here
 */
export const createMdnsPackageDriver = async (
  settings: DiscoverySettings,
  { log }: { readonly log: Log },
  load: LoadPackage = importPackage,
): Promise<DiscoveryDriver> => {
  if ((settings.interfaces ?? settings.exclude ?? []).length > 0)
    throw unavailable('mdns', {
      reason: 'the package uses the interfaces that the system is configured for',
      hint: "leave discovery.interfaces and discovery.exclude out, or set discovery.backend to 'builtin'",
    });
  const mdns = await loadMdnsPackage(load);
  const running = new Set<{ readonly stop: () => unknown }>();
  let isClosed = false;
  const keep = <Running extends { readonly stop: () => unknown }>(make: () => Running): Running => {
    if (isClosed) throw new StoaError('DISCOVERY_UNAVAILABLE', 'the driver of discovery is closed');
    const one = make();
    running.add(one);
    return one;
  };
  const tellWith = (listener: (event: BrowseEvent) => void) => (events: readonly BrowseEvent[]) => {
    for (const event of events)
      try {
        listener(event);
      } catch (err) {
        log.error({ err }, 'a listener of discovery failed');
      }
  };
  return Object.freeze({
    backend: 'mdns' as const,
    announce: (service: ServiceToAnnounce) => keep(() => announce(mdns, service, log)),
    browse: (query: BrowseQuery, listener: (event: BrowseEvent) => void) =>
      keep(() => browse(mdns, query, tellWith(listener))),
    browseTypes: () => ({ stop: () => undefined }),
    doubt: () => undefined,
    close: () => {
      isClosed = true;
      for (const one of running) one.stop();
      running.clear();
      return Promise.resolve();
    },
  });
};
