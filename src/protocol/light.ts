/**
 * The part of this folder's face that a client needs to speak to a space and through gates: what imports it loads no reader of
 * schemas, and no text of one.
 */
export { findProblemFormat, isXmlContent, PROBLEM_CONTENT_TYPES, XML_CONTENT_TYPE } from './media-type.js';
export { OWN_NAMESPACES } from './own-namespaces.js';
