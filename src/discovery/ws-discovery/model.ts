import type { XmlElement, XmlName } from '../../xml/index.js';
import type { Dialect } from './dialects.js';

/** What is told of a service: a target of WS-Discovery. */
export interface WsEndpoint {
  /** Address of its endpoint reference: a URN, the same wherever the service is. */
  readonly address: string;
  readonly types: readonly XmlName[];
  readonly scopes: readonly string[];
  /** Transport addresses: URLs where it is reached. May be empty; a Resolve tells them then. */
  readonly xaddrs: readonly string[];
  /** Grows when the rest changes. */
  readonly metadataVersion: number;
  /** What stands beside it in the message: elements of other namespaces. */
  readonly extensions: readonly XmlElement[];
}

/** What is looked for: services with all the types and, by the matching rule, all the scopes. */
export interface WsQuery {
  readonly types?: readonly XmlName[];
  readonly scopes?: readonly string[];
  /** Name of a matching rule, or its whole URI. Default: the rule for URIs. */
  readonly matchBy?: string;
}

/** Order of the messages of one process (section 7 of WS-Discovery 1.1). */
export interface AppSequence {
  readonly instanceId: number;
  readonly sequenceId?: string;
  readonly messageNumber: number;
}

/** What every message says besides its body. */
export interface WsHeader {
  readonly dialect: Dialect;
  /** URI that no other message has. */
  readonly messageId: string;
  readonly to: string;
  readonly relatesTo?: string;
  /** Where answers are wanted; absent for whoever sent it. */
  readonly replyTo?: string;
  readonly sequence?: AppSequence;
}

/** What a message says. */
export type WsBody =
  | { readonly kind: 'hello'; readonly endpoint: WsEndpoint }
  | { readonly kind: 'bye'; readonly address: string }
  | { readonly kind: 'probe'; readonly query: WsQuery }
  | { readonly kind: 'probe-matches'; readonly matches: readonly WsEndpoint[] }
  | { readonly kind: 'resolve'; readonly address: string }
  | { readonly kind: 'resolve-matches'; readonly match?: WsEndpoint };

/** A message of WS-Discovery. */
export interface WsMessage {
  readonly header: WsHeader;
  readonly body: WsBody;
}
