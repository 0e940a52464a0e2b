import type { Hashing } from './hashing.js';

/** `Content-Digest` of a body (RFC 9530 section 2): SHA-256, and no other digest beside it. */
export const writeContentDigest = ({ digest }: Hashing, body: Uint8Array): string => `sha-256=:${digest(body)}:`;

/**
 * Whether `header` is the digest of `body` in the one form that {@link writeContentDigest} gives it: a second
 * algorithm, a parameter or another spelling of the same bytes is refused with it.
 */
export const isContentDigest = (hashing: Hashing, body: Uint8Array, header: string): boolean =>
  header === writeContentDigest(hashing, body);
