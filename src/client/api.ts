import type { GateId, SpaceId } from '../base/index.js';
import type { Advertisement, CompiledInterface, MessageOrder } from '../advertisement/index.js';
import type {
  Carry,
  ClientGateOptions,
  ExpectedComponent,
  GateAnswer,
  NarrowOptions,
  SendOptions,
} from '../gate/index.js';
import type { TypedValue } from '../schema/index.js';
import type { GivenGate } from './gate/given-gate.js';
import type {
  EventFilter,
  HeldDocument,
  Hit,
  Lease,
  LeaseOptions,
  LookupPage,
  LookupQuery,
  AccessPolicy,
  PolicyChange,
  PolicyOptions,
  ReplaceRootOptions,
  PublishOptions,
  ReadDocument,
  SpawnedSpace,
  SpawnOptions,
  SubscribeOptions,
  Subscription,
  UpdateOptions,
} from './model.js';
import type { GateCodecs } from './gate/codec-interface.js';
import type { KeptLease, LeaseNews } from './space/keep-lease.js';
import type { KeepPublishedOptions, KeptDocument } from './space/kept-document.js';

/** What a space says of itself. */
export interface SpaceDescription {
  readonly id: SpaceId;
  readonly advertisement: Advertisement;
  readonly xml: string;
}

/** A space, as an application uses it. Every method throws what the space's problem document says. */
export interface SpaceClient {
  readonly url: string;
  /** The space's own advertisement, asked for once. */
  readonly describe: () => Promise<{
    readonly id: SpaceId;
    readonly advertisement: Advertisement;
    readonly xml: string;
  }>;
  readonly publish: (xml: string | Uint8Array, options?: PublishOptions) => Promise<HeldDocument>;
  readonly update: (id: string, xml: string | Uint8Array, options?: UpdateOptions) => Promise<HeldDocument>;
  readonly read: (id: string, signal?: AbortSignal) => Promise<ReadDocument>;
  /** The document's advertisement: itself when it is one, else one made for it. */
  readonly readAdvertisement: (id: string, signal?: AbortSignal) => Promise<Hit>;
  readonly lookup: (
    query?: LookupQuery,
    page?: { readonly cursor?: string; readonly signal?: AbortSignal },
  ) => Promise<LookupPage>;
  /** Hits of all pages, each asked for when it is reached. */
  readonly lookupAll: (query?: LookupQuery, signal?: AbortSignal) => AsyncIterable<Hit>;
  readonly remove: (id: string, options?: LeaseOptions) => Promise<void>;
  readonly renew: (lease: Pick<Lease, 'id' | 'credential'>, options?: LeaseOptions) => Promise<Lease>;
  readonly cancel: (lease: Pick<Lease, 'id' | 'credential'>, options?: LeaseOptions) => Promise<void>;
  /** Renews a lease until it is stopped; the process may end meanwhile. */
  readonly keepLease: (lease: Lease, told?: LeaseNews) => KeptLease;
  /** Publishes a document, renews its lease, and publishes it again should the space lose it; the process may end meanwhile. */
  readonly keepPublished: (xml: string | Uint8Array, options?: KeepPublishedOptions) => Promise<KeptDocument>;
  readonly subscribe: (filter?: EventFilter, options?: SubscribeOptions) => Promise<Subscription>;
  readonly spawn: (options: SpawnOptions) => Promise<SpawnedSpace>;
  /** Ends the space, which its root credential may do. */
  readonly destroy: (options?: Pick<LeaseOptions, 'credential' | 'signal'>) => Promise<void>;
  /** Who may do what in the space. Reading takes the root credential or the right to administer, changing the root credential. */
  readonly policy: {
    readonly read: (options?: PolicyOptions) => Promise<AccessPolicy>;
    readonly set: (change: PolicyChange, options?: PolicyOptions) => Promise<AccessPolicy>;
    /**
     * Makes a new root credential and gives it, for `at(url, [root])`: the one before is refused from then on. Asked once more where no
     * answer came; should none come again, the same `seed` gives the same answer later.
     */
    readonly replaceRoot: (options?: ReplaceRootOptions) => Promise<string>;
  };
  readonly openGate: OpenGateMethod;
  /**
   * Gates of a service that this client published, as they are closed; first those whose credentials may still hold.
   * What `createService().publish()` follows by itself.
   */
  readonly closures: (
    id: string,
    options: { readonly credential?: string; readonly signal: AbortSignal },
  ) => AsyncIterable<GateId>;
  /** A client of another space, or of this one with other credentials. */
  readonly at: (url: string, credentials: readonly string[]) => SpaceClient;
}

/** Opens a gate on a service by its document id, or by a hit of a lookup. */
export interface OpenGateMethod {
  /** By generated codecs: no schema is read, and what would read it is not loaded. */
  (
    service: string | Hit,
    options: OpenGateOptions & { readonly codecs: GateCodecs; readonly order?: MessageOrder },
  ): Promise<CodecGate>;
  /** By the schema of the service's advertisement; what reads it is loaded then. */
  (service: string | Hit, options?: OpenGateOptions): Promise<Gate>;
}

