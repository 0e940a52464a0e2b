import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import { StoaError } from '../../base/index.js';
import { TOKEN_PATH, requireBody } from '../body.js';
import { RESOURCE_METADATA_PATH } from '../challenge.js';
import type { BuiltinIssuer, HttpServices, OAuthDescription, RoutesOptions } from '../model.js';

const KEYS_PATH = '/oauth/jwks';

/** Longest request for a token, in bytes: an assertion has about a thousand. */
const MAX_FORM_BYTES = 16_384;

const getDescription = ({ oauth }: HttpServices): OAuthDescription => {
  if (oauth !== undefined) return oauth;
  throw new StoaError('ROUTE_NOT_FOUND', 'nobody is asked who they are here');
};

const getIssuer = (services: HttpServices): BuiltinIssuer => {
  const { issuer } = getDescription(services);
  if (issuer !== undefined) return issuer;
  throw new StoaError('ROUTE_NOT_FOUND', 'this server issues no tokens itself', {
    hint: `${RESOURCE_METADATA_PATH} says who does`,
  });
};

/** What RFC 8414 section 2 has an issuer say of itself. */
const describeIssuer = (base: string): object => ({
  issuer: base,
  token_endpoint: base + TOKEN_PATH,
  jwks_uri: base + KEYS_PATH,
  grant_types_supported: ['client_credentials'],
  response_types_supported: [],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['ES256'],
  dpop_signing_alg_values_supported: ['ES256'],
});

/** What RFC 9728 section 2 has a protected resource say of itself. */
const describeResource = (base: string, { issuers, logins }: OAuthDescription): object => ({
  resource: base,
  resource_name: 'Stoa',
  authorization_servers: issuers(),
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: ['ES256'],
  ...(logins.length > 0 && { stoa_logins: logins }),
});

const send = (reply: FastifyReply, value: object, type = 'application/json'): FastifyReply =>
  reply.type(type).send(JSON.stringify(value));

/** What is public and changes seldom may be kept for a while. */
const KEPT = { 'cache-control': 'public, max-age=300' };

/** How callers get tokens: metadata, keys, and the endpoint of the built-in issuer. */
export const oauthRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  const { addresses, certificate } = services;

  app.get(RESOURCE_METADATA_PATH, (_request, reply) =>
    send(reply.headers(KEPT), describeResource(addresses.base(), getDescription(services))),
  );

  app.get('/.well-known/oauth-authorization-server', (_request, reply) => {
    getIssuer(services);
    return send(reply.headers(KEPT), describeIssuer(addresses.base()));
  });

  app.get(KEYS_PATH, (_request, reply) =>
    send(reply.headers(KEPT), getIssuer(services).keys(), 'application/jwk-set+json'),
  );

  app.post(TOKEN_PATH, { bodyLimit: MAX_FORM_BYTES }, async (request, reply) => {
    const { authorization, dpop, host = '' } = request.headers;
    const answer = await getIssuer(services).answer({
      form: new TextDecoder().decode(requireBody(request)),
      authorization,
      dpop: Array.isArray(dpop) ? dpop.join(', ') : dpop,
      address: request.ip,
      urls: [`${certificate === undefined ? 'http' : 'https'}://${host}${TOKEN_PATH}`],
    });
    return send(reply.code(answer.status).headers(answer.headers), answer.body);
  });

  done();
};
