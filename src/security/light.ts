/** The part of this folder's face that every gate needs: what imports it loads nothing that makes or verifies proofs. */
export { LINK_SEPARATOR } from './narrowing/link-separator.js';
export { moveLinks } from './narrowing/move-links.js';
export { PROOF_HEADERS, PROOF_REQUEST_HEADERS } from './proof/message.js';
export { readCredential } from './read-credential.js';
