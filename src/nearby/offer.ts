import { StoaError } from '../base/index.js';
import { readAdvertisement } from '../advertisement/index.js';
import type { Advertisement } from '../advertisement/index.js';
import { OWN_NAMESPACES } from '../protocol/index.js';
import { parseXml } from '../xml/index.js';
import type { XmlElement, XmlName } from '../xml/index.js';

/** Where an advertisement is given on this host. */
export interface OfferPlace {
  readonly port: number;
  /** Path at which a GET gives the advertisement. */
  readonly path: string;
  readonly scheme?: 'http' | 'https';
}

/** Something told of on the local link, with its advertisement. */
export interface Offer {
  /** URN by which it is the same wherever it is. */
  readonly id: string;
  readonly advertisement: Advertisement;
  readonly element: XmlElement;
  /** Text of the advertisement. */
  readonly xml: string;
  readonly place: OfferPlace;
  /** URLs that lead to it from anywhere, tried before those of this host; empty where this host has the service itself. */
  readonly uris: readonly string[];
  /** Grows whenever the rest changes. */
  readonly version: number;
}

/** What an offer is made of. */
export interface OfferParts {
  readonly xml: string;
  readonly place: OfferPlace;
  /** URN, where the advertisement names none. */
  readonly id?: string;
  readonly uris?: readonly string[];
  readonly nowMs: number;
}

/**
 * What is told of an advertisement.
 *
 * @throws {StoaError} what reading an advertisement throws; `PARAMETER_INVALID` without a URN
 */
export const createOffer = ({ xml, place, id, uris = [], nowMs }: OfferParts): Offer => {
  const { root, source } = parseXml(xml);
  const advertisement = readAdvertisement(root, source);
  const urn = advertisement.id ?? id;
  if (urn === undefined) throw new StoaError('PARAMETER_INVALID', `"${advertisement.name}" needs a URN to be told of`);
  // Seconds: more than the version of any process before, less than that of any later one.
  const version = Math.floor(nowMs / 1000) >>> 0;
  return Object.freeze({ id: urn, advertisement, element: root, xml: source, place, uris, version });
};

/** Name by which everything of a kind is found by WS-Discovery: `space`, `device`, … in the namespace of advertisements. */
export const toKindType = (kind: Advertisement['kind']): XmlName => ({
  namespace: OWN_NAMESPACES.advertisement,
  local: kind,
});

/** What the scopes of ours begin with. */
export const SCOPE_PREFIX = 'stoa://scope';

/** Scope of what has a name; by the rule for URIs it is met by `stoa://scope/name` as well. */
export const toNameScope = (name: string): string => `${SCOPE_PREFIX}/name/${encodeURIComponent(name)}`;

/** Host part of a URL for an address, or `undefined` for one that no URL can name: a link-local one needs a zone. */
const toUrlHost = (address: string): string | undefined => {
  if (!address.includes(':')) return address;
  return /^fe[89ab]/i.test(address) ? undefined : `[${address}]`;
};

/** URLs at which those get the advertisement who reach this host by `addresses`. */
export const toUrls = ({ scheme = 'http', port, path }: OfferPlace, addresses: readonly string[]): readonly string[] =>
  addresses.flatMap((address) => {
    const host = toUrlHost(address);
    return host === undefined ? [] : [`${scheme}://${host}:${port}${path}`];
  });
