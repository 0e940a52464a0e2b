export { XSD_NAMESPACE } from './facade.js';
export type {
  ComponentKey,
  ComponentKind,
  EncodeOptions,
  Fingerprint,
  Schema,
  SchemaDocument,
  TypedMessage,
  TypedObject,
  TypedValue,
} from './facade.js';
