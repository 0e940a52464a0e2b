import type { DocumentId } from '../base/index.js';
import type { XmlElement, XmlName } from '../xml/index.js';

/** Kinds of advertisement, in the order of `schemas/advertisement.xsd`. */
export const ADVERTISEMENT_KINDS = ['service', 'device', 'space', 'result', 'document'] as const;

/** What an advertisement is of. */
export type AdvertisementKind = (typeof ADVERTISEMENT_KINDS)[number];

/** Who may call: anyone who can reach the endpoint, or only the holder of a gate's credential. */
export type Access = 'unrestricted' | 'restricted';

/** An address that takes the messages of the interface. */
export interface Endpoint {
  readonly uri: string;
  /** `stoa-http`, `soap-1.1`, …; a gate is refused on a binding that nobody carries. */
  readonly binding: string;
  /** The lower, the earlier it is tried. */
  readonly priority: number;
}

/** A named request and its answer. */
export interface Method {
  readonly name: string;
  readonly description?: string;
  /** Global element of the request; unique in an interface. */
  readonly request: XmlName;
  /** Global element of the answer; absent for a one-way method. */
  readonly response?: XmlName;
  readonly faults: readonly XmlName[];
  /** Whether calling twice is the same as calling once, so that a failed call may be tried again. */
  readonly idempotent: boolean;
}

/** One `xs:schema` of an interface and the location by which its siblings mean it. */
export interface SchemaPart {
  /** `''` when the advertisement gives none. */
  readonly location: string;
  readonly root: XmlElement;
  /** The text that the root was parsed from; with it, findings say line and column. */
  readonly source?: string;
}

/**
 * The order of the messages of one gate: for each state, the methods that may be called then, with the state that follows. The first
 * state is 0. Methods that no state names may be called at any time.
 */
export type MessageOrder = readonly Readonly<Record<string, number>>[];

/** The methods, events and schema of a service. */
export interface Interface {
  readonly methods: readonly Method[];
  readonly events: readonly XmlName[];
  /** Global complex type whose content model is the order of the requests of one gate. */
  readonly conversation?: XmlName;
  readonly schemas: readonly SchemaPart[];
}

/** An advertisement as read from its document. */
export interface Advertisement {
  readonly kind: AdvertisementKind;
  readonly name: string;
  /** The URN that the publisher gave it, if any. */
  readonly id?: DocumentId;
  readonly description?: string;
  readonly access: Access;
  /** Only who proved who they are is to see more of it than its name (`protected` of `schemas/policy.xsd`). */
  readonly guarded?: true;
  readonly endpoints: readonly Endpoint[];
  readonly interface?: Interface;
  /** Elements of other namespaces after the interface (a policy, a bridge's own notes). */
  readonly extensions: readonly XmlElement[];
}
