import type { Clock, GateId, Random, XmlLimits } from '../../base/index.js';
import type { CheckedInterface, CompiledInterface, MessageOrder, Method } from '../../advertisement/index.js';
import type { ClientKey, Hashing, PublicPointJwk } from '../../security/index.js';
import type { EncodeOptions, TypedMessage } from '../../schema/index.js';
import type { XmlDocument, XmlElement } from '../../xml/index.js';
import type { AcceptedResult } from '../exchange/accepted.js';
import type { AdvertiseIn } from '../exchange/preferences.js';
import type { Carrier, OpenGate } from '../model.js';

/** What a refresh of a gate gives; its address where the space says so. */
export type RefreshedGate = Pick<OpenGate, 'expiresAtMs' | 'credential' | 'credentialExpiresAtMs'> &
  Partial<Pick<OpenGate, 'uri'>>;

/** A gate as its holder needs it; one that was given away has no control. */
export type HeldGate = Omit<OpenGate, 'control'>;

/** What reads and writes messages: at once, or when it has been loaded. */
export interface MessageCodecs {
  readonly decode: (element: XmlElement, source?: string) => TypedMessage | Promise<TypedMessage>;
  readonly encode: (message: TypedMessage, options?: EncodeOptions) => string | Promise<string>;
}

/**
 * What a gate holds messages against and reads them by: an interface that was compiled from its schema, or codecs that were
 * generated from it.
 */
export interface MessageInterface extends Pick<CheckedInterface, 'findByRequest' | 'checkRequest' | 'checkAnswer'> {
  readonly getMethod: CompiledInterface['getMethod'];
  readonly schema: MessageCodecs;
  /** The order in which messages come, where the interface states one. */
  readonly order?: MessageOrder;
  /** What was generated once does not know the faults that a service has declared since. */
  readonly mayLackFaults?: boolean;
}

/** Collaborators of a client's gate. */
export interface ClientGateParts {
  readonly gate: HeldGate;
  readonly compiled: MessageInterface;
  readonly carrier: Carrier;
  readonly clock: Clock;
  /** Default: the platform's. */
  readonly random?: Random;
  /** What makes proofs; default: one that runs everywhere. */
  readonly hashing?: Hashing;
  /** The key that the gate is bound to; needed by a gate that is bound to one. */
  readonly key?: ClientKey;
  /** Asks the space for the address of the service, and for a new credential where the gate has one. */
  readonly refresh?: () => Promise<RefreshedGate>;
  /** Tells the space that the gate is closed. */
  readonly close?: () => Promise<void>;
}

/** What the proofs of calls are made with. */
export type ProverParts = Pick<ClientGateParts, 'gate' | 'key' | 'clock' | 'random' | 'hashing'>;

/** Options of a client's gate. */
export interface ClientGateOptions {
  /** Whether messages are checked before they are sent. Default true; off only to test or to measure what is behind. */
  readonly checkRequests?: boolean;
  /** Longest call in milliseconds. Default 60 s: longer than a relay waits, so that its answer still arrives. */
  readonly timeoutMs?: number;
  /**
   * How often a call is made again that failed before the service took it, or whose method is idempotent. Default 2; 0 for
   * never.
   */
  readonly retries?: number;
  /** Wait before the first retry in milliseconds, doubled for each next one. Default 100. A service that has moved is not waited for. */
  readonly retryWaitMs?: number;
  /** How long before its end a credential is refreshed, in milliseconds. Default 15 s, or half the life of one that lives shorter than 30 s. */
  readonly refreshAheadMs?: number;
  /** Limits of answers. Default: those of the parser. */
  readonly xmlLimits?: XmlLimits;
}

/** Options of one call. */
export interface SendOptions {
  readonly signal?: AbortSignal;
  /** Longest wait for the answer in milliseconds, retries included; the service is told. At most that of the gate. */
  readonly timeoutMs?: number;
  /** Ask for the results in a new space. */
  readonly respondAsync?: boolean;
  /** Where an advertisement of those results is wanted. */
  readonly advertise?: AdvertiseIn;
}

/** A message that a codec checked while it wrote it. */
export interface WrittenMessage {
  readonly method: string;
  readonly xml: string;
}

/** What a call gave; faults and failures are thrown. */
export type GateAnswer =
  | { readonly kind: 'response'; readonly method: Method; readonly document: XmlDocument }
  | {
      readonly kind: 'accepted';
      readonly method: Method;
      readonly accepted: AcceptedResult;
      /** Where the service says that it advertises the results. */
      readonly advertise?: AdvertiseIn;
    }
  | { readonly kind: 'taken'; readonly method: Method };

/** How much of a gate is given away, and to whom. */
export interface NarrowOptions {
  /** The key with which calls will be proved: its thumbprint, or the key or its public JWK. */
  readonly to: string | { readonly thumbprint: string } | PublicPointJwk;
  /** Names of methods; default: all of the gate. */
  readonly methods?: readonly string[];
  /** Default: as long as the gate. */
  readonly periodMs?: number;
  /** Most calls; default: as many as the gate allows. */
  readonly calls?: number;
}

/** A gate in the hands of its client. */
export interface ClientGate {
  readonly id: GateId;
  readonly carry: OpenGate['carry'];
  /** Where messages go now; the service may move. */
  readonly uri: string;
  readonly methods: readonly string[];
  readonly expiresAtMs: number;
  /**
   * Sends one message and checks the answer. Nothing is sent of a message that is not declared, granted and valid.
   *
   * @throws {ServiceFault} a fault that the interface declares
   * @throws {StoaError} `MESSAGE_UNDECLARED`, `METHOD_NOT_GRANTED`, `MESSAGE_INVALID`, `MESSAGE_OUT_OF_ORDER`, `XML_…` before a byte is sent
   * @throws {StoaError} `GATE_EXPIRED`, `GATE_CLOSED`, `ANSWER_INVALID`, what the carrier and the service's problem say
   */
  readonly send: (message: string | Uint8Array | WrittenMessage, options?: SendOptions) => Promise<GateAnswer>;
  /**
   * Makes a narrower gate for another key, without asking anybody; it ends with this one.
   *
   * @throws {StoaError} `METHOD_NOT_GRANTED`, `PARAMETER_INVALID`; `CONFIGURATION_INVALID` for a gate that is bound to no key
   */
  readonly narrow: (options: NarrowOptions) => Promise<HeldGate>;
  /** Closes the gate for good; closing it again does nothing. */
  readonly close: () => Promise<void>;
}
