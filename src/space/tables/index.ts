export { createAllocator } from './allocate.js';
export type { Allocate } from './allocate.js';
export type { AccessRecord, RootRecord } from './access-record.js';
export { MAX_TAILS, readBodyRecord, writeBodyRecord } from './body-record.js';
export type { BodyRecord, KeptBody, TailPlace } from './body-record.js';
export { KEPT_SET, readKeptSet, writeKeptSet } from './kept-set.js';
export type { KeptSet } from './kept-set.js';
export {
  NO_COMPONENTS,
  createComponentSet,
  openComponentSet,
  readComponentSet,
  toSetView,
  writeComponentSet,
} from './components.js';
export type { AdvertisedComponent, ComponentRole, ComponentSet, MethodSignature, SetView } from './components.js';
export { NO_CLIENT_COUNTERS, readClientCounters, writeClientCounters } from './client-record.js';
export type { ClientCounters } from './client-record.js';
export { NO_COUNTERS, readCounters, writeCounters } from './counters-record.js';
export type { Counters } from './counters-record.js';
export { readDocumentRecord, writeDocumentRecord, writeLeaseInto } from './document-record.js';
export type { DocumentRecord, KeptDocument, SetNumber } from './document-record.js';
export {
  aliasKey,
  bodyKey,
  childrenKey,
  clientChildrenKey,
  clientKey,
  componentsKey,
  componentsNumberKey,
  COUNTERS_KEY,
  declaredKey,
  entryKey,
  MARKS_KEY,
  numberInKey,
  RESTARTS_KEY,
  spaceKey,
  subscriptionKey,
  SYSTEM_SPACE,
  tableRange,
  TABLES,
  tailKey,
} from './keys.js';
export type { Key } from './keys.js';
export type { LeaseRecord } from './lease-record.js';
export { readSubscriptionRecord, writeSubscriptionRecord } from './subscription-record.js';
export type { SubscriptionRecord } from './subscription-record.js';
export { digestBytes, readDeclaredRecord, writeDeclaredRecord } from './declared-record.js';
export type { DeclaredRecord } from './declared-record.js';
export { readCount, readText, writeCount, writeText } from './single-record.js';
export { readSpaceRecord, writeSpaceRecord } from './space-record.js';
export type { SchemaText, SpaceRecord, SpaceState } from './space-record.js';
export { readRestarts, writeRestarts } from './restarts-record.js';
export type { RestartMark } from './restarts-record.js';
export { readUuidUrn, UUID_BYTES } from './uuid.js';
export { readMarks, writeMarks } from './marks-record.js';
export type { LogMark } from './marks-record.js';
export { readLogEntry, recordInEntry, writeLogEntry } from './log-entry.js';
export type { LogEntry } from './log-entry.js';
