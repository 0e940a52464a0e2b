import { toBase64 } from '../base/index.js';
import type { DocumentId } from '../base/index.js';
import { writeAdvertisement } from '../advertisement/index.js';
import type { Endpoint } from '../advertisement/index.js';
import { findTxtText } from '../discovery/index.js';
import type { FoundService, TxtValue } from '../discovery/index.js';
import { OWN_NAMESPACES } from '../protocol/index.js';
import { createElement } from '../xml/index.js';
import type { XmlElement } from '../xml/index.js';
import { toNamedUrn } from './named-urn.js';
import { toTxtInterface } from './txt-interface.js';

/** Namespace of what DNS-SD told (`schemas/neighbour.xsd`). */
const NEIGHBOUR = OWN_NAMESPACES.neighbour;

/** Schemes of URIs by type, where it is not `tcp` or `udp`, and the attribute that holds the path. */
const SCHEMES: ReadonlyMap<string, { readonly scheme: string; readonly path?: string }> = new Map([
  ['_http._tcp', { scheme: 'http', path: 'path' }],
  ['_https._tcp', { scheme: 'https', path: 'path' }],
  ['_ipp._tcp', { scheme: 'ipp', path: 'rp' }],
  ['_ipps._tcp', { scheme: 'ipps', path: 'rp' }],
  ['_printer._tcp', { scheme: 'lpd', path: 'rp' }],
  ['_uscan._tcp', { scheme: 'http', path: 'rs' }],
  ['_uscans._tcp', { scheme: 'https', path: 'rs' }],
  ['_rtsp._tcp', { scheme: 'rtsp', path: 'path' }],
  ['_ftp._tcp', { scheme: 'ftp', path: 'path' }],
  ['_webdav._tcp', { scheme: 'http', path: 'path' }],
  ['_ssh._tcp', { scheme: 'ssh' }],
  ['_smb._tcp', { scheme: 'smb' }],
  ['_mqtt._tcp', { scheme: 'mqtt' }],
]);

/** Most addresses of one service that become endpoints. */
const MAX_ADDRESSES = 4;

const encodePath = (path: string): string => {
  const absolute = path.startsWith('/') ? path : `/${path}`;
  return absolute.split('/').map(encodeURIComponent).join('/');
};

const toUris = (service: FoundService): readonly string[] => {
  const { type, port, host, addresses, txt } = service;
  const { scheme, path } = SCHEMES.get(type) ?? { scheme: type.endsWith('._udp') ? 'udp' : 'tcp' };
  const told = path === undefined ? undefined : findTxtText(txt, path);
  const place = told === undefined ? '' : encodePath(told.slice(0, 512));
  // A zone means something to this host alone.
  const reachable = addresses.filter((address) => !address.includes('%')).slice(0, MAX_ADDRESSES);
  const hosts = reachable.map((address) => (address.includes(':') ? `[${address}]` : address));
  const named = hosts.length > 0 ? hosts : [encodeURIComponent(host.replace(/\.$/, ''))];
  return named.map((each) => `${scheme}://${each}:${port}${place}`).filter((uri) => URL.canParse(uri));
};

const decoder = new TextDecoder('utf-8', { fatal: true });

const toTxtElement = ([key, value]: readonly [string, TxtValue]): XmlElement => {
  const name = { namespace: NEIGHBOUR, local: 'txt' };
  if (value === true) return createElement(name, { attributes: { key } });
  try {
    return createElement(name, { attributes: { key }, children: [decoder.decode(value)] });
  } catch {
    // Bytes, or characters that XML cannot hold.
    return createElement(name, { attributes: { key, base64: 'true' }, children: [toBase64(value)] });
  }
};

const toNeighbourElement = ({ type, host, port, addresses, txt }: FoundService): XmlElement =>
  createElement(
    { namespace: NEIGHBOUR, local: 'neighbour' },
    {
      attributes: { type, host, port: String(port) },
      children: [
        ...addresses.map((address) =>
          createElement({ namespace: NEIGHBOUR, local: 'address' }, { children: [address] }),
        ),
        ...Array.from(txt, toTxtElement),
      ],
    },
  );

/** Texts by which services say what they are, the most telling first. */
const DESCRIPTIONS = ['ty', 'note', 'fn', 'md', 'product'] as const;

/** URN of a foreign service: the same as long as its name and type are. */
export const toForeignId = ({ key }: Pick<FoundService, 'key'>): DocumentId => toNamedUrn('neighbour', key);

/**
 * Advertisement of a service of the link that does not speak Stoa: a device without methods, with its addresses under a binding that is
 * its type, with an interface by which it is found by what it says, and with all that DNS-SD told.
 *
 * @throws {StoaError} `VALUE_INVALID` for a name that XML cannot hold
 */
export const writeForeign = (service: FoundService): string => {
  const uris = toUris(service);
  const endpoints = uris.map((uri, priority): Endpoint => ({ uri, binding: service.type, priority }));
  const description = DESCRIPTIONS.map((key) => findTxtText(service.txt, key)).find(
    (text) => text !== undefined && text !== '',
  );
  return writeAdvertisement({
    kind: 'device',
    name: service.name,
    id: toForeignId(service),
    access: 'unrestricted',
    ...(description !== undefined && { description }),
    endpoints,
    interface: toTxtInterface(service),
    extensions: [toNeighbourElement(service)],
  });
};
