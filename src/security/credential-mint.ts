import { StoaError, equalSecrets, toBase64Url, toUtf8 } from '../base/index.js';
import { createMacSha256 } from '../base/digest.js';

/**
 * Makes and checks credentials that only their maker checks (lease, root, writer, gate control): a MAC over what
 * they are for, so nothing has to be stored for one. Purposes keep apart credentials over the same parts.
 */
export interface CredentialMint {
  /** 43 characters of base64url: the HMAC-SHA-256 over `purpose` and `parts`. */
  readonly mint: (purpose: string, ...parts: readonly string[]) => string;
  /** Whether `credential` was minted for exactly this; the time it takes tells nothing about how much of it was right. */
  readonly verify: (credential: string, purpose: string, ...parts: readonly string[]) => boolean;
}

/** Shortest key taken, in bytes: the strength of HMAC-SHA-256 is that of its key up to the length of the digest. */
const MIN_KEY_BYTES = 32;

const LENGTH_BYTES = 4;

/** The parts one after the other, each with its length in front, so that no two lists of parts have the same bytes. */
const frame = (parts: readonly string[]): Uint8Array => {
  const encoded = parts.map(toUtf8);
  const framed = new Uint8Array(encoded.reduce((length, bytes) => length + LENGTH_BYTES + bytes.length, 0));
  const view = new DataView(framed.buffer);
  let at = 0;
  for (const bytes of encoded) {
    view.setUint32(at, bytes.length);
    framed.set(bytes, at + LENGTH_BYTES);
    at += LENGTH_BYTES + bytes.length;
  }
  return framed;
};

/** Makes the HMAC-SHA-256 under a key; the portable one if nothing is said. */
export type CreateMac = (key: Uint8Array) => (message: Uint8Array) => Uint8Array;

/**
 * A mint over a secret key of at least 32 bytes; two mints with one key take each other's credentials.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when the key is shorter
 */
export const createCredentialMint = (key: Uint8Array, createMac: CreateMac = createMacSha256): CredentialMint => {
  if (key.length < MIN_KEY_BYTES) {
    throw new StoaError(
      'CONFIGURATION_INVALID',
      `a credential key has at least ${MIN_KEY_BYTES} bytes, this one has ${key.length}`,
    );
  }
  const mac = createMac(key);
  const mint = (purpose: string, ...parts: readonly string[]): string => toBase64Url(mac(frame([purpose, ...parts])));
  return Object.freeze({
    mint,
    verify: (credential: string, purpose: string, ...parts: readonly string[]) =>
      equalSecrets(toUtf8(credential), toUtf8(mint(purpose, ...parts))),
  });
};
