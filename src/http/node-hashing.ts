import { createHmac, hash } from 'node:crypto';
import type { Hashing } from '../security/index.js';

/** SHA-256 of the platform, for the proofs of calls. */
export const nodeHashing: Hashing = Object.freeze({
  digest: (bytes: Uint8Array): string => hash('sha256', bytes, 'base64'),
  mac: (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('base64'),
});
