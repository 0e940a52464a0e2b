/**
 * Typed values of the messages in `schemas/space.xsd`, in the shape that the codec gives them
 * (`@` attributes, arrays for what repeats). A test encodes and decodes each one against the schema.
 */

/** What a wildcard let in: one element as XML text under its `{namespace}local`. */
export type XmlFragment = Readonly<Record<string, readonly string[]>>;

/** One schema document within a message. */
export type SchemaFragment = Readonly<Record<string, readonly string[] | string>> & { readonly '@location'?: string };

export type KindValue = 'service' | 'device' | 'space' | 'result' | 'document';
export type EventKindValue = 'published' | 'updated' | 'renewed' | 'stale' | 'removed';
/** The ways in which a call fails; `failureOf` of the client says what each means. */
export type FailureKindValue = 'unreachable' | 'refused' | 'timed-out' | 'closed' | 'stale' | 'mismatch' | 'failed';
export type CarryValue = 'direct' | 'relay';

/** What a space says about a document. Times are `xs:dateTime` text in UTC. */
export interface EntryValue {
  readonly '@id': string;
  readonly '@kind': KindValue;
  readonly '@name': string;
  readonly '@version': number;
  readonly '@sequence': string;
  readonly '@publisher': string;
  readonly '@published': string;
  readonly '@updated': string;
  readonly '@expires': string;
  readonly '@stale': boolean;
  readonly '@bytes': number;
  readonly '@lastCallAt'?: string;
  readonly '@lastFailureAt'?: string;
  readonly '@lastFailure'?: FailureKindValue;
  readonly '@suspect'?: boolean;
}

/** A granted lease; the credential is given once, with the grant. */
export interface LeaseValue {
  readonly '@id': string;
  readonly '@period': string;
  readonly '@expires': string;
  readonly '@credential'?: string;
}

export interface PublishRequest {
  readonly '@name'?: string;
  readonly '@period'?: string;
  readonly '@credential'?: string;
  readonly document: XmlFragment;
}
export interface HeldResponse {
  readonly entry: EntryValue;
  readonly lease: LeaseValue;
}
export interface UpdateRequest {
  readonly '@id': string;
  readonly '@version'?: number;
  readonly '@credential'?: string;
  readonly document: XmlFragment;
}
export interface ReadRequest {
  readonly '@id': string;
  readonly '@view'?: 'document' | 'advertisement';
}
export interface ReadResponse {
  readonly entry: EntryValue;
  readonly document: XmlFragment;
}
export interface RemoveRequest {
  readonly '@id': string;
  readonly '@credential'?: string;
}
export type GradeValue = 'exact' | 'compatible' | 'overlap' | 'undecided' | 'none';
export type WantedKindValue = 'element' | 'type' | 'method';
export type WantedVerdictValue = 'exact' | 'compatible' | 'incompatible' | 'undecided' | 'missing';
/** A method that is looked for; elements as `{namespace}local`. */
export interface WantedMethodValue {
  readonly '@name'?: string;
  readonly '@input'?: string;
  readonly '@output'?: string;
}
export interface LookupRequest {
  readonly name?: string;
  readonly schema?: readonly SchemaFragment[];
  readonly method?: readonly WantedMethodValue[];
  readonly kind?: readonly KindValue[];
  readonly publisher?: string;
  readonly id?: string;
  readonly fresh?: boolean;
  readonly grade?: GradeValue;
  readonly explain?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}
