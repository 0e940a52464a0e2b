export type { Content, ContentTail } from './content.js';
export { findContent } from './find-content.js';
export { createModels } from './models.js';
export type { KnownComponent, Models, SharedModels } from './models.js';
export { assertName, assertNameLength, readContent } from './read-content.js';
export type { RawContent } from './read-content.js';
