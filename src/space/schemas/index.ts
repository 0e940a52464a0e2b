export { createInterfaceCompiler } from './interface-compiler.js';
export { isInlineLimit, isSmallDocument, toInlineLimits, wantedOf } from './known-schema.js';
export type { KnownSchema } from './known-schema.js';
export type { AdvertisedSchema, LargeAdvertisement, LargeDocument } from './large-documents.js';
export { ofRootElement, withRoles } from './roles.js';
export { rootRange } from './root-range.js';
export type { RootRange } from './root-range.js';
export { createLocalSchemaWorker, createSchemaTasks, createSchemaWorker, runTask } from './schema-tasks.js';
export type {
  Asker,
  CompareTask,
  SchemaTask,
  SchemaTasks,
  SchemaWorker,
  SchemaWorkers,
  SentComponent,
} from './schema-tasks.js';
export { openAdvertisement, openSentAdvertisement } from './sent-advertisement.js';
export type { OpenedAdvertisement } from './sent-advertisement.js';
export { toTexts } from './schema-texts.js';
export type { SchemaDocument, SchemaText } from './schema-texts.js';
