import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import { StoaError } from '../base/index.js';

/** By what names a server may be spoken to, and from which web origins. */
export interface AccessRules {
  /** URLs whose host (with port) is one of ours: the bound address, which comes first, and the public one. */
  readonly ownUrls: readonly string[];
  /** Further values of `Host`. */
  readonly allowedHosts: readonly string[];
  /** Further values of `Origin`. */
  readonly allowedOrigins: readonly string[];
  /** Listening on every address of the machine: any literal address may be named, since a literal cannot be rebound. */
  readonly anyAddress?: boolean;
  /** `Host` is not judged at all. */
  readonly anyHost?: boolean;
}

/** Judges requests before anything of them is read. */
export interface AccessCheck {
  /** Why the request is refused, or `undefined`. */
  readonly check: (request: { readonly headers: IncomingHttpHeaders }) => StoaError | undefined;
  /** Whether answers to this foreign origin may be read by its pages. */
  readonly isAllowedOrigin: (origin: string) => boolean;
}

/** Values of `Host` that mean the server at `url`: the port may be left out where it is the scheme's own. */
const hostsOf = (url: string): readonly string[] => {
  const { host, hostname, port, protocol } = new URL(url);
  return port === '' ? [host, `${hostname}:${protocol === 'https:' ? '443' : '80'}`] : [host];
};

const isLiteralAddress = (host: string): boolean => isIP(host.replace(/:\d+$/, '').replaceAll(/^\[|\]$/g, '')) !== 0;

/**
 * Whether a browser says that a page of another site has this fetched, as an image or a frame would be: without `Origin`, since
 * the page is told nothing of the answer. A person who follows a link is welcome.
 */
const isFetchedForOthers = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-dest'] !== 'document';

/**
 * Web pages anywhere can make a browser send requests to this machine. `Host` unmasks those that rebound a name of
 * theirs to our address; `Origin` those that are sent on behalf of a foreign page.
 */
export const createAccessCheck = (rules: AccessRules): AccessCheck => {
  const hosts: ReadonlySet<string> = new Set([
    ...rules.ownUrls.flatMap(hostsOf),
    ...rules.allowedHosts.map((host) => host.toLowerCase()),
  ]);
  const ownOrigins = new Set(rules.ownUrls.map((url) => new URL(url).origin));
  const allowedOrigins = new Set(rules.allowedOrigins);
  const scheme = new URL(rules.ownUrls[0] ?? 'http://localhost').protocol;

  const checkHost = (host: string | undefined): StoaError | undefined => {
    if (rules.anyHost === true || (host !== undefined && hosts.has(host))) return undefined;
    const named = host?.toLowerCase() ?? '';
    if (hosts.has(named) || (rules.anyAddress === true && isLiteralAddress(named))) return undefined;
    return new StoaError('HOST_REFUSED', `expected Host to be one of ${[...hosts].join(', ')}, got ${host ?? 'none'}`, {
      hint: 'if this server is meant to be reached by that name, add it to allowedHosts or set publicUrl',
    });
  };

  const checkOrigin = (origin: string, host: string | undefined): StoaError | undefined => {
    if (ownOrigins.has(origin) || allowedOrigins.has(origin) || origin === `${scheme}//${host ?? ''}`) return undefined;
    return new StoaError('ORIGIN_REFUSED', `requests of pages from ${origin} are not accepted`, {
      hint: 'if that site is trusted with everything in the spaces, add it to allowedOrigins',
    });
  };

  const checkPage = (headers: IncomingHttpHeaders): StoaError | undefined => {
    const { origin, host } = headers;
    if (origin !== undefined) return checkOrigin(origin, host);
    return isFetchedForOthers(headers)
      ? new StoaError('ORIGIN_REFUSED', 'requests that pages of other sites cause are not accepted')
      : undefined;
  };

  return {
    check: ({ headers }) => checkHost(headers.host) ?? checkPage(headers),
    isAllowedOrigin: (origin) => allowedOrigins.has(origin),
  };
};
