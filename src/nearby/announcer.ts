import type { Log } from '../base/index.js';
import type { Announcement, DiscoveryDriver, ServiceToAnnounce, WsDiscovery, WsTarget } from '../discovery/index.js';
import { toStoaService } from './stoa-service.js';
import { toKindType, toNameScope, toUrls } from './offer.js';
import type { Offer } from './offer.js';

/** Tells the link of offers. */
export interface Announcer {
  /** Puts `offers` in the place of those before: what is new is announced, what is gone gets a goodbye. */
  readonly set: (offers: readonly Offer[]) => void;
  /** Says goodbye for all; resolves when it is out. */
  readonly close: () => Promise<void>;
}

/** By what is told. */
export interface AnnouncerParts {
  readonly driver?: DiscoveryDriver;
  readonly ws?: WsDiscovery;
  readonly log: Log;
  /** Subtypes of DNS-SD by which every offer is browsed for besides that of its kind, as `_printer`. */
  readonly subtypes?: readonly string[];
}

/** An offer as a target of WS-Discovery: found by its kind, by the root elements of its messages, and by its name. */
export const toWsTarget = (offer: Offer): WsTarget => {
  const { advertisement, place, uris, version, id, element } = offer;
  return {
    address: id,
    types: [toKindType(advertisement.kind), ...(advertisement.interface?.methods ?? []).map(({ request }) => request)],
    scopes: [toNameScope(advertisement.name)],
    xaddrs: (addresses) => [...uris, ...toUrls(place, addresses)],
    metadataVersion: version,
    // What only some may see is not told to everybody.
    ...(advertisement.guarded !== true && { extension: element }),
  };
};

interface Told {
  readonly version: number;
  readonly announcement: Announcement;
}

/** Offers over DNS-SD. */
const createDnsSdAnnouncer = (driver: DiscoveryDriver, { log, subtypes = [] }: AnnouncerParts) => {
  const told = new Map<string, Told>();
  const warn = (offer: Offer, error: unknown): void => log.warn({ id: offer.id, error }, 'not announced by DNS-SD');
  const announce = (offer: Offer, service: ServiceToAnnounce): void => {
    try {
      const announcement = driver.announce(service);
      told.set(offer.id, { version: offer.version, announcement });
      announcement.ready.catch((error: unknown) => warn(offer, error));
    } catch (error) {
      warn(offer, error);
    }
  };
  return (offers: readonly Offer[]): Promise<unknown> => {
    const wanted = new Map(offers.map((offer) => [offer.id, offer.version]));
    const gone = [...told].filter(([id, { version }]) => wanted.get(id) !== version);
    for (const [id] of gone) told.delete(id);
    const stopped = Promise.all(gone.map(([, { announcement }]) => announcement.stop()));
    for (const offer of offers) if (!told.has(offer.id)) announce(offer, toStoaService(offer, subtypes));
    return stopped;
  };
};

/** Tells of offers by DNS-SD and by WS-Discovery, as far as they are there. */
export const createAnnouncer = (parts: AnnouncerParts): Announcer => {
  const { driver, ws } = parts;
  const byDnsSd = driver && driver.backend !== 'off' ? createDnsSdAnnouncer(driver, parts) : undefined;
  return {
    set: (offers) => {
      ws?.answerFor(offers.map(toWsTarget));
      void byDnsSd?.(offers);
    },
    close: async () => {
      await Promise.all([ws?.close(), byDnsSd?.([]).then(() => driver?.close())]);
    },
  };
};
