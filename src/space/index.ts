export { ACCESS_ACTIONS } from './access/model.js';
export type { AccessAction, AccessGrant, AccessPolicy, ClientQuota, StatedAccess } from './access/model.js';
export type {
  Credentials,
  LookupCriteria,
  SchemaOrigin,
  SpacesCollaborators,
  SpacesObserver,
  SpacesOptions,
} from './collaborators.js';
export { createSpaces } from './create-spaces.js';
export type { AskAddress } from './liveness/asking.js';
export {
  createInterfaceCompiler,
  createSchemaTasks,
  createSchemaWorker,
  isSmallDocument,
  runTask,
} from './schemas/index.js';
export type {
  CompareTask,
  SchemaTask,
  SchemaDocument,
  SchemaTasks,
  SchemaText,
  SchemaWorker,
  SentComponent,
} from './schemas/index.js';
export type {
  AddressBook,
  CancelInput,
  Entry,
  EventsInput,
  FoundService,
  GrantedLease,
  HeldDocument,
  Hit,
  LookupAnswer,
  LookupInput,
  Match,
  NearMiss,
  PolicyInput,
  PublishInput,
  ReadDocument,
  ServiceUse,
  RenewInput,
  SchemaCriteria,
  Space,
  SpaceDeclaration,
  SpaceEvent,
  SpaceEventKind,
  SpawnInput,
  SpawnedSpace,
  Spaces,
  SpacesUsage,
  SubscribeInput,
  Subscription,
  UpdateInput,
  WantedMethod,
  WantedReport,
} from './model.js';
export {
  createSpaceOperations,
  readMessageBody,
  toAdvertisementFragment,
  toEntryValue,
  toEventValue,
  toHeldResponse,
  toHitValue,
  toLeaseValue,
  toLookupResponse,
  toReadResponse,
  writeSpaceAdvertisement,
} from './operations/index.js';
export type {
  MessageBody,
  MessageWorker,
  OperationCollaborators,
  OperationMessage,
  OperationMethod,
  SpaceMessage,
  SpaceOperations,
} from './operations/index.js';
