import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JSONWebKeySet, JWK } from 'jose';
import { StoaError } from '../base/index.js';

/** The one signature algorithm of gate credentials: small keys and signatures, in every Web Crypto (RFC 7518 section 3.4). */
export const SIGNING_ALGORITHM = 'ES256';

/** A key pair that signs gate credentials. */
export interface SigningKeys {
  /** RFC 7638 thumbprint of the public key: equal keys have equal ids everywhere. */
  readonly id: string;
  readonly privateKey: CryptoKey;
  /** With `kid`, `alg` and `use`; nothing of the private key. */
  readonly publicJwk: JWK;
}

const toSigningKeys = async (privateKey: CryptoKey, { x, y }: JWK): Promise<SigningKeys> => {
  if (typeof x !== 'string' || typeof y !== 'string')
    throw new StoaError('CONFIGURATION_INVALID', 'the signing key lacks its public part');
  const publicPart = { kty: 'EC', crv: 'P-256', x, y };
  const id = await calculateJwkThumbprint(publicPart);
  const publicJwk = Object.freeze({ ...publicPart, kid: id, alg: SIGNING_ALGORITHM, use: 'sig' });
  return Object.freeze({ id, privateKey, publicJwk });
};

/** A fresh key pair from the platform's own generator. */
export const createSigningKeys = async (): Promise<SigningKeys> => {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  return toSigningKeys(privateKey, await exportJWK(privateKey));
};

/** Private JWK as JSON text, for keeping in a file that only the server can read. */
export const serializeSigningKeys = async ({ privateKey, id }: SigningKeys): Promise<string> =>
  JSON.stringify({ ...(await exportJWK(privateKey)), kid: id, alg: SIGNING_ALGORITHM, use: 'sig' });

/**
 * Key pair from the text of {@link serializeSigningKeys}.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when it is not a private ES256 key; nothing of the text is told
 */
export const parseSigningKeys = async (text: string): Promise<SigningKeys> => {
  try {
    const jwk: unknown = JSON.parse(text);
    if (!isPrivateEcKey(jwk))
      throw new StoaError('CONFIGURATION_INVALID', 'expected a private JWK of type EC on curve P-256');
    const key = await importJWK(jwk, SIGNING_ALGORITHM, { extractable: true });
    if (key instanceof Uint8Array)
      throw new StoaError('CONFIGURATION_INVALID', 'expected a key pair, a shared secret came');
    return await toSigningKeys(key, jwk);
  } catch (thrown) {
    if (thrown instanceof StoaError) throw thrown;
    // The cause may quote the text, which is a secret.
    throw new StoaError('CONFIGURATION_INVALID', 'the signing key is not a private JWK of type EC on curve P-256');
  }
};

const isPrivateEcKey = (value: unknown): value is JWK => {
  if (typeof value !== 'object' || value === null || !('kty' in value && 'crv' in value && 'd' in value)) return false;
  return value.kty === 'EC' && value.crv === 'P-256' && typeof value.d === 'string';
};

/** The public keys as RFC 7517 JWK set: the signing pair first, then those that signed before it and may still be in use. */
export const toKeySet = (...keys: readonly SigningKeys[]): JSONWebKeySet => ({
  keys: keys.map(({ publicJwk }) => publicJwk),
});
