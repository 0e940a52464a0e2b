import { hashSha256, macSha256 } from '../../base/digest.js';

/**
 * SHA-256 as proofs need it: synchronous, since it is done twice a call at each side. In Node pass the one over
 * `node:crypto`, which takes a third of the time of the portable one.
 */
export interface Hashing {
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /** HMAC-SHA-256 (RFC 2104). */
  readonly hmacSha256: (key: Uint8Array, message: Uint8Array) => Uint8Array;
}

/** Runs everywhere, browsers included. */
export const portableHashing: Hashing = Object.freeze({ sha256: hashSha256, hmacSha256: macSha256 });
