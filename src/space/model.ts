import type { Caller, DocumentId, LeaseId, SpaceId, SpaceLimits, SubjectId, SubscriptionId } from '../base/index.js';
import type { Advertisement, AdvertisementKind, Interface, SchemaPart } from '../advertisement/index.js';
import type { AccessGrant, AccessPolicy, ClientQuota, Opener, StatedAccess } from './access/model.js';
import type { FailureKindValue, Match } from '../protocol/index.js';
import type { Grade } from '../schema/index.js';
import type { SchemaDocument } from './schemas/schema-texts.js';
import type { NameKey } from '../xml/index.js';

export type { Match, WantedReport } from '../protocol/index.js';

/** What stands around a document: never part of its bytes. */
export interface Entry {
  readonly id: DocumentId;
  readonly kind: AdvertisementKind;
  readonly name: string;
  /** 1 for the first version; each update adds one. */
  readonly version: number;
  /** Log sequence of the first publish; orders answers that have no other order. */
  readonly sequence: number;
  readonly publisher: SubjectId;
  readonly publishedAtMs: number;
  readonly updatedAtMs: number;
  readonly expiresAtMs: number;
  /** The lease ran out; readable, renewable, deleted at `expiresAtMs + staleKeptMs`. */
  readonly stale: boolean;
  readonly byteLength: number;
  /** Absent as long as the space has seen no call. */
  readonly use?: ServiceUse;
}

/** How the calls of a service went, as far as the space saw them: those that it relayed. Times to the second. */
export interface ServiceUse {
  /** Of the last call whose answer was as the interface says. */
  readonly lastCallAtMs?: number;
  /** Of the last call that failed by no fault of its caller, and how. */
  readonly lastFailureAtMs?: number;
  readonly lastFailure?: FailureKindValue;
  /** It did not answer when it was called or asked last; after one more failure it is stale. */
  readonly suspect?: true;
}

/** A lease as granted. */
export interface GrantedLease {
  readonly id: LeaseId;
  readonly periodMs: number;
  readonly expiresAtMs: number;
  /** Only in the answer that grants it. */
  readonly credential?: string;
}

/** A document with its entry. */
export interface ReadDocument {
  readonly entry: Entry;
  /** Exactly the bytes that were published, where the caller sees all of it; else those of its advertisement as the caller sees it. */
  readonly bytes: Uint8Array;
  /** Tells what is not the bytes that were published apart from them, and from what others see. */
  readonly view?: string;
}

export interface PublishInput {
  readonly bytes: Uint8Array;
  /** Name of a plain document; an advertisement has its own. Default: local name of the root element. */
  readonly name?: string;
  readonly periodMs?: number;
  /** Lease credential, needed when this publish is an update of a document with a URN of its own. */
  readonly credential?: string;
}

export interface UpdateInput {
  readonly id: DocumentId;
  readonly bytes: Uint8Array;
  /** Refused with `VERSION_CONFLICT` unless the document has this version. */
  readonly version?: number;
  readonly credential?: string;
}

export interface HeldDocument {
  readonly entry: Entry;
  readonly lease: GrantedLease;
  /** Whether a document was made (and not brought up to date). */
  readonly created: boolean;
}

/** A method that is looked for: what is given must hold of one and the same method. */
export interface WantedMethod {
  readonly name?: string;
  /** Element that the method takes, declared in the partial schema. */
  readonly input?: NameKey;
  /** Element that it answers with, declared in the partial schema. */
  readonly output?: NameKey;
}

/** What documents are to be able to do, by structure. */
export interface SchemaCriteria {
  /** A partial schema: its global elements (types, if it has no element) are looked for. */
  readonly schemas?: readonly SchemaDocument[];
  /** The elements that these name are looked for as parts of their methods only. */
  readonly methods?: readonly WantedMethod[];
  /** The lowest grade that is a hit. Default `compatible`. */
  readonly grade?: Exclude<Grade, 'none'>;
}

