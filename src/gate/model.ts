import type { Caller, DocumentId, GateId, SpaceId, SubjectId } from '../base/index.js';
import type { Advertisement, Interface } from '../advertisement/index.js';
import type { FailureKind } from './exchange/failure.js';

/** How a gate carries messages: the client speaks to the service's URI, or the space forwards. */
export type Carry = 'direct' | 'relay';

/**
 * By what right somebody opened a gate: as nobody in particular, by the root credential, or as a subject in these groups. It is
 * asked for again at each use, so that no gate outlasts what was granted.
 */
export type Opener = 'anyone' | 'root' | `root ${number}` | readonly string[];

/** A component of the interface that a client was built for; `element` is a name key. */
export interface ExpectedComponent {
  readonly element: string;
  readonly fingerprint: string;
}

export interface OpenGateInput {
  readonly id: DocumentId;
  /** Methods wanted, by name; empty = all. */
  readonly methods: readonly string[];
  /** Default: `direct` to a service with an address of its own, `relay` to one that is attached. */
  readonly carry?: Carry;
  readonly periodMs?: number;
  /** Thumbprint of the key to which the gate is bound; default: that of the key with which the caller proved its request. */
  readonly keyThumbprint?: string;
  /** A mismatch is refused with `INTERFACE_MISMATCH` and reasons. */
  readonly components?: readonly ExpectedComponent[];
}

/** A gate as issued. */
export interface OpenGate {
  readonly id: GateId;
  readonly carry: Carry;
  /** Where to POST messages: the service's endpoint, or the path below the space's URL for a relay. */
  readonly uri: string;
  readonly binding: string;
  readonly expiresAtMs: number;
  readonly methods: readonly string[];
  /** Signed credential for a restricted service; absent for an unrestricted one. */
  readonly credential?: string;
  readonly credentialExpiresAtMs?: number;
  /** Proves the right to refresh and to close this gate; never shown to the service. */
  readonly control: string;
  /** Proves the right to refresh alone; only with a gate that is bound to a key, which makes what it gets useless to others. */
  readonly renewal?: string;
  /** The service's advertisement as XML text. */
  readonly advertisement: string;
}

/** A service as the desk needs to know it; `server/` hands in the look-up. */
export interface GateService {
  readonly id: DocumentId;
  readonly stale: boolean;
  /** Another for each publish and each update of it: a URN that is free may be published anew, by somebody else. */
  readonly revision: string;
  /** Who published it: gates do not outlive a change of that. */
  readonly publisher?: SubjectId;
  readonly advertisement: Advertisement;
  /** XML text of the advertisement as the caller sees it. */
  readonly readText: () => Promise<string>;
  /** Names of the methods that the caller is granted; absent: all. */
  readonly grantedMethods?: readonly string[];
  /** The interface as it is in that text, where some methods are not granted. */
  readonly readSeen?: () => Promise<Interface | undefined>;
  /** Is told how a relayed call went: answered as the interface says, or failed by no fault of its caller. */
  readonly noteCall?: (failure?: FailureKind) => void;
  /** Is told that a relayed call could not connect to it. */
  readonly noteUnreached?: () => void;
  /** Is told that it may not be there any more: no answer came in time, or a client says that it cannot connect to it. */
  readonly doubt?: () => void;
}

/** Looks up a service for a gate. Throws `DOCUMENT_NOT_FOUND`, `NOT_A_SERVICE`, and what admission to the space throws. */
export type FindService = (caller: Caller, space: SpaceId, id: DocumentId) => Promise<GateService>;

/** Headers by lower-case name. */
export type CallHeaders = Readonly<Record<string, string>>;

/** One HTTP POST of one XML message. */
export interface CallRequest {
  readonly uri: string;
  readonly headers: CallHeaders;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

/** What came back. */
export interface CallAnswer {
  readonly status: number;
  readonly headers: CallHeaders;
  readonly body: Uint8Array;
}

/** The network as a gate sees it; throws `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT`, `DESTINATION_FORBIDDEN`, `ABORTED`. */
export type Carrier = (request: CallRequest) => Promise<CallAnswer>;

/** A message that arrived at a relay address. */
export interface RelayInput {
  /** The last segment of the relay address. */
  readonly address: string;
  readonly headers: CallHeaders;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

/** How much a desk has to do with. */
export interface DeskUsage {
  /** Gates that were opened or refreshed and have neither ended nor been closed, as far as they are in mind. */
  readonly gates: number;
  /** Calls under way through relays. */
  readonly relayed: number;
}

/** The space's side of gates: issues, refreshes, closes and relays. Nothing of an open gate is stored but its closure. */
export interface GateDesk {
  readonly open: (caller: Caller, space: SpaceId, input: OpenGateInput) => Promise<OpenGate>;
  readonly refresh: (
    space: SpaceId,
    gate: GateId,
    control: string,
  ) => Promise<Pick<OpenGate, 'carry' | 'uri' | 'expiresAtMs' | 'credential' | 'credentialExpiresAtMs'>>;
  readonly close: (space: SpaceId, gate: GateId, control: string) => Promise<void>;
  /**
   * Gates of a service as they are closed, until `signal` is aborted; first those whose credentials may still hold. Who
   * may follow is decided before.
   */
  readonly closures: (space: SpaceId, document: DocumentId, signal: AbortSignal) => AsyncIterable<GateId>;
  /**
   * Forwards one message: declared and granted, or refused; stale services are refused (`SERVICE_STALE`), at most
   * `maxOpenCalls` at once (`TOO_MANY_CALLS`). Body and credential go on unchanged; the answer is checked the same way back.
   */
  readonly relay: (space: SpaceId, input: RelayInput) => Promise<CallAnswer>;
  /**
   * Closes the gates whose openers may no longer do what they grant, in a space or in all: what may be done has changed. Those that
   * this does not know of, as after a restart, are closed when they are used or refreshed. Never throws.
   */
  readonly lookAgain: (space?: SpaceId) => Promise<void>;
  /** Gates that are open, and calls that are being relayed. */
  readonly usage: () => DeskUsage;
}