/** How a gate is opened. */
export interface OpenGateOptions extends ClientGateOptions {
  /** Methods wanted, by name; default: all. */
  readonly methods?: readonly string[];
  /** `direct` (default): messages go to the service's own URI. `relay`: the space forwards them. */
  readonly carry?: Carry;
  readonly periodMs?: number;
  /** Fingerprints of the interface that the application was built for. */
  readonly components?: readonly ExpectedComponent[];
  /**
   * Whether a gate on this service that is open already will do, one that was asked for in the same way: then nothing is sent.
   * Each handle is closed by itself, and the gate with the last one. Default true.
   */
  readonly shared?: boolean;
  readonly signal?: AbortSignal;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call, and the work at the service. */
  readonly signal?: AbortSignal;
  /** Longest wait for the answer in milliseconds, retries included; the service is told. At most that of the gate. */
  readonly timeoutMs?: number;
}

/**
 * How results reach the client; the data are the same in all six ways. The data themselves: in the `message` that answers the
 * call, or in a `space` of their own, which is looked at from time to time, or whose events are followed (`space-event`). Or an
 * advertisement that leads to the answer: in the message (`advertisement`), or in the space of the service, which is looked at
 * (`advertisement-space`) or followed (`advertisement-space-event`).
 */
export type ResultWay =
  'message' | 'space' | 'space-event' | 'advertisement' | 'advertisement-space' | 'advertisement-space-event';

/** Options of a call for results. */
export interface ResultCallOptions extends CallOptions {
  /**
   * Ends the call and the work, and whatever waits for results with `ABORTED`, as long as the work goes on; results that are there
   * stay, and so do those that were released.
   */
  readonly signal?: AbortSignal;
  /** Default `space-event`. Where a service cannot do it, the results come in a way that it can. */
  readonly way?: ResultWay;
}

/** A document of a space of results. */
export interface ResultDocument {
  readonly name: string;
  readonly xml: string;
  /** Its root element, as `{namespace}local`. */
  readonly element: string;
  /**
   * Its value, where the interface of the service, as far as it is known here, declares its element; else `undefined`.
   *
   * @throws {StoaError} `VALUE_INVALID`, `MESSAGE_INVALID` when it does not conform
   */
  readonly value: () => Promise<TypedValue>;
}

/** How results are passed on. */
export interface ShareOptions {
  /** Whether the receiver may also renew and end the space, with its root credential. Default false: to read them is all it may. */
  readonly root?: boolean;
}

/**
 * The results of a call, as a proxy: nothing of them is moved before it is asked for. As long as the work goes on the lease of
 * their space is renewed by whoever holds its root credential.
 */
export interface ResultHandle {
  /** In which way they come. */
  readonly way: ResultWay;
  /** The space of results, with the credential to it; `undefined` when the answer came in the message. */
  readonly space: SpaceClient | undefined;
  /**
   * The documents as they are published, the answer included and the `status` left out; ends with the work. Each is fetched when
   * it is asked for, so that who reads slowly is sent no more than it takes.
   */
  readonly documents: () => AsyncIterable<ResultDocument>;
  /**
   * The typed answer, once the work is done; of the documents no other is fetched.
   *
   * @throws {ServiceFault} a fault that the interface declares
   * @throws {StoaError} with the code of the failure; `ABORTED` when the work was cancelled
   */
  readonly final: () => Promise<TypedValue>;
  /** The answer's document, once the work is done; throws what `final` throws. */
  readonly answer: () => Promise<ResultDocument>;
  /**
   * The proxy as XML text, one element, for a message or a file: `acceptResults` makes a handle of it again, which fetches the
   * results itself.
   *
   * @throws {StoaError} `PARAMETER_INVALID` when the answer came in the message: pass that on
   */
  readonly share: (options?: ShareOptions) => string;
  /** Renews the lease of the space no more: it ends when nobody else does. */
  readonly release: () => void;
  /** Ends the space of results, which tells the service to stop. Needs its root credential. */
  readonly cancel: () => Promise<void>;
}

/** A gate on a service, called with plain values that generated codecs read and write. */
export interface CodecGate {
  readonly id: string;
  readonly carry: Carry;
  /** Where messages are POSTed now: a service may move, its gate stays. */
  readonly uri: string;
  /** Names of the methods granted. */
  readonly methods: readonly string[];
  readonly expiresAtMs: number;
  /**
   * Calls a method with a value and gives the value of its response; `undefined` for a one-way method.
   *
   * @throws {ServiceFault} a fault that the interface declares
   * @throws {StoaError} `VALUE_INVALID` with findings before a byte is sent, and what the gate throws
   */
  readonly call: (method: string, value: TypedValue, options?: CallOptions) => Promise<TypedValue>;
  /** As `call`, with the results in a space of their own where the service can do that, or in another way. */
  readonly callAsync: (method: string, value: TypedValue, options?: ResultCallOptions) => Promise<ResultHandle>;
  /** Sends a message as XML text: the same bytes that `curl` would send. */
  readonly callMessage: (
    xml: string | Uint8Array,
    options?: CallOptions & Pick<SendOptions, 'respondAsync' | 'advertise'>,
  ) => Promise<GateAnswer>;
  /**
   * Makes a narrower gate for another key without asking anybody: fewer methods, a shorter period, so many calls. It ends
   * with this gate. `serializeGate` makes a text of it, `acceptGate` a gate again.
   *
   * @throws {StoaError} `METHOD_NOT_GRANTED`, `PARAMETER_INVALID`; `CONFIGURATION_INVALID` for a gate that is bound to no key
   */
  readonly narrow: (options: NarrowOptions) => Promise<GivenGate>;
  readonly close: () => Promise<void>;
}

/** A gate on a service, called with plain values by the schema that the service advertises. */
export interface Gate extends CodecGate {
  /** The service's advertisement. */
  readonly advertisement: Advertisement;
  /** The service's interface, compiled. */
  readonly interface: CompiledInterface;
}
