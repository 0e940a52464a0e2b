import type { BrowseEvent, FoundService, WsEvent } from '../discovery/index.js';
import { findTxtText } from '../discovery/index.js';
import { toKindType } from './offer.js';
import { toSubtype } from './stoa-service.js';
import type { Nearby } from './open-nearby.js';

/** Something found on the link: where its advertisement may be had. What it is, the advertisement says. */
export interface Neighbour {
  /** The same for one service as long as it is there. */
  readonly key: string;
  readonly name: string;
  /** URLs to try in order. */
  readonly urls: readonly string[];
  readonly by: 'dns-sd' | 'ws-discovery';
}

/** Something came or moved (`up`), or went. */
export interface NeighbourEvent {
  readonly kind: 'up' | 'down';
  readonly neighbour: Neighbour;
}

const isUsableAddress = (address: string): boolean => !address.includes('%');

/** URLs of the advertisement of a service of ours, found by DNS-SD. */
export const toServiceUrls = ({ addresses, port, txt }: FoundService): readonly string[] => {
  const path = findTxtText(txt, 'path') ?? '/';
  const scheme = findTxtText(txt, 'tls') === '1' ? 'https' : 'http';
  if (!path.startsWith('/')) return [];
  return addresses
    .filter(isUsableAddress)
    .map((address) => `${scheme}://${address.includes(':') ? `[${address}]` : address}:${port}${path}`)
    .filter((url) => URL.canParse(url));
};

const fromDnsSd = ({ kind, service }: BrowseEvent): NeighbourEvent => ({
  kind: kind === 'down' ? 'down' : 'up',
  neighbour: {
    key: findTxtText(service.txt, 'id') ?? service.key,
    name: service.name,
    urls: toServiceUrls(service),
    by: 'dns-sd',
  },
});

const fromWsDiscovery = ({ kind, found }: WsEvent): NeighbourEvent => ({
  kind: kind === 'down' ? 'down' : 'up',
  neighbour: {
    key: found.address,
    name: found.address,
    urls: found.xaddrs.filter((url) => /^https?:\/\//.test(url) && URL.canParse(url)),
    by: 'ws-discovery',
  },
});

/** Looks out for things of ours on the link, of some kinds, by all that is open; something may be told by both protocols. */
export const lookOut = (
  { driver, ws }: Pick<Nearby, 'driver' | 'ws'>,
  kinds: readonly ('service' | 'device' | 'space')[],
  listener: (event: NeighbourEvent) => void,
): { readonly stop: () => void } => {
  const looking = [
    ...kinds.map((kind) =>
      driver.browse({ type: '_stoa._tcp', subtype: toSubtype(kind) }, (event) => listener(fromDnsSd(event))),
    ),
    ...kinds.flatMap((kind) =>
      ws === undefined ? [] : [ws.browse({ types: [toKindType(kind)] }, (event) => listener(fromWsDiscovery(event)))],
    ),
  ];
  return {
    stop: () => {
      for (const each of looking) each.stop();
    },
  };
};
