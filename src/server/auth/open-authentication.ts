import type { Clock, Log, Random } from '../../base/index.js';
import { createAuthentication, noAuthentication, nodeHashing } from '../../http/index.js';
import type { Authentication, BuiltinIssuer, OAuthDescription } from '../../http/index.js';
import {
  ACCESS_TOKEN_TYPE,
  createAccessTokenSigner,
  createDpopVerifier,
  createIssuerKeys,
  createTokenVerifier,
} from '../../security/index.js';
import type { DpopVerifier, Fetch, TrustedIssuer } from '../../security/index.js';
import type { LateAddressBook } from '../address-book.js';
import { hasAuthentication } from '../configuration/index.js';
import type { Configuration, ConfiguredIssuer } from '../configuration/index.js';
import type { ServerKeys } from '../server-space.js';
import { createClientAuthentication } from './client-authentication.js';
import { openClientRegistry, toClientsPath } from './clients.js';
import type { ClientRegistry } from './clients.js';
import { createSecretCheck } from './secret-check.js';
import { createTokenEndpoint } from './token-endpoint.js';

/** Collaborators of {@link openAuthentication}. */
export interface ServerAuthenticationParts {
  readonly configuration: Configuration;
  readonly keys: ServerKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly addresses: Pick<LateAddressBook, 'base' | 'bases'>;
  /** Asks the issuers that the configuration names. */
  readonly fetch: Fetch;
}

/** How the server finds out who its callers are, and what it tells of that. */
export interface ServerAuthentication {
  readonly authentication: Authentication;
  readonly oauth?: OAuthDescription;
  /** To be called when keys of tokens were withdrawn. */
  readonly forget: () => void;
  /** Groups of a subject now, which was in those when it was asked last; `undefined` when it is none any more. */
  readonly groupsOf: (subject: string, groups: readonly string[]) => readonly string[] | undefined;
  /** Sets what is told when subjects, or their groups, may be others than before. */
  readonly follow: (changed: () => void) => void;
  readonly close: () => void;
}

const NO_AUTHENTICATION: ServerAuthentication = Object.freeze({
  authentication: noAuthentication,
  forget: () => undefined,
  groupsOf: () => undefined,
  follow: () => undefined,
  close: () => undefined,
});

const DEFAULT_SCOPE = 'openid offline_access';

const trustOwn = ({ keys, addresses }: ServerAuthenticationParts, { groupsOf }: ClientRegistry): TrustedIssuer => ({
  issuer: addresses.base,
  audience: keys.id,
  groupsClaim: 'groups',
  type: ACCESS_TOKEN_TYPE,
  keys: () => Promise.resolve(keys.tokens.keySet()),
  isOwn: true,
  groupsOf,
});

const trust = (
  { issuer, audience, alias, groupsClaim = 'groups' }: ConfiguredIssuer,
  parts: ServerAuthenticationParts,
): TrustedIssuer => ({
  issuer: () => issuer,
  audience,
  alias,
  groupsClaim,
  keys: createIssuerKeys(parts, issuer),
});

const createIssuer = (
  parts: ServerAuthenticationParts,
  { dpop, clients: registry }: { readonly dpop: DpopVerifier; readonly clients: ClientRegistry },
): BuiltinIssuer => {
  const { configuration, keys, clock, random, log, addresses } = parts;
  const { auth } = configuration;
  const url = (): string => `${addresses.base()}/oauth/token`;
  const clients = createClientAuthentication({
    clients: registry,
    secrets: createSecretCheck({ clock }),
    clock,
    audiences: () => addresses.bases().flatMap((base) => [base, `${base}/oauth/token`]),
  });
  return {
    keys: keys.tokens.keySet,
    answer: createTokenEndpoint({
      clients,
      signer: createAccessTokenSigner({ keys: keys.tokens.current, clock, random }),
      dpop,
      log,
      issuer: addresses.base,
      url,
      audience: keys.id,
      tokenLifeMs: auth.tokenLifeMs,
    }),
  };
};

const describeLogins = (issuers: readonly ConfiguredIssuer[]): OAuthDescription['logins'] =>
  issuers.flatMap(({ issuer, clientId, scope = DEFAULT_SCOPE, audience }) =>
    clientId === undefined ? [] : [{ issuer, client_id: clientId, scope, resource: audience }],
  );

/** Where the clients are that the built-in issuer gives tokens to; `undefined` where there is no such issuer. */
const openClients = async (
  parts: ServerAuthenticationParts,
  changed: () => void,
): Promise<ClientRegistry | undefined> => {
  const { auth } = parts.configuration;
  if (!auth.builtin) return undefined;
  const sources = { configured: auth.clients, path: toClientsPath(parts.configuration) };
  return openClientRegistry(sources, { ...parts, changed });
};

/** What is known now of a subject by its name: those of other issuers carry an alias, and only those know more of them. */
const createGroupsOf =
  ({ issuers }: Configuration['auth'], clients: ClientRegistry | undefined): ServerAuthentication['groupsOf'] =>
  (subject, groups) =>
    issuers.some(({ alias }) => subject.startsWith(`${alias}:`)) ? groups : clients?.groupsOf(subject);

/** Authentication as the configuration has it; where it has none, everybody is `local`. */
export const openAuthentication = async (parts: ServerAuthenticationParts): Promise<ServerAuthentication> => {
  const { configuration, clock, addresses } = parts;
  if (!hasAuthentication(configuration)) return NO_AUTHENTICATION;
  const { issuers } = configuration.auth;
  let follow = (): void => undefined;
  const clients = await openClients(parts, () => {
    tokens.forget();
    follow();
  });
  const dpop = createDpopVerifier({ clock, hashing: nodeHashing });
  const trusted = [...(clients ? [trustOwn(parts, clients)] : []), ...issuers.map((issuer) => trust(issuer, parts))];
  const tokens = createTokenVerifier({ issuers: trusted, clock, hashing: nodeHashing });
  const isSecure = configuration.tls.cert !== undefined;
  return {
    authentication: createAuthentication({ tokens, dpop, addresses, isSecure }),
    forget: tokens.forget,
    groupsOf: createGroupsOf(configuration.auth, clients),
    follow: (changed) => {
      follow = changed;
    },
    close: () => clients?.close(),
    oauth: {
      issuers: () => trusted.map(({ issuer }) => issuer()),
      logins: describeLogins(issuers),
      ...(clients && { issuer: createIssuer(parts, { dpop, clients }) }),
    },
  };
};
