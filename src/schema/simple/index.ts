export { BUILT_IN_TYPES } from './built-ins.js';
export { deriveSimpleType } from './derive.js';
export type { DeriveOptions } from './derive.js';
export { describeSimple } from './describe.js';
export { formatSimple } from './format.js';
export type { Formatted } from './format.js';
export { listIds } from './ids.js';
export type { IdText } from './ids.js';
export { includesSimple, listSimpleDifferences } from './includes.js';
export type { InclusionBudget, SimpleDifference } from './inclusion/model.js';
export { nameSimple } from './inclusion/names.js';
export type {
  FacetInput,
  Facets,
  Parsed,
  PrimitiveName,
  QNameContext,
  QNameWriter,
  SimpleProblem,
  SimpleRuntime,
  SimpleType,
  ValueShape,
  WhiteSpace,
} from './model.js';
export { createListType, createUnionType, isRestrictedUnion } from './varieties.js';
export { checkSimple, equalSimpleValues, parseSimple, toCanonicalSimple } from './read.js';
export type { TextInContext } from './read.js';
