export type { Json, JsonSchema } from './json.js';
export { MAX_JSON_SCHEMA_NODES } from './scope.js';
export { toJsonSchema } from './to-json-schema.js';
