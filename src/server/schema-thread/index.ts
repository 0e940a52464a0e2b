export { createSchemaThread } from './create-schema-thread.js';
export type { SchemaThread, SchemaThreadParts } from './create-schema-thread.js';
