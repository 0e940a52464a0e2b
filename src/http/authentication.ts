import type { IncomingHttpHeaders } from 'node:http';
import { StoaError, given } from '../base/index.js';
import type { Caller, SubjectId } from '../base/index.js';
import { isJwt } from '../security/index.js';
import type { DpopVerifier, TokenVerifier, VerifiedToken } from '../security/index.js';
import { readShownCaller } from './caller.js';

/** A request as far as it says who sends it. */
export interface AuthenticatedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Finds out who sends requests. */
export interface Authentication {
  /** The caller, when that takes no waiting: no token is shown, or a bearer token that was verified before. */
  readonly findCaller: (request: AuthenticatedRequest) => Caller | undefined;
  /**
   * The caller.
   *
   * @throws {StoaError} `TOKEN_INVALID`, `TOKEN_EXPIRED`, `DPOP_INVALID`, `DPOP_REPLAYED`, `ISSUER_UNREACHABLE`
   */
  readonly authenticate: (request: AuthenticatedRequest) => Promise<Caller>;
}

/** Collaborators of {@link createAuthentication}. */
export interface AuthenticationParts {
  readonly tokens: TokenVerifier;
  readonly dpop: DpopVerifier;
  /** What URLs of ours begin with: known once the server listens. */
  readonly addresses: { readonly base: () => string };
  /** Whether the server speaks https itself. */
  readonly isSecure: boolean;
}

/** A token as it was shown. */
interface ShownToken {
  readonly scheme: 'bearer' | 'dpop';
  readonly token: string;
}

const AUTHORIZATION = /^(Bearer|DPoP)(?: +(.*))?$/i;

/**
 * The access token of a request. A bearer that is no JWT is a credential of ours: of a lease, a space, a writer. Whatever comes
 * as `DPoP` is meant to be a token: who shows a broken one is told so, and not taken for somebody unknown.
 */
const findToken = ({ headers: { authorization } }: AuthenticatedRequest): ShownToken | undefined => {
  if (authorization === undefined) return undefined;
  const [, name = '', token = ''] = AUTHORIZATION.exec(authorization) ?? [];
  if (name.toLowerCase() === 'dpop') return { scheme: 'dpop', token };
  return isJwt(token) ? { scheme: 'bearer', token } : undefined;
};

const toCaller = (
  request: AuthenticatedRequest,
  { subject, groups, expiresAtMs }: VerifiedToken,
  keyThumbprint?: string,
): Caller => ({
  subject: subject as SubjectId,
  credentials: readShownCaller({ headers: { ...request.headers, authorization: undefined } }).credentials,
  authenticated: true,
  groups,
  expiresAtMs,
  ...given('keyThumbprint', keyThumbprint),
});

/** One value of a header that must not come twice. */
const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? undefined : header;

/** Finds out who sends requests by their access tokens. */
export const createAuthentication = ({ tokens, dpop, addresses, isSecure }: AuthenticationParts): Authentication => {
  /** By the public address, as behind a proxy, and by the name that the request itself has, which was judged before. */
  const urlsOf = ({ url = '', headers: { host = '' } }: AuthenticatedRequest): readonly string[] => [
    addresses.base() + url,
    `${isSecure ? 'https' : 'http'}://${host}${url}`,
  ];

  const prove = async (
    request: AuthenticatedRequest,
    shown: ShownToken,
    { keyThumbprint }: VerifiedToken,
  ): Promise<string> => {
    const proof = single(request.headers['dpop']);
    if (proof === undefined)
      throw new StoaError('DPOP_INVALID', 'expected one header DPoP with a proof of possession for this request');
    if (keyThumbprint === undefined)
      throw new StoaError(
        'TOKEN_INVALID',
        'the access token is not valid: it is bound to no key, so show it as Bearer',
      );
    const { method = '' } = request;
    const proved = await dpop.verify(proof, { method, urls: urlsOf(request), token: shown.token });
    if (proved === keyThumbprint) return proved;
    throw new StoaError('TOKEN_INVALID', 'the access token is not valid: it is bound to another key');
  };

  return {
    findCaller: (request) => {
      const shown = findToken(request);
      if (shown === undefined) return readShownCaller(request);
      const facts = shown.scheme === 'bearer' ? tokens.find(shown.token) : undefined;
      return facts === undefined || facts.keyThumbprint !== undefined ? undefined : toCaller(request, facts);
    },
    authenticate: async (request) => {
      const shown = findToken(request);
      if (shown === undefined) return readShownCaller(request);
      const facts = await tokens.verify(shown.token);
      if (shown.scheme === 'dpop') return toCaller(request, facts, await prove(request, shown, facts));
      if (facts.keyThumbprint === undefined) return toCaller(request, facts);
      throw new StoaError('TOKEN_INVALID', 'the access token is not valid: it is bound to a key, so show it as DPoP');
    },
  };
};

/** Where nobody is asked who they are. */
export const noAuthentication: Authentication = Object.freeze({
  findCaller: readShownCaller,
  authenticate: (request: AuthenticatedRequest) => Promise.resolve(readShownCaller(request)),
});