/** One thing that keeps two components from fitting. */
export interface MismatchValue {
  readonly '@path': string;
  readonly '@rule': string;
  readonly '@message': string;
  readonly '@change': string;
}
/** What became of one wanted element, type or method. */
export interface WantedValue {
  readonly '@kind': WantedKindValue;
  readonly '@name': string;
  readonly '@verdict': WantedVerdictValue;
  readonly '@found'?: string;
  readonly '@role'?: string;
  readonly mismatch?: readonly MismatchValue[];
}
/** How a document answers a partial schema. */
export interface MatchValue {
  readonly '@grade': GradeValue;
  readonly '@share': number;
  readonly wanted?: readonly WantedValue[];
}
export interface HitValue {
  readonly entry: EntryValue;
  readonly advertisement: XmlFragment;
  readonly match?: MatchValue;
}
export interface NearMissValue {
  readonly entry: EntryValue;
  readonly match: MatchValue;
}
export interface LookupResponse {
  readonly '@sequence': string;
  readonly hit?: readonly HitValue[];
  readonly nearMiss?: readonly NearMissValue[];
  readonly next?: string;
}
export interface RenewRequest {
  readonly '@lease': string;
  readonly '@period'?: string;
  readonly '@credential'?: string;
}
export interface RenewResponse {
  readonly lease: LeaseValue;
}
export interface CancelRequest {
  readonly '@lease': string;
  readonly '@credential'?: string;
}
export interface SubscribeRequest {
  readonly '@after'?: string;
  readonly '@period'?: string;
  readonly name?: string;
  readonly schema?: readonly SchemaFragment[];
  readonly method?: readonly WantedMethodValue[];
  readonly kind?: readonly KindValue[];
  readonly grade?: GradeValue;
}
export interface SubscribeResponse {
  readonly '@subscription': string;
  readonly '@events': string;
  readonly '@after': string;
  readonly lease: LeaseValue;
}
export interface EventValue {
  readonly '@event': EventKindValue;
  readonly '@sequence': string;
  readonly '@id': string;
  readonly '@kind': KindValue;
  readonly '@name': string;
  readonly '@version': number;
  readonly '@at': string;
}
export interface SpawnRequest {
  readonly '@period'?: string;
  readonly '@result'?: boolean;
  readonly name: string;
  readonly schema?: readonly SchemaFragment[];
}
export interface SpawnResponse {
  readonly '@space': string;
  readonly '@uri': string;
  readonly '@root': string;
  readonly '@writer'?: string;
  readonly '@reader'?: string;
  readonly lease: LeaseValue;
  readonly advertisement: XmlFragment;
}
export interface DestroyRequest {
  readonly '@credential'?: string;
}
export type AccessActionValue = 'publish' | 'lookup' | 'read' | 'open' | 'spawn' | 'administer';
/** Who may do what: `anyone`, `authenticated`, `subject:NAME` or `group:NAME`. */
export interface GrantValue {
  readonly '@to': string;
  readonly '@actions': readonly AccessActionValue[];
  readonly '@name'?: string;
  readonly '@methods'?: readonly string[];
}
export interface AccessValue {
  readonly '@default'?: boolean;
  readonly grant?: readonly GrantValue[];
}
/** What each client may have at once, and how many calls and messages it may send a second. */
export interface QuotaValue {
  readonly '@documents'?: number;
  readonly '@bytes'?: bigint;
  readonly '@spaces'?: number;
  readonly '@subscriptions'?: number;
  readonly '@gates'?: number;
  readonly '@calls'?: number;
}
export interface PolicyRequest {
  readonly '@version'?: number;
  readonly '@credential'?: string;
  readonly access?: AccessValue;
  readonly quota?: QuotaValue;
}
export interface PolicyResponse {
  readonly '@version': number;
  readonly access: AccessValue;
  readonly quota?: QuotaValue;
}
export interface ReplaceRootRequest {
  /** 43 to 86 characters of base64url. */
  readonly '@seed': string;
  readonly '@credential'?: string;
}
export interface ReplaceRootResponse {
  readonly '@root': string;
}
/** One space that a server declares. */
export interface ListedSpaceValue {
  readonly '@id': string;
  readonly '@name': string;
  readonly '@uri': string;
  readonly '@alias'?: string;
}
/** What `GET /spaces` answers; no method, since it is asked of the server and not of a space. */
export interface SpacesResponse {
  readonly space?: readonly ListedSpaceValue[];
}
export interface ComponentValue {
  readonly '@element': string;
  readonly '@fingerprint': string;
}
export interface OpenGateRequest {
  readonly '@id': string;
  readonly '@carry'?: CarryValue;
  readonly '@period'?: string;
  readonly '@key'?: string;
  readonly method?: readonly string[];
  readonly component?: readonly ComponentValue[];
}
export interface GateValue {
  readonly '@gate': string;
  readonly '@uri': string;
  readonly '@carry': CarryValue;
  readonly '@binding': string;
  readonly '@expires': string;
  readonly '@credential'?: string;
  readonly '@credentialExpires'?: string;
  readonly '@control': string;
  readonly '@renewal'?: string;
  readonly method: readonly string[];
  readonly advertisement: XmlFragment;
}
export interface RefreshGateRequest {
  readonly '@gate': string;
  readonly '@control': string;
}
export interface RefreshGateResponse {
  readonly '@expires': string;
  readonly '@uri'?: string;
  readonly '@credential'?: string;
  readonly '@credentialExpires'?: string;
}
export interface CloseGateRequest {
  readonly '@gate': string;
  readonly '@control': string;
}
/** An answer that says only that it was done. */
export type EmptyValue = Readonly<Record<string, never>>;

/** Request and response of every method of a space; the request's element is the method's name, the response's `NAMEResponse`. */
export interface SpaceMessages {
  readonly publish: { readonly request: PublishRequest; readonly response: HeldResponse };
  readonly update: { readonly request: UpdateRequest; readonly response: HeldResponse };
  readonly read: { readonly request: ReadRequest; readonly response: ReadResponse };
  readonly remove: { readonly request: RemoveRequest; readonly response: EmptyValue };
  readonly lookup: { readonly request: LookupRequest; readonly response: LookupResponse };
  readonly renew: { readonly request: RenewRequest; readonly response: RenewResponse };
  readonly cancel: { readonly request: CancelRequest; readonly response: EmptyValue };
  readonly subscribe: { readonly request: SubscribeRequest; readonly response: SubscribeResponse };
  readonly spawn: { readonly request: SpawnRequest; readonly response: SpawnResponse };
  readonly destroy: { readonly request: DestroyRequest; readonly response: EmptyValue };
  readonly policy: { readonly request: PolicyRequest; readonly response: PolicyResponse };
  readonly replaceRoot: { readonly request: ReplaceRootRequest; readonly response: ReplaceRootResponse };
  readonly openGate: { readonly request: OpenGateRequest; readonly response: GateValue };
  readonly refreshGate: { readonly request: RefreshGateRequest; readonly response: RefreshGateResponse };
  readonly closeGate: { readonly request: CloseGateRequest; readonly response: EmptyValue };
}

/** Name of a method of a space. */
export type SpaceMethod = keyof SpaceMessages;

/** The methods of a space in the order in which its advertisement lists them; whether each is idempotent. */
export const SPACE_METHODS: Readonly<Record<SpaceMethod, { readonly idempotent: boolean }>> = {
  publish: { idempotent: false },
  update: { idempotent: false },
  read: { idempotent: true },
  remove: { idempotent: true },
  lookup: { idempotent: true },
  renew: { idempotent: true },
  cancel: { idempotent: true },
  subscribe: { idempotent: false },
  spawn: { idempotent: false },
  destroy: { idempotent: true },
  policy: { idempotent: true },
  replaceRoot: { idempotent: true },
  openGate: { idempotent: false },
  refreshGate: { idempotent: true },
  closeGate: { idempotent: true },
};
