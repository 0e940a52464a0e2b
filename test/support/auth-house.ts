import type { Test } from 'tap';
import { systemClock, systemRandom } from '../../src/base/index.js';
import type { Clock } from '../../src/base/index.js';
import { createClientKey, createDpopProof, digestText } from '../../src/security/index.js';
import type { ClientKey, DpopRequest } from '../../src/security/index.js';
import { hashSecret } from '../../src/server/auth/secret-hash.js';
import { startTestServer } from '../http/support/test-server.js';
import type { TestServer, TestServerOptions } from '../http/support/test-server.js';

/** The secret of the client `billing`; no secret, since a test knows it. */
export const BILLING_SECRET = 'a secret of billing: +%&=';

/** A server with the built-in issuer and the client `billing` in group `ops`. */
export const startAuthServer = async (
  t: Test,
  { auth = {}, ...options }: TestServerOptions & { readonly auth?: object } = {},
): Promise<TestServer> => {
  const secretHash = await hashSecret(BILLING_SECRET, 10);
  const clients = [{ id: 'billing', secretHash, groups: ['ops'] }];
  return startTestServer(t, { ...options, flags: { auth: { clients, ...auth }, ...options.flags } });
};

/** What the token endpoint answered. */
export interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks for a token with a form. */
export const askToken = async (
  server: Pick<TestServer, 'url'>,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenReply> => {
  const answer = await fetch(`${server.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as TokenReply['body'] };
};

/** The form of `billing`. */
export const BILLING = { grant_type: 'client_credentials', client_id: 'billing', client_secret: BILLING_SECRET };

/** Proofs of one key. */
export interface Prover {
  readonly key: ClientKey;
  readonly prove: (request: DpopRequest & { readonly token?: string }) => Promise<string>;
}

export const createTestProver = async (clock: Clock = systemClock): Promise<Prover> => {
  const key = await createClientKey();
  const parts = { key, clock, random: systemRandom };
  return {
    key,
    prove: async ({ token, ...request }) =>
      createDpopProof(parts, { ...request, ...(token !== undefined && { tokenDigest: await digestText(token) }) }),
  };
};

/** A token of `billing`, bound to the prover's key when there is one. */
export const getToken = async (server: Pick<TestServer, 'url'>, prover?: Prover): Promise<string> => {
  const proof = prover && { dpop: await prover.prove({ method: 'POST', url: `${server.url}/oauth/token` }) };
  const { body } = await askToken(server, BILLING, proof ?? {});
  return String(body['access_token']);
};
