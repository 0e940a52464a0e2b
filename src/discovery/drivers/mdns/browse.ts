import { lookup } from 'node:dns/promises';
import type { Log } from '../../../base/index.js';
import type { BrowseEvent, BrowseQuery, Browsing } from '../../model.js';
import { findAddressBytes } from '../../mdns/dns/addresses.js';
import { createFoundServices } from '../../mdns/found-services.js';
import type { Sighting } from '../../mdns/found-services.js';
import { DEFAULT_MDNS_LIMITS, DEFAULT_MDNS_TTLS } from '../../mdns/limits.js';
import { toTypeName } from '../../mdns/names.js';
import { toTypeParts } from './announce.js';
import type { MdnsPackage } from './package.js';

/** A service as the package tells it; how it is reached stands in it when it came, not when it went. */
interface MdnsFound {
  readonly name: string;
  readonly networkInterface?: string;
  readonly host?: string;
  readonly port?: number;
  readonly rawTxtRecord?: Uint8Array;
}

const isFound = (value: unknown): value is MdnsFound =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';

/** The package gives host names; the system's resolver knows their addresses where it speaks mDNS (nss-mdns). */
const toSighting = async (found: MdnsFound, type: string): Promise<Sighting> => {
  const host = (found.host ?? '').replace(/\.$/, '');
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return {
    interfaceName: found.networkInterface ?? '',
    isLoopback: false,
    service: {
      name: [found.name, ...toTypeName(type)],
      host: host.split('.'),
      port: found.port ?? 0,
      txt: found.rawTxtRecord ?? Uint8Array.of(0),
      addresses: addresses.flatMap(({ address }) => findAddressBytes(address.split('%')[0] ?? '') ?? []),
      ttlMs: DEFAULT_MDNS_TTLS.hostSeconds * 1000,
    },
  };
};

const toKey = ({ name, networkInterface = '' }: MdnsFound): string => `${networkInterface} ${name}`;

/** What a browse works with. */
export interface MdnsBrowseParts {
  readonly mdns: MdnsPackage;
  readonly log: Log;
  readonly tell: (events: readonly BrowseEvent[]) => void;
}

/** Browses through the package. @throws {StoaError} `PARAMETER_INVALID` */
export const browseByMdns = ({ type, subtype }: BrowseQuery, { mdns, log, tell }: MdnsBrowseParts): Browsing => {
  const found = createFoundServices();
  /** What is there, with how it is reached once that is known. */
  const there = new Map<string, { sighting?: Sighting }>();
  const parts = toTypeParts(type, subtype === undefined ? [] : [subtype]);
  // Its default aborts the whole process on Node 20.13 and later (issue 266 of the package): this one resolves, without addresses.
  const resolverSequence = [mdns.rst.DNSServiceResolve()];
  const browser = mdns.createBrowser(mdns.makeServiceType(parts), { resolverSequence });
  const update = (): void => tell(found.update(Array.from(there.values()).flatMap(({ sighting }) => sighting ?? [])));
  const take = async (service: MdnsFound): Promise<void> => {
    const entry: { sighting?: Sighting } = { ...there.get(toKey(service)) };
    there.set(toKey(service), entry);
    entry.sighting = await toSighting(service, type);
    // It may have gone meanwhile.
    if (there.get(toKey(service)) === entry) update();
  };
  browser.on('serviceUp', (service) => {
    if (isFound(service) && there.size < DEFAULT_MDNS_LIMITS.maxServices) void take(service);
  });
  browser.on('serviceDown', (service) => {
    if (isFound(service) && there.delete(toKey(service))) update();
  });
  // Without a listener an error ends the process.
  browser.on('error', (err, service) => {
    if (service !== undefined) {
      log.debug({ err, type }, 'a service could not be resolved');
      return;
    }
    // The connection to the responder has ended, and would tell of it again and again.
    log.warn({ err, type }, "the system's responder tells no more what is there");
    browser.stop();
    there.clear();
    update();
  });
  browser.start();
  return { stop: () => browser.stop() };
};
