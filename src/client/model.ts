import type { DocumentId, LeaseId, SpaceId } from '../base/index.js';
import type { AdvertisementKind } from '../advertisement/index.js';
import type { FailureKind } from '../gate/index.js';
import type { Match } from '../protocol/index.js';
import type { Grade } from '../schema/index.js';

export type { Match, WantedReport } from '../protocol/index.js';

/** What a space says about a document. */
export interface Entry {
  readonly id: DocumentId;
  readonly kind: AdvertisementKind;
  readonly name: string;
  readonly version: number;
  /** Opaque; of the publish. */
  readonly sequence: string;
  readonly publisher: string;
  readonly publishedAtMs: number;
  readonly updatedAtMs: number;
  readonly expiresAtMs: number;
  readonly stale: boolean;
  readonly byteLength: number;
  /** Absent as long as the space has seen no call of the service. */
  readonly use?: ServiceUse;
}

/** How the calls of a service went, as far as the space has seen them since it was started: those that it relayed. */
export interface ServiceUse {
  /** Of the last call whose answer was as the interface says, to the second. */
  readonly lastCallAtMs?: number;
  /** Of the last call that failed by no fault of its caller, and how. */
  readonly lastFailureAtMs?: number;
  readonly lastFailure?: FailureKind;
  /** It did not answer when it was called or asked last: after one more failure it is stale. */
  readonly suspect?: true;
}

/** A lease as granted; whoever shows its credential may renew and cancel it. */
export interface Lease {
  readonly id: LeaseId;
  readonly periodMs: number;
  readonly expiresAtMs: number;
  /** Given once, with the grant; a renewal's answer holds none. */
  readonly credential?: string;
}

/** What a publish gives. */
export interface HeldDocument {
  readonly entry: Entry;
  readonly lease: Lease;
}

/** A document read. */
export interface ReadDocument {
  readonly entry: Entry;
  /** Its root element as XML text. */
  readonly xml: string;
}

/** A method that is looked for: what is given must hold of one and the same method. Elements as `{namespace}local`. */
export interface WantedMethod {
  readonly name?: string;
  /** Element that the method takes, declared in the partial schema. */
  readonly input?: string;
  /** Element that it answers with, declared in the partial schema. */
  readonly output?: string;
}

/** A document found. */
export interface Hit {
  readonly entry: Entry;
  /** XML text of its advertisement. */
  readonly advertisement: string;
  /** Only in answers to lookups by schema. */
  readonly match?: Match;
}

/** A document that is no hit, and what keeps it from being one. */
export interface NearMiss {
  readonly entry: Entry;
  readonly match: Match;
}

/** A schema document as XML text; with the location by which its siblings include or import it, if they do. */
export type SchemaInput = string | { readonly location: string; readonly xml: string };

/** What is looked for; without name and schema, all. */
export interface LookupQuery {
  /** Exact, or with `*` and `?`. */
  readonly name?: string;
  /** Partial schemas as XML texts: documents are found by their global elements (types, if there is no element). */
  readonly schema?: string | readonly SchemaInput[];
  /** The elements that these name are looked for as parts of their methods only. */
  readonly methods?: readonly WantedMethod[];
  /** The lowest grade that is a hit. Default `compatible`. */
  readonly grade?: Exclude<Grade, 'none'>;
  /** Say why each hit is one, and what came near. */
  readonly explain?: boolean;
  readonly kinds?: readonly AdvertisementKind[];
  readonly publisher?: string;
  /** Only the document with this URN: asks whether it is a hit. */
  readonly id?: string;
  /** Leave out stale documents. */
  readonly fresh?: boolean;
  /** Most hits on one page. */
  readonly limit?: number;
}

/** One page of hits. */
export interface LookupPage {
  /** Subscribing after it misses nothing. */
  readonly sequence: string;
  readonly hits: readonly Hit[];
  /** The nearest first; only on the first page, when an explanation was asked for. */
  readonly nearMisses: readonly NearMiss[];
  /** Asks for the next page; absent on the last. */
  readonly next?: string;
}

/** Options of a publish. */
export interface PublishOptions {
  /** Name of a plain document; an advertisement has its own. */
  readonly name?: string;
  readonly periodMs?: number;
  /** Lease credential, when this brings a document with a URN of its own up to date. */
  readonly credential?: string;
  readonly signal?: AbortSignal;
}

/** Options of an update. */
export interface UpdateOptions {
  /** Refused with `VERSION_CONFLICT` unless the document has this version. */
  readonly version?: number;
  readonly credential?: string;
  readonly signal?: AbortSignal;
}

