import type { Clock, DocumentId, GateId, Log, Random, SpaceId, XmlLimits } from '../../base/index.js';
import type { Advertisement, Method } from '../../advertisement/index.js';
import type { CredentialVerifier, Hashing, ProofVerifierOptions, VerifiedCredential } from '../../security/index.js';
import type { XmlElement } from '../../xml/index.js';
import type { AcceptedResult } from '../exchange/accepted.js';
import type { CallAnswer, CallHeaders } from '../model.js';

/** One HTTP request at a service. */
export interface ServiceRequest {
  /** HTTP method; a call is a POST. */
  readonly method: string;
  /** By lower-case name. */
  readonly headers: CallHeaders;
  readonly body: Uint8Array;
  /** Aborted when the caller hung up. */
  readonly signal: AbortSignal;
}

/** Takes requests and answers each; never throws: failures are problem documents. */
export type ServiceGate = (request: ServiceRequest) => Promise<CallAnswer>;

/** A message that the service's gate let pass. */
export interface HandledMessage {
  readonly method: Method;
  readonly element: XmlElement;
  /** The text that `element` was parsed from. */
  readonly source: string;
  /** The message as it came. */
  readonly bytes: Uint8Array;
  /** Aborted when the caller hung up or its time ran out or, for results in a new space, when that space ended. */
  readonly signal: AbortSignal;
  /** When the caller's time runs out, if it says so; results in a new space take the time that they take. */
  readonly endsAtMs?: number;
  /** What the shown credential allows; only at a restricted service. */
  readonly credential?: VerifiedCredential;
  /** Where results go while the work is under way; only when the caller asked for them in a new space. */
  readonly results?: ResultSink;
}

/** An answer: the document of a response or of a declared fault; its root says which. */
export interface HandlerAnswer {
  readonly bytes: Uint8Array;
  /** Says that whoever wrote the bytes has checked them as this; else the gate checks them before they are sent. */
  readonly checked?: 'response' | 'fault';
}

/** The service behind its gate. A one-way method returns nothing; a `ServiceFault` thrown is answered as a fault. */
export type MessageHandler = (message: HandledMessage) => Promise<HandlerAnswer | undefined>;

/** Publishes results while the work is under way. Documents appear in the order of the calls, awaited or not. */
export interface ResultSink {
  /** Publishes one XML document; `name` defaults to the local name of its root. */
  readonly publish: (xml: string | Uint8Array, name?: string) => Promise<void>;
  /** Publishes a `progress` document: `done` (of `of`) units of work. */
  readonly progress: (done: number, of?: number, note?: string) => Promise<void>;
  /** Aborted when the space of results ended: nobody wants them any more. */
  readonly signal: AbortSignal;
}

/** A space of results as the service's gate needs it. */
export interface ResultSpace {
  /** What the caller is told. */
  readonly accepted: AcceptedResult;
  /** Publishes one XML document and gives its URL; `name` defaults to the local name of its root. */
  readonly publish: (xml: string | Uint8Array, name?: string) => Promise<string>;
  /** XML text of an advertisement of the results that leads to one of their documents. */
  readonly advertise: (uri: string) => string;
  /** Publishes an advertisement of the results where the service stands; absent where it cannot. */
  readonly announce?: (advertisement: string) => Promise<void>;
  /** Aborted when the space ended. */
  readonly ended: AbortSignal;
  /** The work is over: stops watching for the end of the space. */
  readonly release: () => void;
}

/** Makes a space for the results of one call. */
export type ResultSpawner = (call: { readonly method: Method; readonly signal: AbortSignal }) => Promise<ResultSpace>;

/** Collaborators of a service's gate. */
export interface ServiceGateParts {
  readonly advertisement: Advertisement;
  /** URN of the service as published, the `aud` of its credentials; default: the one in the advertisement. */
  readonly documentId?: () => DocumentId | undefined;
  /** URN of the space whose credentials are taken; needed by a restricted service. */
  readonly issuer?: SpaceId;
  /** Needed by a restricted service. */
  readonly verifier?: CredentialVerifier;
  /** Which gates were closed before their credentials ended; default: none is known to be. */
  readonly revocations?: { readonly has: (gate: GateId) => boolean };
  readonly handle: MessageHandler;
  /** Without it every answer comes in its message. */
  readonly results?: ResultSpawner;
  readonly clock: Clock;
  /** Default: the platform's. */
  readonly random?: Random;
  /** What verifies proofs; default: one that runs everywhere. */
  readonly hashing?: Hashing;
  readonly log?: Log;
}

/** Options of a service's gate. */
export interface ServiceGateOptions extends ProofVerifierOptions {
  /**
   * Which credentials need no proof of a key because they are bound to none: `local` (default) those of a space that
   * asks nobody who they are, `always` those of any space, `never` none. A bound credential is never taken without.
   */
  readonly unbound?: 'local' | 'always' | 'never';
  /** Limits of messages. Default: those of the parser. */
  readonly xmlLimits?: XmlLimits;
  /** Longest call in milliseconds, whatever its caller would wait; results in a new space aside. Default: as long as the caller waits. */
  readonly callTimeoutMs?: number;
  /** Most narrowed gates whose calls are counted at once; more are refused with `TOO_MANY_CALLS`. Default 10,000. */
  readonly maxCountedGates?: number;
  /** Most conversations kept where the interface states an order; the one used longest ago begins anew. Default 10,000. */
  readonly maxConversations?: number;
  /** Most calls whose results go to spaces of their own at once; more are refused with `TOO_MANY_CALLS`. Default 1,000. */
  readonly maxResultCalls?: number;
}
