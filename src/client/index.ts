export { StoaError, isStoaError } from '../base/light.js';
export type { ErrorCode, ErrorFinding } from '../base/index.js';
export { FAILURE_KINDS, ServiceFault, failureOf } from '../gate/light.js';
export type {
  AcceptedResult,
  Carrier,
  Failure,
  FailureKind,
  GateAnswer,
  HandledMessage,
  HandlerAnswer,
  MessageHandler,
  NarrowOptions,
  ResultSink,
  ResultSpawner,
  ServiceGate,
} from '../gate/index.js';
export { createClientKey, parseClientKey, serializeClientKey } from '../security/keys.js';
export type { ClientKey, ClientKeyOptions, Hashing, HeldClientKey } from '../security/index.js';
export type { Grade, Mismatch, TypedObject, TypedValue, Verdict } from '../schema/index.js';
export type {
  CallOptions,
  CodecGate,
  Gate,
  OpenGateMethod,
  OpenGateOptions,
  ResultCallOptions,
  ResultDocument,
  ResultHandle,
  ResultWay,
  ShareOptions,
  SpaceClient,
  SpaceDescription,
} from './api.js';
export { createClientCredentials } from './auth/client-credentials.js';
export type { ClientCredentialsOptions } from './auth/client-credentials.js';
export type { AuthorizedRequest, ClientAuth } from './auth/model.js';
export { createTokenAuth } from './auth/token-auth.js';
export type { AccessToken, TokenAuthOptions } from './auth/token-auth.js';
export { connect } from './connect.js';
export { connectNearest } from './connect-nearest.js';
export type { ConnectNearestOptions, SpaceOffer } from './connect-nearest.js';
export type { ConnectOptions } from './connection.js';
export { connectDevice, describeDevice } from './device/connect-device.js';
export type { ConnectDeviceOptions, DeviceDescription } from './device/connect-device.js';
export { acceptResults } from './gate/accept-results.js';
export type { AcceptResultsOptions } from './gate/accept-results.js';
export { acceptGate } from './gate/accept-gate.js';
export type { AcceptGateOptions } from './gate/accept-gate.js';
export { parseGate, serializeGate } from './gate/given-gate.js';
export type { GivenGate } from './gate/given-gate.js';
export { ContractClient, TypedFault, findApparent, is, narrow } from './contract/index.js';
export { receiveResults } from './contract/receive-results.js';
export type { ReceiveResultsOptions, ReceivedResults, ResultsName } from './contract/receive-results.js';
export type {
  ClientClass,
  Contract,
  ContractGate,
  ContractHolder,
  FindOptions,
  OpenClientOptions,
  ResultItem,
  Results,
  ServiceDefinition,
} from './contract/index.js';
export { isNamedLike } from './contract/name-pattern.js';
export { readContractInterface } from './contract/contract-interface.js';
export type { GateCodecs, MessageCodec, MethodCodecs } from './gate/codec-interface.js';
export { createFetchCarrier } from './fetch-carrier.js';
export type { FetchCarrierOptions } from './fetch-carrier.js';
export type {
  Entry,
  EventFilter,
  HeldDocument,
  Hit,
  Lease,
  LeaseOptions,
  LookupPage,
  LookupQuery,
  Match,
  NearMiss,
  PublishOptions,
  ReadDocument,
  SchemaInput,
  ServiceUse,
  SpaceEvent,
  AccessAction,
  AccessGrant,
  AccessPolicy,
  ClientQuota,
  PolicyChange,
  PolicyOptions,
  ReplaceRootOptions,
  SpawnOptions,
  SpawnedSpace,
  SubscribeOptions,
  Subscription,
  UpdateOptions,
  WantedMethod,
  WantedReport,
} from './model.js';
export { attachService } from './service/attach.js';
export type { AttachedServiceHandle, AttachInput, AttachOptions } from './service/attach.js';
export { createService } from './service/create-service.js';
export type { PublishedService, Service, ServiceInput, ServiceOptions } from './service/create-service.js';
export type { CallContext, Handler, Handlers } from './service/handlers.js';
export { createResultSpawner } from './service/result-spawner.js';
export type { ResultSpawnerOptions } from './service/result-spawner.js';
export type { KeptLease, LeaseKeeping, LeaseNews } from './space/keep-lease.js';
export type { KeepPublishedOptions, KeptDocument } from './space/kept-document.js';
export type { WebSocketConstructor, WebSocketEvents, WebSocketLike } from './service/web-socket.js';
