import { createHash, createHmac } from 'node:crypto';
import type { Hashing } from '../security/index.js';

/** SHA-256 of the platform: for the proofs of calls, a third of the time of the portable one. */
export const nodeHashing: Hashing = Object.freeze({
  sha256: (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest(),
  hmacSha256: (key: Uint8Array, message: Uint8Array): Uint8Array => createHmac('sha256', key).update(message).digest(),
});
