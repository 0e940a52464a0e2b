/** The part of this folder's face that is about the keys of clients. */
export { createClientKey, parseClientKey, serializeClientKey } from './client-key.js';
