import { StoaError, given } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import { fetchText, findObject } from '../fetch-text.js';
import { createKeyFetcher } from '../key-source.js';
import type { Fetch, KeySource } from '../key-source.js';

/** What an issuer says of itself (RFC 8414 section 2), as far as it matters here. */
export interface IssuerMetadata {
  readonly issuer: string;
  readonly keysUrl?: string;
  readonly tokenUrl?: string;
}

/** OpenID Connect appends to the issuer, RFC 8414 inserts before its path; where there is no path both are alike. */
const addressesOf = (issuer: string): readonly string[] => {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
};

const isLoopback = (host: string): boolean => /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(host);

/** An endpoint is believed over https, or on this machine. */
const readEndpoint = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)) ? value : undefined;
};

const readMetadata = (text: string, issuer: string): IssuerMetadata => {
  const { issuer: stated, jwks_uri: keys, token_endpoint: tokens } = findObject(text) ?? {};
  // RFC 8414 section 3.3: or one issuer could speak for another.
  if (stated !== issuer)
    throw new StoaError('ISSUER_UNREACHABLE', `the metadata found for the issuer ${issuer} is not its own`);
  return { issuer, ...given('keysUrl', readEndpoint(keys)), ...given('tokenUrl', readEndpoint(tokens)) };
};

/** Collaborators of what asks issuers. */
export interface IssuerParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/**
 * Metadata of an issuer, by OpenID Connect Discovery or RFC 8414.
 *
 * @throws {StoaError} `ISSUER_UNREACHABLE`, `SERVICE_UNREACHABLE`
 */
export const fetchIssuerMetadata = async ({ fetch, clock }: IssuerParts, issuer: string): Promise<IssuerMetadata> => {
  const init = { headers: { accept: 'application/json' } };
  const what = `the metadata of the issuer ${issuer}`;
  for (const url of addressesOf(issuer)) {
    const { status, text } = await fetchText(fetch, [url, init], { clock, what });
    if (status === 200) return readMetadata(text, issuer);
  }
  throw new StoaError('ISSUER_UNREACHABLE', `${what} is not there`, { hint: 'is that the URL of an issuer?' });
};

/** The keys of an issuer, by its metadata, which is asked for once it is needed and again when the keys cannot be had. */
export const createIssuerKeys = (parts: IssuerParts, issuer: string): KeySource => {
  let known: KeySource | undefined;
  const getSource = async (): Promise<KeySource> => {
    const { keysUrl } = await fetchIssuerMetadata(parts, issuer);
    if (keysUrl === undefined) throw new StoaError('ISSUER_UNREACHABLE', `the issuer ${issuer} publishes no keys`);
    return createKeyFetcher(parts.fetch, keysUrl, { clock: parts.clock });
  };
  return async () => {
    try {
      known ??= await getSource();
      return await known();
    } catch (thrown) {
      known = undefined;
      throw thrown;
    }
  };
};