/** Options of what needs a lease's credential. */
export interface LeaseOptions {
  readonly periodMs?: number;
  readonly credential?: string;
  readonly signal?: AbortSignal;
}

/** Which events are wanted. */
export interface EventFilter extends Pick<LookupQuery, 'schema' | 'methods' | 'grade'> {
  readonly name?: string;
  readonly kinds?: readonly AdvertisementKind[];
  /** Events after this sequence; default: from now. */
  readonly after?: string;
  readonly periodMs?: number;
}

/** Notice of one change. */
export interface SpaceEvent {
  readonly event: 'published' | 'updated' | 'renewed' | 'stale' | 'removed';
  readonly sequence: string;
  readonly id: DocumentId;
  readonly kind: AdvertisementKind;
  readonly name: string;
  readonly version: number;
  readonly atMs: number;
}

/** Options of a subscription. */
export interface SubscribeOptions {
  /** Ends it. */
  readonly signal?: AbortSignal;
  /**
   * Told when the space does not keep any more what would have come next, and then events come from `after` on: look up what is
   * there, and nothing is missed. Without it the events end with `RESUME_GONE`.
   */
  readonly onGap?: (gap: { readonly after: string; readonly reason: unknown }) => void;
}

/**
 * A subscription, and its events in order. Listeners of one client that ask for the same, from now on, share one subscription of
 * the space and its stream; who reads slower than the others is not held to their pace. It begins when `subscribe` resolves; a broken connection is taken up again
 * where it broke, and the lease is renewed while the events are read. Read it once.
 */
export interface Subscription extends AsyncIterable<SpaceEvent> {
  readonly id: string;
  readonly lease: Lease;
  /** Sequence after which it began. */
  readonly after: string;
}

/** Options of a spawn. */
export interface SpawnOptions {
  readonly name: string;
  /** Content schema: documents of the new space must conform. */
  readonly schema?: string | readonly SchemaInput[];
  readonly periodMs?: number;
  /** Make a space of results, with a writer credential. */
  readonly result?: boolean;
  readonly signal?: AbortSignal;
}

/** A space that was made, with the credentials to it. */
export interface SpawnedSpace {
  readonly id: SpaceId;
  readonly url: string;
  /** Root credential: admits its holder to everything. */
  readonly root: string;
  /** Writer credential of a space of results: to publish, read and follow events. */
  readonly writer?: string;
  /** Reader credential of a space of results: to look up, read and follow events. */
  readonly reader?: string;
  readonly lease: Lease;
  readonly advertisement: string;
}

/** What may be granted in a space. */
export type AccessAction = 'publish' | 'lookup' | 'read' | 'open' | 'spawn' | 'administer';

/** Who may do what in a space. */
export interface AccessGrant {
  /** `anyone`, `authenticated`, `subject:NAME` or `group:NAME`. */
  readonly to: string;
  readonly actions: readonly AccessAction[];
  /** Pattern of the names that it is for; default: all. */
  readonly name?: string;
  /** Patterns of the methods that gates may be opened for; default: all. */
  readonly methods?: readonly string[];
}

/** What each client may have in a space at once, and how many calls and messages it may send a second. Absent: no limit. */
export interface ClientQuota {
  readonly documents?: number;
  readonly bytes?: number;
  readonly spaces?: number;
  readonly subscriptions?: number;
  readonly gates?: number;
  readonly calls?: number;
}

/** The access policy of a space. */
export interface AccessPolicy {
  /** How often it was changed. */
  readonly version: number;
  readonly grants: readonly AccessGrant[];
  readonly quota: ClientQuota;
  /** The space states no grants itself; these follow from how its server is set up. */
  readonly isDefault: boolean;
}

/** A change of an access policy: what is left out stays. */
export interface PolicyChange {
  /** Instead of all grants; `default` states none any more. */
  readonly grants?: readonly AccessGrant[] | 'default';
  /** Instead of all limits of clients. */
  readonly quota?: ClientQuota;
  /** Refused with `VERSION_CONFLICT` unless the policy has this version. */
  readonly version?: number;
}

/** How a root credential is replaced. */
export interface ReplaceRootOptions extends PolicyOptions {
  /** 43 to 86 random characters of base64url, made for this and secret. Default: made here. */
  readonly seed?: string;
}

/** How a policy is asked for. */
export interface PolicyOptions {
  /** The root credential, where the client was not connected with it. */
  readonly credential?: string;
  readonly signal?: AbortSignal;
}
