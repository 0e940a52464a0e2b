import type { BrowseEvent, WsEvent } from '../discovery/index.js';
import { findStoa, STOA_TYPE } from './found-space.js';
import { toKindType } from './offer.js';
import { toSubtype } from './stoa-service.js';
import type { Nearby } from './open-nearby.js';

/** Something found on the link: where its advertisement may be had. What it is, the advertisement says. */
export interface Neighbour {
  /** URN that it says it has; its advertisement has to say the same. */
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

const fromDnsSd = ({ kind, service }: BrowseEvent): NeighbourEvent | undefined => {
  const found = findStoa(service);
  if (found === undefined) return undefined;
  const { id: key, name, urls } = found;
  return { kind: kind === 'down' ? 'down' : 'up', neighbour: { key, name, urls, by: 'dns-sd' } };
};

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
      driver.browse({ type: STOA_TYPE, subtype: toSubtype(kind) }, (event) => {
        const told = fromDnsSd(event);
        if (told !== undefined) listener(told);
      }),
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
