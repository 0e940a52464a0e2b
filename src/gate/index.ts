export { createAttachments } from './attached/attachments.js';
export type { AttachedService, AttachmentOptions, Attachments, HeldAttachment } from './attached/attachments.js';
export { CLOSE_CODES } from './attached/channel.js';
export type { FrameChannel } from './attached/channel.js';
export { ATTACH_PROTOCOL, readFrame, writeFrame } from './attached/frames.js';
export type { Frame } from './attached/frames.js';
export { createServiceEnd } from './attached/service-end.js';
export type { ServiceEnd, ServiceEndParts } from './attached/service-end.js';
export type { AttachedRequest } from './attached/waiting-call.js';
export { createClosedGates } from './desk/closed-gates.js';
export type { ClosedGate, ClosedGates } from './desk/closed-gates.js';
export { createGateDesk, RELAY_PATH } from './desk/gate-desk.js';
export type { GateDeskOptions, GateDeskParts, GateLimits } from './desk/parts.js';
export { readAccepted, serializeAccepted, writeAccepted } from './exchange/accepted.js';
export type { AcceptedResult } from './exchange/accepted.js';
export { carryInTime } from './exchange/deadline.js';
export type { Deadline, TimedCall } from './exchange/deadline.js';
export { FAILURE_KINDS, failureOf } from './exchange/failure.js';
export type { Failure, FailureKind } from './exchange/failure.js';
export type { AdvertiseIn } from './exchange/preferences.js';
export { ServiceFault } from './exchange/service-fault.js';
export type { FaultParts } from './exchange/service-fault.js';
export { createCallProver } from './holder/call-prover.js';
export { createClientGate } from './holder/create-client-gate.js';
export type { CallProver } from './holder/unproved.js';
export type {
  ClientGate,
  ClientGateOptions,
  ClientGateParts,
  GateAnswer,
  HeldGate,
  MessageInterface,
  NarrowOptions,
  RefreshedGate,
  SendOptions,
  WrittenMessage,
} from './holder/model.js';
export type {
  CallAnswer,
  CallHeaders,
  CallRequest,
  Carrier,
  Carry,
  ExpectedComponent,
  FindService,
  GateDesk,
  GateService,
  OpenGate,
  OpenGateInput,
  Opener,
  RelayInput,
} from './model.js';
export { toProblemAnswer } from './service/answer.js';
export type {
  HandledMessage,
  HandlerAnswer,
  MessageHandler,
  ResultSink,
  ResultSpace,
  ResultSpawner,
  ServiceGate,
  ServiceGateOptions,
  ServiceGateParts,
  ServiceRequest,
} from './service/model.js';
export { RESULT_DOCUMENTS } from './service/result-documents.js';
export type { ResultState } from './service/result-documents.js';
export { createServiceGate } from './service/service-gate.js';
