import { errors, importJWK, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { StoaError } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import { createNonceWindow } from '../../security/index.js';
import type { ConfiguredClient } from '../configuration/index.js';
import type { ClientRegistry } from './clients.js';
import { OAuthError } from './oauth-error.js';
import type { SecretCheck } from './secret-check.js';

/** A request at the token endpoint, as far as it says which client sends it. */
export interface ClientRequest {
  readonly authorization: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  /** Where it came from. */
  readonly address: string;
}

/** Finds out which client sends a request (RFC 6749 section 2.3, RFC 7523). */
export interface ClientAuthentication {
  /** @throws {OAuthError} `invalid_client`, `invalid_request` @throws {StoaError} `TOO_MANY_TASKS` */
  readonly authenticate: (request: ClientRequest) => Promise<ConfiguredClient>;
}

/** Collaborators of {@link createClientAuthentication}. */
export interface ClientAuthenticationParts {
  readonly clients: ClientRegistry;
  readonly secrets: SecretCheck;
  readonly clock: Clock;
  /** What the `aud` of an assertion may be: the issuer, and the token endpoint. */
  readonly audiences: () => string[];
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Longest time for which an assertion may hold: so long it must be remembered. */
const MAX_ASSERTION_MS = 300_000;
const MAX_LENGTH = 4096;

/** Says the same of all that may be wrong, so that nobody learns which clients there are. */
const refuse = (): OAuthError => new OAuthError('invalid_client', 'the client is not known, or not proved to be it');

const decodeForm = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw refuse();
  }
};

/** `client_secret_basic`: both parts are form-encoded before they are joined (RFC 6749 section 2.3.1). */
const readBasic = (authorization: string): readonly [id: string, secret: string] => {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1] ?? '';
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw refuse();
  return [decodeForm(text.slice(0, colon)), decodeForm(text.slice(colon + 1))];
};

/** Some point of the curve: an assertion of a client that does not exist is held against it, which takes as long as for one that does. */
const NOBODY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY',
  y: 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
};

const createAssertionCheck = ({ clients, clock, audiences }: ClientAuthenticationParts) => {
  const seen = createNonceWindow(clock);
  const verify = async (assertion: string, id: string, jwk: object): Promise<JWTPayload> => {
    const key = await importJWK({ ...jwk }, 'ES256');
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['ES256'],
      issuer: id,
      subject: id,
      audience: audiences(),
      requiredClaims: ['exp', 'jti'],
      currentDate: new Date(clock.nowMs()),
    });
    return payload;
  };
  const takeOnce = (id: string, { exp = 0, jti }: JWTPayload): void => {
    const untilMs = exp * 1000;
    if (typeof jti !== 'string' || jti.length > MAX_LENGTH || untilMs > clock.nowMs() + MAX_ASSERTION_MS)
      throw refuse();
    seen.take(id, jti, untilMs);
  };
  return async (assertion: string, id: string): Promise<ConfiguredClient> => {
    const client = await clients.find(id);
    try {
      const payload = await verify(assertion, id, client?.jwk ?? NOBODY);
      if (client?.jwk === undefined) throw refuse();
      takeOnce(id, payload);
      return client;
    } catch (thrown) {
      if (thrown instanceof errors.JOSEError || thrown instanceof StoaError || thrown instanceof TypeError)
        throw refuse();
      throw thrown;
    }
  };
};

/** The client that an assertion names, before anything of it is verified. */
const readAssertedId = (assertion: string): string => {
  try {
    const payload: unknown = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8'));
    if (typeof payload === 'object' && payload !== null && 'sub' in payload && typeof payload.sub === 'string')
      return payload.sub;
  } catch {
    // Told below as anything else that is wrong with it.
  }
  throw refuse();
};

/** Takes `client_secret_basic`, `client_secret_post` and `private_key_jwt`; one of them in a request. */
export const createClientAuthentication = (parts: ClientAuthenticationParts): ClientAuthentication => {
  const { clients, secrets } = parts;
  const checkAssertion = createAssertionCheck(parts);

  const checkSecret = async (id: string, secret: string, address: string): Promise<ConfiguredClient> => {
    if (id.length > MAX_LENGTH || secret.length > MAX_LENGTH) throw refuse();
    const client = await clients.find(id);
    const isRight = await secrets.check({ client: id, secret, hash: client?.secretHash, address });
    if (client === undefined || !isRight) throw refuse();
    return client;
  };

  const authenticateBy = (
    { authorization, parameters, address }: ClientRequest,
    id: string | undefined,
  ): Promise<ConfiguredClient> => {
    const [secret, assertion] = [parameters.get('client_secret'), parameters.get('client_assertion')];
    if ([authorization, secret, assertion].filter((shown) => shown !== undefined).length > 1)
      throw new OAuthError('invalid_request', 'expected one way to authenticate the client, got several');
    if (authorization !== undefined) return checkSecret(...readBasic(authorization), address);
    if (assertion !== undefined) {
      if (parameters.get('client_assertion_type') !== ASSERTION_TYPE)
        throw new OAuthError('invalid_request', `expected client_assertion_type ${ASSERTION_TYPE}`);
      return checkAssertion(assertion, readAssertedId(assertion));
    }
    if (id === undefined || secret === undefined) throw refuse();
    return checkSecret(id, secret, address);
  };

  return {
    authenticate: async (request) => {
      const id = request.parameters.get('client_id');
      const client = await authenticateBy(request, id);
      if (id !== undefined && id !== client.id)
        throw new OAuthError('invalid_request', 'client_id is not the client that authenticates');
      return client;
    },
  };
};