export interface LookupInput extends SchemaCriteria {
  /** Exact, or with `*` and `?`. */
  readonly name?: string;
  /** Say why each hit is one, and what came near. Default false. */
  readonly explain?: boolean;
  readonly kinds?: readonly AdvertisementKind[];
  readonly publisher?: string;
  /** Only this document: asks whether it is a hit. */
  readonly id?: DocumentId;
  /** Leave out stale documents. Default false. */
  readonly fresh?: boolean;
  /** Most hits on the page. Default 100. */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface Hit {
  readonly entry: Entry;
  /** XML text of the advertisement: one element, namespaces declared. */
  readonly advertisement: string;
  /** Only in answers to lookups by schema. */
  readonly match?: Match;
}

/** An advertisement as a caller sees it. */
export interface SeenHit extends Hit {
  /** As in {@link ReadDocument}. */
  readonly view?: string;
}

/** A document that is no hit, and what keeps it from being one. */
export interface NearMiss {
  readonly entry: Entry;
  readonly match: Match;
}

export interface LookupAnswer {
  /** Log sequence at which the answer was taken: subscribing after it misses nothing. */
  readonly sequence: number;
  readonly hits: readonly Hit[];
  /** The nearest first; only on a first page with an explanation. */
  readonly nearMisses?: readonly NearMiss[];
  readonly next?: string;
}

/** Events of documents whose name, kind and schema all are as wanted; what is left out always is. */
export interface SubscribeInput extends SchemaCriteria {
  readonly name?: string;
  readonly kinds?: readonly AdvertisementKind[];
  /** Events after this sequence; default: from now. */
  readonly after?: number;
  readonly periodMs?: number;
}

export interface Subscription {
  readonly id: SubscriptionId;
  readonly after: number;
  readonly lease: GrantedLease;
}

export type SpaceEventKind = 'published' | 'updated' | 'renewed' | 'stale' | 'removed';

/** Notice of one change. */
export interface SpaceEvent {
  readonly event: SpaceEventKind;
  readonly sequence: number;
  readonly id: DocumentId;
  readonly kind: AdvertisementKind;
  readonly name: string;
  readonly version: number;
  readonly atMs: number;
}

export interface SpawnInput {
  readonly name: string;
  /** Content schema: documents other than advertisements must conform. */
  readonly schemas?: readonly SchemaPart[];
  readonly periodMs?: number;
  /** Make a space of results: kind `result`, a writer credential besides the root credential. */
  readonly result?: boolean;
  /** Limits lower than the parent's. */
  readonly limits?: Partial<SpaceLimits>;
  /** What others than the holder of the root credential may do from the start. */
  readonly access?: StatedAccess;
}

export interface SpawnedSpace {
  readonly id: SpaceId;
  readonly root: string;
  /** Of a space of results: admits to publishing, reading and following. */
  readonly writer?: string;
  /** Of a space of results: admits to looking, reading and following. */
  readonly reader?: string;
  readonly lease: GrantedLease;
}

/** What a service's entry offers to whoever opens a gate on it. */
export interface FoundService {
  readonly entry: Entry;
  readonly advertisement: Advertisement;
  /** XML text of the advertisement, one element, namespaces declared: its own, or cut to the methods granted. */
  readonly readText: () => Promise<string>;
  /** Names of the methods that the caller is granted; absent: all. */
  readonly grantedMethods?: readonly string[];
  /** The interface as it is in that text, where some methods are not granted. */
  readonly readSeen?: () => Promise<Interface | undefined>;
}

/**
 * One space. Every operation takes the caller first, admits it by the space's policy (`CREDENTIAL_REQUIRED`,
 * `CREDENTIAL_INVALID`), and throws `SPACE_GONE` once the space has ended. Changes are durable when they resolve.
 */
export interface Space {
  readonly id: SpaceId;
  readonly name: string;
  /** `space`, or `result` for a space of results. */
  readonly kind: 'space' | 'result';
  /** Whether a caller may do anything here; others are only told where the space is. */
  readonly admits: (caller: Caller) => boolean;
  /** The declared space's folder name, by which its address may say it; `undefined` for a spawned one. */
  readonly alias: string | undefined;
  readonly parent: SpaceId | undefined;
  readonly limits: SpaceLimits;
  /** Schema documents that content must conform to, inherited ones first; empty for an unstructured space. */
  readonly contentSchemas: readonly SchemaPart[];
  readonly publish: (caller: Caller, input: PublishInput) => Promise<HeldDocument>;
  readonly update: (caller: Caller, input: UpdateInput) => Promise<HeldDocument>;
  readonly read: (caller: Caller, id: DocumentId) => Promise<ReadDocument>;
  /** The document's advertisement as XML text: itself when it is one, else one made for it. */
  readonly readAdvertisement: (caller: Caller, id: DocumentId) => Promise<SeenHit>;
  readonly lookup: (caller: Caller, input: LookupInput) => Promise<LookupAnswer>;
  /** The same answer at once, when all of it is at hand; `undefined` when something must be read or decided first. */
  readonly findAnswer: (caller: Caller, input: LookupInput) => LookupAnswer | undefined;
  readonly remove: (caller: Caller, input: { readonly id: DocumentId; readonly credential?: string }) => Promise<void>;
  readonly renew: (caller: Caller, input: RenewInput) => Promise<GrantedLease>;
  readonly cancel: (caller: Caller, input: CancelInput) => Promise<void>;
  readonly subscribe: (caller: Caller, input: SubscribeInput) => Promise<Subscription>;
  /**
   * The subscription's events after `after` (default: where it started), until `signal` is aborted or its lease ends.
   * What is wrong with the request is thrown at once; `RESUME_GONE`, `SUBSCRIBER_TOO_SLOW` and why the stream ended
   * (`SPACE_GONE`, `SUBSCRIPTION_NOT_FOUND`) when the stream is read.
   */
  readonly events: (caller: Caller, input: EventsInput) => AsyncIterable<SpaceEvent>;
  /** The service behind a document, for gates; `NOT_A_SERVICE` without methods. Counted by nobody: see `takeCall`. */
  readonly findService: (caller: Caller, id: DocumentId) => Promise<FoundService>;
  /** That the caller holds a document, by the credential of its lease or the root credential. */
  readonly assertHolder: (
    caller: Caller,
    input: { readonly id: DocumentId; readonly credential?: string },
  ) => Promise<void>;
  /** What a caller may have here at most; `undefined` where nothing limits it, as the holder of the root credential. */
  readonly quota: (caller: Caller) => ClientQuota | undefined;
  /** By what right a caller opens gates. */
  readonly openerOf: (caller: Caller) => Opener;
  /** Counts what a client has the desk do, where the policy limits it. @throws `RATE_LIMITED` */
  readonly takeCall: (caller: Caller, counted?: 'endings') => void;
  /** Notes that a call of a service was answered as its interface says, or how it failed; told in its entry until the server stops. */
  readonly noteCall: (id: DocumentId, failure?: FailureKindValue) => void;
  /** Notes that a call which began at `sinceMs` could not reach a service: it is suspect, and after the second time stale. */
  readonly noteUnreached: (id: DocumentId, sinceMs: number) => void;
  /** Notes that a service is there. */
  readonly noteReached: (id: DocumentId) => void;
  /** Somebody says that a service cannot be reached: it is asked, and what it answers decides. */
  readonly doubt: (id: DocumentId) => void;
}

export interface RenewInput {
  readonly lease: LeaseId;
  readonly periodMs?: number;
  readonly credential?: string;
}

/** A change of a space's access policy; without `access` and `quota` it is only read. */
export interface PolicyInput {
  /** Takes the place of all grants; `default` states none any more. */
  readonly access?: readonly AccessGrant[] | 'default';
  /** Takes the place of all limits of clients. */
  readonly quota?: ClientQuota;
  /** Refused with `VERSION_CONFLICT` unless the policy has this version. */
  readonly version?: number;
  readonly credential?: string;
}

/** How the root credential of a space is replaced. */
export interface ReplaceRootInput {
  /** What the new one is made from: random, and secret. The same again, should the answer be lost, gives the same answer. */
  readonly seed: string;
  readonly credential?: string;
}

export interface CancelInput {
  readonly lease: LeaseId;
  readonly credential?: string;
}

export interface EventsInput {
  readonly subscription: SubscriptionId;
  readonly after?: number;
  readonly signal: AbortSignal;
  /** The request was counted when it subscribed. */
  readonly isCounted?: boolean;
}

/** A declared space: `spaces/NAME/space.xml` and the documents beside it. */
export interface SpaceDeclaration {
  readonly alias: string;
  readonly advertisement: Advertisement;
  readonly documents: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** What all spaces of one server hold together. */
export interface SpacesUsage {
  readonly declaredSpaces: number;
  /** Spawned ones that have not ended. */
  readonly spawnedSpaces: number;
  /** Documents, stale ones included. */
  readonly documents: number;
  readonly staleDocuments: number;
  readonly subscriptions: number;
}

/** All spaces of one server. */
export interface Spaces {
  /** Makes a declared space, or brings the kept one in line with its declaration; its id stays. */
  readonly declare: (declaration: SpaceDeclaration) => Promise<Space>;
  /** By id. @throws `SPACE_NOT_FOUND`, `SPACE_GONE` */
  readonly get: (id: SpaceId) => Promise<Space>;
  /** By the alias of a declared space. */
  readonly findByAlias: (alias: string) => Space | undefined;
  /** Declared spaces, in order of declaration. */
  readonly declared: () => readonly Space[];
  readonly spawn: (caller: Caller, parent: SpaceId, input: SpawnInput) => Promise<SpawnedSpace>;
  readonly destroy: (caller: Caller, id: SpaceId, credential?: string) => Promise<void>;
  /** Reads the access policy of a space, or changes it, which takes its root credential. */
  readonly policy: (caller: Caller, id: SpaceId, input: PolicyInput) => Promise<AccessPolicy>;
  /**
   * Makes a new root credential, which takes the one before; that is refused from then on, and gates that it opened are looked at
   * again.
   *
   * @throws `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`, `RATE_LIMITED`, `SPACE_NOT_FOUND`, `SPACE_GONE`
   */
  readonly replaceRoot: (caller: Caller, id: SpaceId, input: ReplaceRootInput) => Promise<string>;
  /** How often the root credential of a space was replaced. @throws `SPACE_NOT_FOUND`, `SPACE_GONE` */
  readonly rootVersion: (id: SpaceId) => number;
  /** The root credential of a space, for whoever runs the server. @throws `SPACE_NOT_FOUND`, `SPACE_GONE` */
  readonly root: (id: SpaceId) => string;
  /** How much there is, in the spaces that are open. */
  readonly usage: () => Promise<SpacesUsage>;
  /** Aborted when the space ends: result producers stop on it. */
  readonly ended: (id: SpaceId) => AbortSignal;
  /** Ends event streams, writes pending renewals, stops timers. The store stays open. */
  readonly close: () => Promise<void>;
}

/** URLs are made when an answer is written; only the server knows its public address. */
export interface AddressBook {
  /** URL of a space. */
  readonly space: (space: Pick<Space, 'id' | 'alias'>) => string;
  /** URL of a document. */
  readonly document: (space: Pick<Space, 'id' | 'alias'>, id: DocumentId) => string;
  /** URL of the stream of a subscription's events. */
  readonly events: (space: Pick<Space, 'id' | 'alias'>, id: SubscriptionId) => string;
  /** URL of what says how to prove who one is; absent or `undefined` where nobody is asked. */
  readonly authentication?: () => string | undefined;
}
