import { given, isStoaError } from '../../base/index.js';
import type { Log } from '../../base/index.js';
import type { TokenAnswer, TokenRequest } from '../../http/index.js';
import type { AccessTokenSigner, DpopVerifier } from '../../security/index.js';
import type { ClientAuthentication } from './client-authentication.js';
import { OAuthError } from './oauth-error.js';

/** Collaborators of {@link createTokenEndpoint}. */
export interface TokenEndpointParts {
  readonly clients: ClientAuthentication;
  readonly signer: AccessTokenSigner;
  readonly dpop: DpopVerifier;
  readonly log: Log;
  /** Issuer identifier: what URLs of the server begin with. */
  readonly issuer: () => string;
  /** URL of the endpoint. */
  readonly url: () => string;
  /** URN of the server. */
  readonly audience: string;
  readonly tokenLifeMs: number;
}

const readParameters = (form: string): ReadonlyMap<string, string> => {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(form)) {
    if (parameters.has(name)) throw new OAuthError('invalid_request', 'a parameter is there twice');
    // RFC 6749 section 3.2: without a value it counts as left out.
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
};

const assertAsked = (parameters: ReadonlyMap<string, string>, { issuer, audience }: TokenEndpointParts): void => {
  const [grant, scope, target] = ['grant_type', 'scope', 'resource'].map((name) => parameters.get(name));
  if (grant === undefined) throw new OAuthError('invalid_request', 'expected grant_type');
  if (grant !== 'client_credentials')
    throw new OAuthError('unsupported_grant_type', 'expected grant_type client_credentials');
  if (scope !== undefined)
    throw new OAuthError('invalid_scope', 'there are no scopes: what a client may do is the policy of each space');
  if (target !== undefined && target !== audience && target !== issuer() && !target.startsWith(`${issuer()}/`))
    throw new OAuthError('invalid_target', 'tokens are for this server only');
};

const findKey = async (request: TokenRequest, { dpop, url }: TokenEndpointParts): Promise<string | undefined> => {
  if (request.dpop === undefined) return undefined;
  try {
    return await dpop.verify(request.dpop, { method: 'POST', urls: [url(), ...request.urls] });
  } catch (thrown) {
    if (isStoaError(thrown, 'DPOP_INVALID', 'DPOP_REPLAYED'))
      throw new OAuthError('invalid_dpop_proof', thrown.message);
    throw thrown;
  }
};

const toAnswer = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): TokenAnswer => ({
  status,
  headers: { 'cache-control': 'no-store', pragma: 'no-cache', ...headers },
  body,
});

const toRefusal = (thrown: unknown, { authorization }: TokenRequest): TokenAnswer => {
  if (isStoaError(thrown, 'TOO_MANY_TASKS', 'PROOF_WINDOW_FULL')) {
    const retryAfter = { 'retry-after': String(Math.ceil(thrown.retryAfterSeconds ?? 1)) };
    return toAnswer(429, { error: 'temporarily_unavailable', error_description: thrown.message }, retryAfter);
  }
  if (!(thrown instanceof OAuthError)) throw thrown;
  // RFC 6749 section 5.2: asked for in the way that the client tried.
  const challenge = thrown.status === 401 && authorization !== undefined;
  return toAnswer(
    thrown.status,
    { error: thrown.code, error_description: thrown.message },
    challenge ? { 'www-authenticate': 'Basic realm="stoa"' } : {},
  );
};

/** Answers requests for tokens: client credentials (RFC 6749 section 4.4), bound to a key when one is proved (RFC 9449). */
export const createTokenEndpoint = (parts: TokenEndpointParts) => {
  const issue = async (request: TokenRequest): Promise<TokenAnswer> => {
    const parameters = readParameters(request.form);
    assertAsked(parameters, parts);
    const client = await parts.clients.authenticate({ ...request, parameters });
    const keyThumbprint = await findKey(request, parts);
    const token = await parts.signer.sign({
      issuer: parts.issuer(),
      audience: parts.audience,
      subject: client.id,
      groups: client.groups ?? [],
      lifeMs: parts.tokenLifeMs,
      ...given('keyThumbprint', keyThumbprint),
    });
    parts.log.info({ client: client.id, bound: keyThumbprint !== undefined }, 'access token issued');
    return toAnswer(200, {
      access_token: token,
      token_type: keyThumbprint === undefined ? 'Bearer' : 'DPoP',
      expires_in: Math.floor(parts.tokenLifeMs / 1000),
    });
  };
  return async (request: TokenRequest): Promise<TokenAnswer> => {
    try {
      return await issue(request);
    } catch (thrown) {
      const answer = toRefusal(thrown, request);
      parts.log.warn({ status: answer.status }, 'access token refused');
      return answer;
    }
  };
};
