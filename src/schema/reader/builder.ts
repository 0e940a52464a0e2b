import type {
  AttributeDeclaration,
  AttributeUse,
  ComplexType,
  Derivation,
  ElementDeclaration,
  GroupParticle,
  Particle,
  Type,
} from '../model/components.js';
import type { SimpleType } from '../simple/model.js';
import type { Documentation } from './documentation.js';
import type { Wildcard } from '../model/wildcard.js';
import type { IdentityRegistry } from './identity-registry.js';
import type { SchemaNode, SimpleDerivation } from './node.js';
import type { Report } from './report.js';

/** What an attribute group holds, and what the groups that it refers to hold (section 3.6.1). */
export interface AttributeGroup {
  readonly uses: readonly AttributeUse[];
  readonly wildcard: Wildcard | undefined;
}

/**
 * What the readers of single constructs share. References are resolved through it, so that a reader of elements
 * needs to know nothing of the reader of types, which needs the reader of elements.
 */
export interface Builder {
  readonly report: Report;
  /** Where components are noted with the nodes that they were read from, for their documentation. */
  readonly documentation: Documentation;
  /** The type that a QName names; after a finding `undefined`. A complex type may not be complete yet. */
  readonly findType: (node: SchemaNode, qname: string) => Type | undefined;
  /** The global element that a QName names; after a finding `undefined`. */
  readonly findElement: (node: SchemaNode, qname: string) => ElementDeclaration | undefined;
  /** The global attribute that a QName names; after a finding `undefined`. */
  readonly findAttribute: (node: SchemaNode, qname: string) => AttributeDeclaration | undefined;
  /** The model group that a QName names, standing once; after a finding `undefined`. */
  readonly findGroup: (node: SchemaNode, qname: string) => GroupParticle | undefined;
  /** The attribute group that a QName names; after a finding `undefined`. */
  readonly findAttributeGroup: (node: SchemaNode, qname: string) => AttributeGroup | undefined;
  /** The model group that a definition makes, standing once; `undefined` when it is being read. */
  readonly readGroup: (node: SchemaNode) => GroupParticle | undefined;
  /** What an attribute group's definition makes; `undefined` when it is being read. */
  readonly readAttributeGroup: (node: SchemaNode) => AttributeGroup | undefined;
  /**
   * Bounds a new particle: groups that refer to groups stand for far more than is written.
   *
   * @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED`
   */
  readonly measure: (particle: Particle) => void;
  /** Type of an anonymous `simpleType` or `complexType`. */
  readonly anonymousType: (node: SchemaNode) => Type;
  /** Type of an anonymous `simpleType`. */
  readonly anonymousSimpleType: (node: SchemaNode) => SimpleType;
  /**
   * Runs a reading inside another one: bases are read inside the types derived from them, groups inside those that refer to them.
   *
   * @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED`
   */
  readonly nested: <Result>(read: () => Result) => Result;
  /** Completes a complex type that another derives from; `false` when the two derive from each other. */
  readonly complete: (type: ComplexType) => boolean;
  /** What simple types that are final are final for. */
  readonly sealed: Map<SimpleType, readonly SimpleDerivation[]>;
  /** Derivations by which the types of elements may not come that name an element as their head: its `final`. */
  readonly exclusions: Map<ElementDeclaration, readonly Derivation[]>;
  /** A measured particle with its groups and substitution groups written out; only in checks at the end. */
  readonly writeOut: (particle: Particle) => Particle;
  /** The identity constraints read so far. */
  readonly identity: IdentityRegistry;
  /** Keeps a check until every component is complete. */
  readonly finally: (check: () => void) => void;
}

/** A component in the making: readers fill it, everybody else sees it read-only. */
export type Mutable<Component> = { -readonly [Field in keyof Component]: Component[Field] };
