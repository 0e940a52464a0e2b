import { hashSha256, macSha256 } from '../../base/digest.js';
import { toBase64 } from '../../base/base64.js';
import { toUtf8 } from '../../base/light.js';

/**
 * SHA-256 as proofs need it: synchronous, since each side of a call takes two, and with base64 as its result, which
 * is what stands in headers. In Node pass the one over `node:crypto`, which takes a fraction of the portable one's time.
 */
export interface Hashing {
  /** SHA-256 of `bytes`. */
  readonly digest: (bytes: Uint8Array) => string;
  /** HMAC-SHA-256 (RFC 2104) of the UTF-8 bytes of `text`. */
  readonly mac: (key: Uint8Array, text: string) => string;
}

/** Runs everywhere, browsers included. */
export const portableHashing: Hashing = Object.freeze({
  digest: (bytes: Uint8Array): string => toBase64(hashSha256(bytes)),
  mac: (key: Uint8Array, text: string): string => toBase64(macSha256(key, toUtf8(text))),
});
