import { sha256 } from '@noble/hashes/sha2.js';
import { hmac } from '@noble/hashes/hmac.js';

/** SHA-256 digest; synchronous and the same in Node and in browsers, where Web Crypto offers only promises. */
export const hashSha256 = (bytes: Uint8Array): Uint8Array => sha256(bytes);

/** HMAC-SHA-256 (RFC 2104) of `message` under `key`. */
export const macSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => hmac(sha256, key, message);

/** An HMAC-SHA-256 under one key that is used again and again: what the key alone decides is worked out once. */
export const createMacSha256 = (key: Uint8Array): ((message: Uint8Array) => Uint8Array) => {
  const keyed = hmac.create(sha256, key);
  const scratch = keyed.clone();
  return (message) => {
    const mac = new Uint8Array(keyed.outputLen);
    keyed._cloneInto(scratch).update(message).digestInto(mac);
    return mac;
  };
};
