import { StoaError } from '../base/index.js';
import { digestText } from './token/web-digest.js';

/** Public half of a client's key (RFC 7518 section 6.2). */
export interface PublicClientJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/**
 * The key of a client, ES256: tokens and gates are bound to it, and it proves requests and messages. It may live
 * elsewhere, such as in hardware: only signing is asked of it.
 */
export interface ClientKey {
  readonly publicJwk: PublicClientJwk;
  /** RFC 7638 thumbprint of the public key. */
  readonly thumbprint: string;
  /** ES256 signature over `bytes`: 64 bytes, r and s (RFC 7518 section 3.4). */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** A client key that this process holds. */
export interface HeldClientKey extends ClientKey {
  /** A browser can keep it in IndexedDB as it is, extractable or not. */
  readonly privateKey: CryptoKey;
}

/** Options of {@link createClientKey}. */
export interface ClientKeyOptions {
  /** Whether the private half can be read out, which keeping it in a file needs. Default: no. */
  readonly extractable?: boolean;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

const toClientKey = async (privateKey: CryptoKey, { x, y }: JsonWebKey): Promise<HeldClientKey> => {
  if (x === undefined || y === undefined)
    throw new StoaError('CONFIGURATION_INVALID', 'the client key lacks its public part');
  const publicJwk = Object.freeze({ kty: 'EC', crv: 'P-256', x, y } as const);
  return Object.freeze({
    publicJwk,
    privateKey,
    // RFC 7638 section 3: the members in order of their names, nothing between them.
    thumbprint: await digestText(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y })),
    sign: async (bytes: Uint8Array) =>
      new Uint8Array(await globalThis.crypto.subtle.sign(SIGNATURE, privateKey, bytes.slice())),
  });
};

/** A fresh key from the platform's own generator. */
export const createClientKey = async ({ extractable = false }: ClientKeyOptions = {}): Promise<HeldClientKey> => {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey(ALGORITHM, extractable, ['sign', 'verify']);
  return toClientKey(pair.privateKey, await subtle.exportKey('jwk', pair.publicKey));
};

/**
 * Private JWK as JSON text: a secret, for a file that only its owner can read.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when the key was not made extractable
 */
export const serializeClientKey = async ({ privateKey, publicJwk }: HeldClientKey): Promise<string> => {
  if (!privateKey.extractable) {
    throw new StoaError('CONFIGURATION_INVALID', 'the client key cannot be read out', {
      hint: 'make it with createClientKey({ extractable: true })',
    });
  }
  const { d } = await globalThis.crypto.subtle.exportKey('jwk', privateKey);
  return JSON.stringify({ ...publicJwk, d });
};

const refuse = (): StoaError =>
  new StoaError('CONFIGURATION_INVALID', 'the client key is not a private JWK of type EC on curve P-256');

const readJwk = (text: string): JsonWebKey => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // The parser's error quotes the text, which is a secret.
  }
  throw refuse();
};

/**
 * Key from the text of {@link serializeClientKey}.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when the text is none; nothing of it is told
 */
export const parseClientKey = async (
  text: string,
  { extractable = false }: ClientKeyOptions = {},
): Promise<HeldClientKey> => {
  const { kty, crv, x, y, d } = readJwk(text);
  if (kty !== 'EC' || crv !== 'P-256' || [x, y, d].some((part) => typeof part !== 'string')) throw refuse();
  const jwk: JsonWebKey = { kty, crv, ...(x !== undefined && { x }), ...(y !== undefined && { y }), d: d ?? '' };
  const key = await importPrivate(jwk, extractable);
  return toClientKey(key, jwk);
};

const importPrivate = async (jwk: JsonWebKey, extractable: boolean): Promise<CryptoKey> => {
  try {
    return await globalThis.crypto.subtle.importKey('jwk', jwk, ALGORITHM, extractable, ['sign']);
  } catch {
    throw refuse();
  }
};
