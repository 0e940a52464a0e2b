import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { StoaError } from '../../base/index.js';

/**
 * How secrets are kept: `scrypt:LOG2N:SALT:HASH` in base64url, r = 8 and p = 1. At 2^15 a guess takes about 32 MB and
 * 50 ms, so whoever gets hold of hashes gains little.
 */
const FORM = /^scrypt:(1[0-9]|20):([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{43})$/;

const DEFAULT_LOG2N = 15;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Whether `text` has the form of a hash that {@link hashSecret} makes. */
export const isSecretHash = (text: string): boolean => FORM.test(text);

const derive = (secret: string, salt: Buffer, log2n: number): Promise<Buffer> => {
  const cost = { N: 2 ** log2n, r: 8, p: 1, maxmem: 256 * 2 ** log2n * 8 };
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, cost, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
};

/** A secret of 256 bits, as text. */
export const createSecret = (): string => randomBytes(32).toString('base64url');

/** The hash under which `secret` is kept; `log2n` (10 to 20) says how much a guess costs. */
export const hashSecret = async (secret: string, log2n = DEFAULT_LOG2N): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(secret, salt, log2n);
  return `scrypt:${String(log2n)}:${salt.toString('base64url')}:${key.toString('base64url')}`;
};

/**
 * Whether `secret` is the one of `hash`; takes equally long for any secret.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when `hash` is none
 */
export const verifySecret = async (secret: string, hash: string): Promise<boolean> => {
  const [, log2n = '', salt = '', expected = ''] = FORM.exec(hash) ?? [];
  if (log2n === '') throw new StoaError('CONFIGURATION_INVALID', 'expected the hash of a secret, got something else');
  const key = await derive(secret, Buffer.from(salt, 'base64url'), Number(log2n));
  return timingSafeEqual(key, Buffer.from(expected, 'base64url'));
};
