export { advertisedComponents, assertInterface, compileInterface, createRemoteInterface } from './compile.js';
export type { AnswerKind, CheckedInterface, CompiledInterface, CompileOptions, RemoteSchema } from './compile.js';
export {
  ATTACHED_BINDING,
  ATTACHED_URI,
  makeDocumentAdvertisement,
  makeSpaceInterface,
  STOA_HTTP_BINDING,
} from './make.js';
export type { DocumentAdvertisementInput } from './make.js';
export { chooseMethods, cutSchemas, elementsOf } from './cut-schemas.js';
export { findLiveness, LIVENESS, toQuestions, withoutLiveness } from './liveness.js';
export type { Liveness, Questions } from './liveness.js';
export { ADVERTISEMENT_KINDS } from './model.js';
export type {
  Access,
  Advertisement,
  AdvertisementKind,
  Endpoint,
  Interface,
  MessageOrder,
  Method,
  SchemaPart,
} from './model.js';
export { compileOrder } from './order.js';
export { findAroundInterface, isAdvertisement, isAdvertisementId, readAdvertisement } from './read.js';
export { checkAdvertisement, isEndpointUri, isProtected, MAX_ENDPOINT_URI_LENGTH, MAX_ENDPOINTS } from './rules.js';
export { writeAdvertisement } from './write.js';
export { tailorAdvertisement, writeProtectedAdvertisement } from './tailor.js';
export type { ProtectedAdvertisementInput } from './tailor.js';
