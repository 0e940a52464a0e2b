export { openAuthentication } from './open-authentication.js';
export type { ServerAuthentication, ServerAuthenticationParts } from './open-authentication.js';
