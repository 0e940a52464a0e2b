/**
 * What generated clients are made of, version 1: names here keep their meaning for as long as `stoa/client/v1` is exported, so
 * that the output of an older generator keeps working.
 */
export type { CallOptions, CodecGate, SpaceClient } from '../api.js';
export type { CallContext } from '../service/handlers.js';
export { ContractClient } from './contract-client.js';
export type { OpenClientOptions } from './contract-client.js';
export type { ContractGate, ResultsOptions } from './contract-gate.js';
export type { FindOptions } from './find-services.js';
export { implement } from './implement.js';
export type { ContractContext, EventValue } from './implement.js';
export { findApparent, is, narrow } from './is.js';
export type { AnyMessage, ContractMessage } from './message.js';
export type {
  AnyEvent,
  AnyMethod,
  BoundHandler,
  ClientClass,
  Contract,
  ContractEvent,
  ContractHolder,
  ContractMethod,
  ServiceDefinition,
} from './model.js';
export type { OpenOptions } from './open-contract.js';
export type { EventItem, ProgressItem, ResponseItem, ResultItem, Results } from './results-model.js';
export { TypedFault } from './typed-fault.js';
export type { TypedFaultClass } from './typed-fault.js';
