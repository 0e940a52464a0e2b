/**
 * Values that no schema describes as XML: `writeObjects(value)` → a document of `urn:stoa:objects:1`, and `readObjects(xml)` back.
 * References and circles keep what they are; hostile documents are refused.
 */
export type { ObjectClass, ObjectClasses } from './classes.js';
export { DEFAULT_OBJECT_LIMITS } from './limits.js';
export type { ObjectLimits } from './limits.js';
export { readObjects } from './read-objects.js';
export type { ReadObjectsOptions } from './read-objects.js';
export { writeObjects } from './write-objects.js';
export type { WriteObjectsOptions } from './write-objects.js';
