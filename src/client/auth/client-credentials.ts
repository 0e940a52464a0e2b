import { StoaError, given, systemClock, systemRandom } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import { fetchIssuerMetadata } from '../../security/index.js';
import type { ClientKey, Fetch } from '../../security/index.js';
import { askToken, signAssertion } from './ask-token.js';
import type { AskTokenParts } from './ask-token.js';
import type { AuthorizedRequest, ClientAuth } from './model.js';
import { createTokenAuth } from './token-auth.js';

/** How a program proves to the issuer that it is the client it says. */
export interface ClientCredentialsOptions {
  /** Its name at the issuer. */
  readonly clientId: string;
  /** Its secret, as `stoa client add` prints it; or: */
  readonly clientSecret?: string;
  /** The key that it is registered with, instead of a secret. */
  readonly clientKey?: ClientKey;
  /**
   * The key that tokens and gates are bound to, so that one that was seen on its way is worth nothing; may be the
   * `clientKey`. Without one they are bearer tokens.
   */
  readonly key?: ClientKey;
  /**
   * URL of the issuer. Default: the server of the space that is connected to; a secret is never sent to an issuer
   * that a space names.
   */
  readonly issuer?: string;
  /** What the token is for, where the issuer serves several (RFC 8707). */
  readonly resource?: string;
  readonly scope?: string;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** The server of a space: what its URL begins with. */
const toServerUrl = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + (/^(.*?)\/spaces(?:\/|$)/.exec(pathname)?.[1] ?? '');
};

interface Endpoint {
  readonly url: string;
  readonly issuer: string;
}

const createEndpointFinder = (parts: AskTokenParts, issuer: string | undefined) => {
  let found: Endpoint | undefined;
  return async ({ url }: AuthorizedRequest): Promise<Endpoint> => {
    if (issuer === undefined) return { url: `${toServerUrl(url)}/oauth/token`, issuer: toServerUrl(url) };
    if (found !== undefined) return found;
    const { tokenUrl } = await fetchIssuerMetadata(parts, issuer);
    if (tokenUrl === undefined) throw new StoaError('TOKEN_REFUSED', `the issuer ${issuer} has no token endpoint`);
    return (found = { url: tokenUrl, issuer });
  };
};

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const createProofOfClient = (parts: AskTokenParts, { clientId, clientSecret, clientKey }: ClientCredentialsOptions) => {
  if ((clientSecret === undefined) === (clientKey === undefined))
    throw new StoaError('PARAMETER_INVALID', 'expected a clientSecret or a clientKey');
  return async ({ url }: Endpoint): Promise<Readonly<Record<string, string>>> =>
    clientKey === undefined
      ? { client_id: clientId, client_secret: clientSecret ?? '' }
      : {
          client_id: clientId,
          client_assertion_type: ASSERTION_TYPE,
          client_assertion: await signAssertion(parts, clientKey, { client: clientId, audience: url }),
        };
};

/**
 * Authenticates a program by its client credentials (RFC 6749 section 4.4): gets tokens when they are needed, and a new
 * one before one ends.
 *
 * @throws {StoaError} `PARAMETER_INVALID` unless there is one of secret and key
 */
export const createClientCredentials = (options: ClientCredentialsOptions): ClientAuth => {
  const { key, clock = systemClock, random = systemRandom, issuer, resource, scope } = options;
  const fetch: Fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  const parts = { fetch, clock, random };
  const findEndpoint = createEndpointFinder(parts, issuer);
  const proveClient = createProofOfClient(parts, options);
  return createTokenAuth({
    ...parts,
    ...given('key', key),
    getToken: async (request) => {
      const endpoint = await findEndpoint(request);
      const form = {
        grant_type: 'client_credentials',
        ...(await proveClient(endpoint)),
        ...given('resource', resource),
        ...given('scope', scope),
      };
      return askToken(parts, { url: endpoint.url, form, ...given('key', key) });
    },
  });
};
