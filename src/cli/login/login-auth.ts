import { StoaError, given, systemClock } from '../../base/index.js';
import { createClientCredentials, createTokenAuth, parseClientKey } from '../../client/index.js';
import type { AccessToken, ClientAuth, ClientKey } from '../../client/index.js';
import { toServerUrl } from './find-provider.js';
import type { Login, Logins } from './logins.js';

/** Few commands have to renew a login. */
const refresh = async (login: Login): Promise<Login> => {
  const { refreshLogin } = await import('./provider.js');
  return refreshLogin(login);
};

/** A token that ends sooner is renewed before it is used. */
const EARLY_MS = 30_000;

const toToken = ({ accessToken: token, tokenType: type, expiresAtMs }: Login): AccessToken => ({
  token,
  type,
  expiresAtMs,
});

/** The key of a login, read when it first signs. */
const createLazyKey = ({ key, publicJwk, thumbprint }: Login): ClientKey => {
  let opened: ReturnType<typeof parseClientKey> | undefined;
  return {
    publicJwk,
    thumbprint,
    sign: async (bytes) => (await (opened ??= parseClientKey(key))).sign(bytes),
  };
};

/** Authenticates by a login; a token that ended, or that the server no longer takes, is renewed and kept. */
export const createLoginAuth = (logins: Logins, login: Login): ClientAuth => {
  let last: string | undefined;
  const getToken = (): Promise<AccessToken> =>
    logins.alone(async () => {
      const kept = await logins.find(login.server);
      if (kept === undefined) throw new StoaError('TOKEN_REFUSED', 'you have logged out', { hint: 'stoa login' });
      const isGood = kept.expiresAtMs - EARLY_MS > systemClock.nowMs() && kept.accessToken !== last;
      const next = isGood ? kept : await refresh(kept);
      if (!isGood) await logins.keep(next);
      last = next.accessToken;
      return toToken(next);
    });
  return createTokenAuth({ getToken, key: createLazyKey(login) });
};

/** How the user authenticates at the space of a URL. */
export type FindAuth = (space: string) => ClientAuth | undefined;

/** What finds out how the user authenticates. */
export interface FindAuthParts {
  readonly logins: Logins;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const findClient = ({ environment }: FindAuthParts): ClientAuth | undefined => {
  const { STOA_CLIENT_ID: clientId, STOA_CLIENT_SECRET: clientSecret, STOA_ISSUER: issuer } = environment;
  if (!clientId || !clientSecret) return undefined;
  return createClientCredentials({ clientId, clientSecret, ...given('issuer', issuer || undefined) });
};

/** How the user authenticates: by STOA_CLIENT_ID and STOA_CLIENT_SECRET, or by the login at the server, or not. */
export const createFindAuth = async (parts: FindAuthParts): Promise<FindAuth> => {
  const client = findClient(parts);
  if (client !== undefined) return () => client;
  const held = await parts.logins.all();
  return (space) => {
    if (!URL.canParse(space)) return undefined;
    const login = held.find(({ server }) => server === toServerUrl(space));
    return login && createLoginAuth(parts.logins, login);
  };
};
