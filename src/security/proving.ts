/** The part of this folder's face that makes proofs: loaded by a client when its first gate is bound to a key. */
export { LINK_SEPARATOR } from './narrowing/link-separator.js';
export { MAX_LINKS, signLink } from './narrowing/link.js';
export { portableHashing } from './proof/hashing.js';
export { createProver } from './proof/prover.js';
export { toKeyThumbprint } from './proof/public-point.js';
