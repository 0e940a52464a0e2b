import { StoaError, given } from '../../base/index.js';

/** What is known of a provider before it is asked. */
export interface KnownProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly resource?: string;
}

/** What the command line says. */
export interface StatedProvider {
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly scope?: string | undefined;
  readonly resource?: string | undefined;
}

const DEFAULT_SCOPE = 'openid offline_access';
const METADATA = '/.well-known/oauth-protected-resource';

interface ToldLogin {
  readonly issuer: string;
  readonly client_id: string;
  readonly scope?: string;
  readonly resource?: string;
}

const isToldLogin = (value: unknown): value is ToldLogin =>
  typeof value === 'object' &&
  value !== null &&
  'issuer' in value &&
  typeof value.issuer === 'string' &&
  'client_id' in value &&
  typeof value.client_id === 'string';

/** What URLs of the server of a space begin with. */
export const toServerUrl = (space: string): string => {
  if (!URL.canParse(space)) throw new StoaError('USAGE', `expected the URL of a space, got '${space.slice(0, 200)}'`);
  const { origin, pathname } = new URL(space);
  return origin + (/^(.*?)\/spaces(?:\/|$)/.exec(pathname)?.[1] ?? '');
};

/** How people log in, as the server tells it; none when it asks nobody who they are. */
const askServer = async (server: string): Promise<readonly ToldLogin[]> => {
  let answer: Response;
  try {
    answer = await fetch(server + METADATA, { redirect: 'error', headers: { accept: 'application/json' } });
  } catch (cause) {
    throw new StoaError('SERVICE_UNREACHABLE', `${server} cannot be reached`, { cause });
  }
  if (answer.status === 404) {
    throw new StoaError('USAGE', `${server} asks nobody who they are`, { hint: 'there is nothing to log in to' });
  }
  const told: unknown = await answer.json().catch(() => undefined);
  const logins: unknown = typeof told === 'object' && told !== null && 'stoa_logins' in told ? told.stoa_logins : [];
  return Array.isArray(logins) ? logins.filter(isToldLogin) : [];
};

const fromTold = (login: ToldLogin | undefined): Partial<KnownProvider> =>
  login === undefined ? {} : withoutAbsent({ ...login, clientId: login.client_id });

const withoutAbsent = (parts: StatedProvider): Partial<KnownProvider> => ({
  ...given('issuer', parts.issuer),
  ...given('clientId', parts.clientId),
  ...given('scope', parts.scope),
  ...given('resource', parts.resource),
});

/**
 * The provider to log in at: as stated, and as the server tells of it.
 *
 * @throws {StoaError} `USAGE` saying what to state
 */
export const findProvider = async (server: string, stated: StatedProvider): Promise<KnownProvider> => {
  const told = await askServer(server);
  const login = told.find(({ issuer }) => stated.issuer === undefined || issuer === stated.issuer);
  const { issuer, clientId, scope, resource } = { ...fromTold(login), ...withoutAbsent(stated) };
  if (issuer === undefined) {
    throw new StoaError('USAGE', `${server} names no provider where people log in`, {
      hint: 'name one with --issuer and --client-id; programs use client credentials (stoa client add)',
    });
  }
  if (clientId === undefined)
    throw new StoaError('USAGE', `expected --client-id: the name of a public client at ${issuer}`);
  return { issuer, clientId, scope: scope ?? DEFAULT_SCOPE, ...given('resource', resource) };
};
