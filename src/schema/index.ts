/**
 * XSD 1.0: `readSchema(documents, { limits }?) → Schema` reads schema documents given together.
 *
 * Lookup by partial schema: `isCompatible(wanted: SchemaComponent, advertised: SchemaComponent, { maxSteps }?) → boolean`
 * says whether every instance of the one is an instance of the other, and `compareComponents(wanted, advertised, { direction })`
 * says so for a direction and with what keeps them apart. Both depend on the two fingerprints and the
 * name alone (where `isOpen` is set, on what the schemas declare besides as well), so an index keeps one `SchemaComponent` per distinct fingerprint, asks for each distinct pair once,
 * and maps fingerprints to documents; `schema.wanted()` and `schema.components()` give the keys to index by.
 * Swapped arguments ask for the other direction. `gradeOf(verdicts)` makes one grade of the verdicts on all that is wanted.
 */
export { XSD_NAMESPACE } from './facade.js';
export type {
  CodecTier,
  CodecTiers,
  ComponentKey,
  ComponentKind,
  EncodeOptions,
  Fingerprint,
  Schema,
  SchemaComponent,
  SchemaDocument,
  TypedMessage,
  TypedObject,
  TypedValue,
} from './facade.js';
export { hashAttributes } from './fingerprint/fingerprints.js';
export { compareComponents } from './matching/compare-components.js';
export type { CompareOptions } from './matching/compare-components.js';
export { toTransitions } from './automaton/transitions.js';
export type { NoTransitions, Transitions } from './automaton/transitions.js';
export { MAX_JSON_SCHEMA_NODES, toJsonSchema } from './json-schema/index.js';
export {
  MAX_TYPESCRIPT_MEMBERS,
  printTypes,
  toDocComment,
  toMemberName,
  toPascalCase,
  toStringLiteral,
  toTypeScript,
  typeText,
} from './typescript/index.js';
export type { PrintedTypes, TypeScriptOptions } from './typescript/index.js';
export type { Json, JsonSchema } from './json-schema/index.js';
export { isCompatible } from './matching/compatible.js';
export type { CompatibleOptions } from './matching/compatible.js';
export { gradeOf } from './matching/grade.js';
export type { Grading } from './matching/grade.js';
export type { ComponentComparison, Direction, Grade, Mismatch, Verdict } from './matching/model.js';
export { nameCloseness } from './matching/name-closeness.js';
export { createOutlines, refusesByOutline, UNKNOWN_OUTLINE } from './matching/outline.js';
export type { FindOutline, Outline } from './matching/outline.js';
export { readSchema } from './read-schema.js';
export type { ReadSchemaOptions } from './read-schema.js';
export { CODEC_TYPES, emitCodecs } from './emit/index.js';
export type { EmitCodecsOptions, EmittedCodecs, EmittedRoot } from './emit/index.js';
