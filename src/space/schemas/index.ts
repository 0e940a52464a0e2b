export { createInterfaceCompiler } from './interface-compiler.js';
export { wantedOf } from './known-schema.js';
export type { KnownSchema } from './known-schema.js';
export { createLocalSchemaWorker, createSchemaTasks } from './schema-tasks.js';
export type { CompareTask, SchemaTasks, SchemaText, SchemaWorker, SentComponent } from './schema-tasks.js';
