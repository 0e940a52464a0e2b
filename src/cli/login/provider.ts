import * as oidc from 'openid-client';
import { StoaError, given, systemClock } from '../../base/index.js';
import { parseClientKey } from '../../client/index.js';
import type { Login } from './logins.js';

/** Where and as what one logs in. */
export interface ProviderInput {
  /** What URLs of the space's server begin with. */
  readonly server: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly resource?: string;
  /** Private JWK that tokens are to be bound to, and what is public of it. */
  readonly key: string;
  readonly publicJwk: Login['publicJwk'];
  readonly thumbprint: string;
}

/** A provider, ready to be asked. */
export interface Provider {
  readonly input: ProviderInput;
  readonly configuration: oidc.Configuration;
  /** Binds tokens to the key, where the provider can. */
  readonly binding: oidc.DPoPOptions;
}

/** What an answer of the token endpoint holds. */
export type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

const DEFAULT_LIFE_SECONDS = 300;

const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(hostname);

/** What the library throws, in our words; its own errors hold whole answers, tokens included. */
export const toLoginError = (thrown: unknown): StoaError => {
  if (thrown instanceof StoaError) return thrown;
  if (thrown instanceof oidc.ResponseBodyError || thrown instanceof oidc.AuthorizationResponseError) {
    const told = [thrown.error, thrown.error_description].filter(Boolean).join(': ');
    return new StoaError('TOKEN_REFUSED', `the provider refused: ${told}`);
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new StoaError('ISSUER_UNREACHABLE', `the provider cannot be asked: ${reason}`);
};

const createBinding = async (
  configuration: oidc.Configuration,
  { key, publicJwk }: ProviderInput,
): Promise<oidc.DPoPOptions> => {
  const algorithms = configuration.serverMetadata().dpop_signing_alg_values_supported;
  if (algorithms?.includes('ES256') !== true) return {};
  const { privateKey } = await parseClientKey(key);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const publicKey = await globalThis.crypto.subtle.importKey('jwk', { ...publicJwk }, algorithm, true, ['verify']);
  return { DPoP: oidc.getDPoPHandle(configuration, { privateKey, publicKey }) };
};

/** Asks a provider for its metadata. @throws {StoaError} `ISSUER_UNREACHABLE` */
export const openProvider = async (input: ProviderInput): Promise<Provider> => {
  const url = new URL(input.issuer);
  // On this machine nobody listens in; its being deprecated is the library's way to make it stand out.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const execute = isLoopback(url) ? [oidc.allowInsecureRequests] : [];
  try {
    const configuration = await oidc.discovery(url, input.clientId, undefined, oidc.None(), { execute });
    return { input, configuration, binding: await createBinding(configuration, input) };
  } catch (thrown) {
    throw toLoginError(thrown);
  }
};

/** The login that an answer of the token endpoint is. */
export const toLogin = ({ input }: Provider, tokens: Tokens, before?: Login): Login => {
  const life = tokens.expires_in ?? DEFAULT_LIFE_SECONDS;
  const { server, issuer, clientId, resource, key, publicJwk, thumbprint } = input;
  return {
    server,
    issuer,
    clientId,
    key,
    publicJwk,
    thumbprint,
    ...given('resource', resource),
    accessToken: tokens.access_token,
    tokenType: tokens.token_type.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer',
    expiresAtMs: systemClock.nowMs() + life * 1000,
    ...given('refreshToken', tokens.refresh_token ?? before?.refreshToken),
    ...given('subject', tokens.claims()?.sub ?? before?.subject),
  };
};

/** A parameter that names what the token is for (RFC 8707), where one is known. */
export const toResource = ({ resource }: Pick<ProviderInput, 'resource'>): Readonly<Record<string, string>> =>
  given('resource', resource);

/** A login with a fresh token. @throws {StoaError} `TOKEN_REFUSED`, `ISSUER_UNREACHABLE` */
export const refreshLogin = async (login: Login): Promise<Login> => {
  if (login.refreshToken === undefined) {
    throw new StoaError('TOKEN_REFUSED', `the login at ${login.issuer} has ended`, {
      hint: 'log in again: stoa login',
    });
  }
  const provider = await openProvider({ ...login, scope: '' });
  try {
    const { configuration, binding } = provider;
    const tokens = await oidc.refreshTokenGrant(configuration, login.refreshToken, toResource(login), binding);
    return toLogin(provider, tokens, login);
  } catch (thrown) {
    const error = toLoginError(thrown);
    throw new StoaError(error.code, error.message, { hint: 'log in again: stoa login' });
  }
};

/** Tells the provider that the login is over; where it does not take that, tokens end by themselves. */
export const revokeLogin = async (login: Login): Promise<void> => {
  const { configuration } = await openProvider({ ...login, scope: '' });
  if (configuration.serverMetadata().revocation_endpoint === undefined) return;
  try {
    await oidc.tokenRevocation(configuration, login.refreshToken ?? login.accessToken);
  } catch (thrown) {
    throw toLoginError(thrown);
  }
};
