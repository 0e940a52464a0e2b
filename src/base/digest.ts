import { sha256 } from '@noble/hashes/sha2.js';
import { hmac } from '@noble/hashes/hmac.js';

/** SHA-256 digest; synchronous and the same in Node and in browsers, where Web Crypto offers only promises. */
export const hashSha256 = (bytes: Uint8Array): Uint8Array => sha256(bytes);

/** HMAC-SHA-256 (RFC 2104) of `message` under `key`. */
export const macSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => hmac(sha256, key, message);
