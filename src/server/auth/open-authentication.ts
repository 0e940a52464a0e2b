import type { Clock, Log, Random } from '../../base/index.js';
import { createAuthentication, noAuthentication, nodeHashing } from '../../http/index.js';
import type { Authentication, BuiltinIssuer, OAuthDescription, PublicAddress } from '../../http/index.js';
import {
  ACCESS_TOKEN_TYPE,
  createAccessTokenSigner,
  createDpopVerifier,
  createIssuerKeys,
  createTokenVerifier,
} from '../../security/index.js';
import type { DpopVerifier, Fetch, TrustedIssuer } from '../../security/index.js';
import { hasAuthentication } from '../configuration/index.js';
import type { Configuration, ConfiguredIssuer } from '../configuration/index.js';
import type { ServerKeys } from '../server-space.js';
import { createClientAuthentication } from './client-authentication.js';
import { createClientRegistry, toClientsPath } from './clients.js';
import { createSecretCheck } from './secret-check.js';
import { createTokenEndpoint } from './token-endpoint.js';

/** Collaborators of {@link openAuthentication}. */
export interface ServerAuthenticationParts {
  readonly configuration: Configuration;
  readonly keys: ServerKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly addresses: Pick<PublicAddress, 'base'>;
  /** Asks the issuers that the configuration names. */
  readonly fetch: Fetch;
}

/** How the server finds out who its callers are, and what it tells of that. */
export interface ServerAuthentication {
  readonly authentication: Authentication;
  readonly oauth?: OAuthDescription;
  /** To be called when keys of tokens were withdrawn. */
  readonly forget: () => void;
}

const DEFAULT_SCOPE = 'openid offline_access';

const trustOwn = ({ keys, addresses }: ServerAuthenticationParts): TrustedIssuer => ({
  issuer: addresses.base,
  audience: keys.id,
  groupsClaim: 'groups',
  type: ACCESS_TOKEN_TYPE,
  keys: () => Promise.resolve(keys.tokens.keySet()),
  isOwn: true,
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

const createIssuer = (parts: ServerAuthenticationParts, dpop: DpopVerifier): BuiltinIssuer => {
  const { configuration, keys, clock, random, log, addresses } = parts;
  const { auth } = configuration;
  const path = toClientsPath(configuration);
  const url = (): string => `${addresses.base()}/oauth/token`;
  const clients = createClientAuthentication({
    clients: createClientRegistry({ configured: auth.clients, path }, log),
    secrets: createSecretCheck({ clock }),
    clock,
    audiences: () => [addresses.base(), url()],
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

/** Authentication as the configuration has it; where it has none, everybody is `local`. */
export const openAuthentication = (parts: ServerAuthenticationParts): ServerAuthentication => {
  const { configuration, clock, addresses } = parts;
  if (!hasAuthentication(configuration)) return { authentication: noAuthentication, forget: () => undefined };
  const { builtin, issuers } = configuration.auth;
  const dpop = createDpopVerifier({ clock, hashing: nodeHashing });
  const trusted = [...(builtin ? [trustOwn(parts)] : []), ...issuers.map((issuer) => trust(issuer, parts))];
  const tokens = createTokenVerifier({ issuers: trusted, clock, hashing: nodeHashing });
  const isSecure = configuration.tls.cert !== undefined;
  return {
    authentication: createAuthentication({ tokens, dpop, addresses, isSecure }),
    forget: tokens.forget,
    oauth: {
      issuers: () => trusted.map(({ issuer }) => issuer()),
      logins: describeLogins(issuers),
      ...(builtin && { issuer: createIssuer(parts, dpop) }),
    },
  };
};
