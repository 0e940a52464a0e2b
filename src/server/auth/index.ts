export { createClientFile } from './client-file.js';
export type { ClientFile, NewClient } from './client-file.js';
export { toClientsPath } from './clients.js';
export { openAuthentication } from './open-authentication.js';
export type { ServerAuthentication, ServerAuthenticationParts } from './open-authentication.js';
