import { StoaError, countUtf8, equalSecrets, toBase64Url, toUtf8 } from '../base/index.js';
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

/** Most bytes of parts for which no memory is taken: a credential over URNs takes a quarter of it. */
const SHORT_BYTES = 512;

/** Puts the UTF-8 bytes of a text, `length` of them. Texts of ASCII are put by themselves: the encoder takes longer to start. */
const putText = (
  target: Uint8Array,
  text: string,
  { at, length }: { readonly at: number; readonly length: number },
): void => {
  if (length !== text.length) target.set(toUtf8(text), at);
  else for (let next = 0; next < length; next++) target[at + next] = text.charCodeAt(next);
};

/**
 * Frames parts one after the other, each with its length in front, so that no two lists of parts have the same bytes. What it gives
 * is valid until it is called again.
 */
const createFrame = (): ((parts: readonly string[]) => Uint8Array) => {
  const scratch = new Uint8Array(SHORT_BYTES);
  const scratchView = new DataView(scratch.buffer);
  return (parts) => {
    let size = 0;
    for (const part of parts) size += LENGTH_BYTES + countUtf8(part);
    const framed = size > SHORT_BYTES ? new Uint8Array(size) : scratch;
    const view = size > SHORT_BYTES ? new DataView(framed.buffer) : scratchView;
    let at = 0;
    for (const part of parts) {
      const length = countUtf8(part);
      view.setUint32(at, length);
      putText(framed, part, { at: at + LENGTH_BYTES, length });
      at += LENGTH_BYTES + length;
    }
    return framed.subarray(0, size);
  };
};

/** Makes a function that gives the HMAC-SHA-256 under a key as unpadded base64url. */
export type CreateMac = (key: Uint8Array) => (message: Uint8Array) => string;

const createPortableMac: CreateMac = (key) => {
  const mac = createMacSha256(key);
  return (message) => toBase64Url(mac(message));
};

/**
 * A mint over a secret key of at least 32 bytes; two mints with one key take each other's credentials.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when the key is shorter
 */
export const createCredentialMint = (key: Uint8Array, createMac: CreateMac = createPortableMac): CredentialMint => {
  if (key.length < MIN_KEY_BYTES) {
    throw new StoaError(
      'CONFIGURATION_INVALID',
      `a credential key has at least ${MIN_KEY_BYTES} bytes, this one has ${key.length}`,
    );
  }
  const mac = createMac(key);
  const frame = createFrame();
  const mint = (...parts: readonly string[]): string => mac(frame(parts));
  return Object.freeze({
    mint,
    verify: (credential: string, purpose: string, ...parts: readonly string[]) =>
      equalSecrets(toUtf8(credential), toUtf8(mint(purpose, ...parts))),
  });
};
