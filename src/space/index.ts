export type { Credentials, SpacesCollaborators, SpacesOptions } from './collaborators.js';
export { createSpaces } from './create-spaces.js';
export { createInterfaceCompiler, createSchemaTasks } from './schemas/index.js';
export type { CompareTask, SchemaTasks, SchemaText, SchemaWorker, SentComponent } from './schemas/index.js';
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
  PublishInput,
  ReadDocument,
  RenewInput,
  SchemaCriteria,
  Space,
  SpaceDeclaration,
  SpaceEvent,
  SpaceEventKind,
  SpawnInput,
  SpawnedSpace,
  Spaces,
  SubscribeInput,
  Subscription,
  UpdateInput,
  WantedMethod,
  WantedReport,
} from './model.js';
export {
  createSpaceOperations,
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
export type { OperationCollaborators, OperationMessage, OperationMethod, SpaceOperations } from './operations/index.js';
