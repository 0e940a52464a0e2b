export { findProblemFormat, isXmlContent, mediaTypeOf, PROBLEM_CONTENT_TYPES, XML_CONTENT_TYPE } from './media-type.js';
export { toMatchValue } from './match.js';
export type { Match, WantedReport } from './match.js';
export { acceptedElement } from './generated/result.js';
export { OWN_NAMESPACES } from './own-namespaces.js';
export type { OwnSchemaName } from './own-namespaces.js';
export { createOwnSchemas, ownSchemas } from './own-schemas.js';
export type { OwnSchemas } from './own-schemas.js';
export { PROBLEM_NAMESPACE, toProblemType, writeProblem } from './problem.js';
export type { ProblemOptions } from './problem.js';
export { SCHEMA_TEXTS } from './schema-texts.js';
export { readProblem } from './read-problem.js';
export { encodeSpaceResponse } from './encode-response.js';
export { SPACE_METHODS } from './space-messages.js';
export type {
  CancelRequest,
  CarryValue,
  CloseGateRequest,
  ComponentValue,
  DestroyRequest,
  EmptyValue,
  EntryValue,
  EventKindValue,
  EventValue,
  FailureKindValue,
  GateValue,
  GradeValue,
  AccessActionValue,
  AccessValue,
  GrantValue,
  PolicyRequest,
  PolicyResponse,
  QuotaValue,
  HeldResponse,
  HitValue,
  KindValue,
  ListedSpaceValue,
  LeaseValue,
  LookupRequest,
  LookupResponse,
  MatchValue,
  MismatchValue,
  NearMissValue,
  OpenGateRequest,
  PublishRequest,
  ReadRequest,
  ReadResponse,
  RefreshGateRequest,
  RefreshGateResponse,
  RemoveRequest,
  RenewRequest,
  RenewResponse,
  SchemaFragment,
  SpaceMessages,
  SpaceMethod,
  SpacesResponse,
  SpawnRequest,
  SpawnResponse,
  SubscribeRequest,
  SubscribeResponse,
  UpdateRequest,
  WantedMethodValue,
  WantedValue,
  XmlFragment,
} from './space-messages.js';
