/**
 * What the parts of a gate that are loaded late build upon, whole: bundlers that split code put together what the same parts reach.
 */
export { StoaError } from '../base/light.js';
export { OWN_NAMESPACES, isXmlContent } from '../protocol/light.js';
export { element } from '../schema/runtime/index.js';
export { readUsual } from '../schema/runtime/light.js';
export { LINK_SEPARATOR, readCredential } from '../security/light.js';
export { gaveUp, timedOut } from './exchange/deadline.js';
export { assertGranted } from './exchange/granted.js';
export { ServiceFault } from './exchange/service-fault.js';
export { TIMEOUT_HEADER } from './exchange/timeout.js';
export { moveLinks } from '../security/links.js';
export { writeAsyncPreference } from './exchange/preferences.js';
export { UNPROVED } from './holder/unproved.js';
