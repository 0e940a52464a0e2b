import type { ErrorCode, ErrorFinding } from '../../base/index.js';
import type { Advertisement, CompiledInterface, Interface } from '../../advertisement/index.js';
import type { NameKey, NamespaceScope, XmlElement, XmlName } from '../../xml/index.js';

/** Bindings that a port can have for us. `http-get` and `http-post` are found but not carried yet. */
export type PortBinding = 'soap-1.1' | 'soap-1.2' | 'http-get' | 'http-post';

/** A QName as written; it is resolved once all declarations are known, since a repair may give it another meaning. */
export interface QNameUse {
  readonly text: string;
  readonly scope: NamespaceScope | undefined;
}

/** One part of a WSDL message: of a type, or an element. */
export interface MessagePart {
  readonly name: string;
  readonly type?: QNameUse;
  readonly element?: QNameUse;
}

/** A fault that an operation names. */
export interface OperationFault {
  readonly name: string;
  readonly message: NameKey;
}

/** An operation of a port type. */
export interface Operation {
  readonly name: string;
  readonly description?: string;
  readonly input?: NameKey;
  readonly output?: NameKey;
  readonly faults: readonly OperationFault[];
  /** The service sends first: a notification, or solicit-response. */
  readonly outputFirst: boolean;
}

/** A port type: what becomes an advertisement. */
export interface PortType {
  readonly key: NameKey;
  readonly name: string;
  readonly description?: string;
  readonly operations: readonly Operation[];
}

/** What a binding says of one direction. */
export interface BodyBinding {
  /** Namespace of the rpc wrapper; `''` when the body names none. */
  readonly namespace: string;
  readonly use: string;
  /** Parts that go into the body; `undefined` = all. */
  readonly parts: readonly string[] | undefined;
  readonly hasHeaders: boolean;
}

/** What a binding says of one operation. */
export interface BoundOperation {
  readonly name: string;
  readonly style: string;
  readonly input?: BodyBinding;
  readonly output?: BodyBinding;
  /** Namespace of a fault of a type, by the fault's name. */
  readonly faultNamespaces: ReadonlyMap<string, string>;
}

/** A binding of a port type to a protocol. */
export interface Binding {
  readonly key: NameKey;
  readonly portType: NameKey;
  /** `undefined` for a protocol or transport that is not ours. */
  readonly protocol: PortBinding | undefined;
  readonly operations: ReadonlyMap<string, BoundOperation>;
}

/** A port: an address that speaks a binding. */
export interface Port {
  readonly name: string;
  readonly binding: NameKey;
  readonly address: string | undefined;
}

export interface Service {
  readonly name: string;
  readonly description?: string;
  readonly ports: readonly Port[];
}

/** One `xs:schema` of a description, embedded or in a file that was given with it. */
export interface SchemaSource {
  /** Where it was found, to resolve relative locations. */
  readonly base: string;
  /** Location in the advertisement. */
  readonly location: string;
  readonly root: XmlElement;
  /** Scope around `xs:schema`: what it inherits. `undefined` for a file of its own. */
  readonly outer: NamespaceScope | undefined;
}

/** A WSDL 1.1 description with all that it imports. */
export interface Description {
  readonly targetNamespace: string;
  readonly description?: string;
  readonly messages: ReadonlyMap<NameKey, readonly MessagePart[]>;
  readonly portTypes: ReadonlyMap<NameKey, PortType>;
  readonly bindings: ReadonlyMap<NameKey, Binding>;
  readonly services: readonly Service[];
  readonly schemas: readonly SchemaSource[];
  /** Locations of given files that it imports. */
  readonly imported: readonly string[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/**
 * A correction of a schema that is invalid as written:
 * `unqualified-qname`: an unprefixed QName missing from the inherited default namespace but declared in the
 * description's no-namespace schema means the latter; `duplicate-declaration`: identical redeclarations count once;
 * `max-occurs-zero`: `maxOccurs="0"` without `minOccurs` means absent; `annotation-text`: text in `xs:annotation` is dropped.
 */
export const REPAIR_NAMES = [
  'unqualified-qname',
  'duplicate-declaration',
  'max-occurs-zero',
  'annotation-text',
] as const;

/** Name of a repair. */
export type RepairName = (typeof REPAIR_NAMES)[number];

/** A repair that was made, and in how many places. */
export interface Repair {
  readonly name: RepairName;
  readonly count: number;
}

/** A service as imported. */
export interface ImportedService {
  readonly advertisement: Advertisement;
  readonly compiled: CompiledInterface;
  /** XML text of the advertisement, to be published; written when it is asked for. */
  readonly text: string;
}

/** A port type that was not imported. */
export interface Refusal {
  /** Name of the port type, or the file's location when nothing of it could be read. */
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly findings: readonly ErrorFinding[];
  /** The interface, repaired, when it was the interface that was refused. */
  readonly interface?: Interface;
}

/** What came of one description. */
export interface WsdlReading {
  readonly services: readonly ImportedService[];
  readonly repairs: readonly Repair[];
  readonly refusals: readonly Refusal[];
  /** What was left out of services that were imported, and why. */
  readonly notes: readonly string[];
  /** Locations of given files that the description imports: parts of it, and no services of their own. */
  readonly imported: readonly string[];
}

/** A local element of an rpc wrapper. */
export interface WrapperPart {
  readonly name: string;
  readonly type: XmlName;
}

/** A generated global element: an rpc wrapper with its parts, or an element of a type. */
export interface WrapperElement {
  readonly name: XmlName;
  readonly parts?: readonly WrapperPart[];
  readonly type?: XmlName;
}
