import type { NameKey, XmlName } from '../../xml/index.js';
import type { SimpleType } from '../simple/model.js';
import type { Wildcard } from './wildcard.js';

/** A default or fixed value as it was written; its simple type reads it. */
export interface ValueConstraint {
  readonly kind: 'default' | 'fixed';
  readonly text: string;
  /** Bindings for QNames in the text: prefix to namespace. */
  readonly resolve: (prefix: string) => string | undefined;
}

/** How a type came from its base; also what `block` and `final` list. */
export type Derivation = 'extension' | 'restriction';

/** What an element's `block` lists. */
export type Blocked = Derivation | 'substitution';

/** An element declaration (XSD 1.0 part 1, section 3.3). */
export interface ElementDeclaration {
  readonly kind: 'element';
  readonly name: XmlName;
  readonly scope: 'global' | 'local';
  readonly type: Type;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly valueConstraint: ValueConstraint | undefined;
  /** Derivations by which `xsi:type` may not replace the type, and whether other elements may not replace this one. */
  readonly block: readonly Blocked[];
  /** The head of the substitution group that a global element is in (section 3.3.2). */
  readonly substitutes: ElementDeclaration | undefined;
  /** Identity constraints on the content of the element (section 3.11). */
  readonly identity: readonly IdentityConstraint[];
}

/** One step of a path in an identity constraint: a name, any name, or any name in a namespace. */
export type NameTest =
  | { readonly kind: 'name'; readonly name: XmlName }
  | { readonly kind: 'any' }
  | { readonly kind: 'namespace'; readonly namespace: string };

/** One alternative of a selector or field (section 3.11.6): `.//` when `descendant`, then child steps, then maybe an attribute. */
export interface IdentityPath {
  readonly descendant: boolean;
  readonly steps: readonly NameTest[];
  /** Only in fields. */
  readonly attribute: NameTest | undefined;
}

/** An identity constraint definition (section 3.11). */
export interface IdentityConstraint {
  readonly kind: 'unique' | 'key' | 'keyref';
  readonly name: NameKey;
  readonly selector: readonly IdentityPath[];
  readonly fields: readonly (readonly IdentityPath[])[];
  /** Name of the key or unique constraint that a keyref refers to. */
  readonly refer: NameKey | undefined;
}

/** An attribute declaration (section 3.2). */
export interface AttributeDeclaration {
  readonly kind: 'attribute';
  readonly name: XmlName;
  readonly scope: 'global' | 'local';
  readonly type: SimpleType;
  readonly valueConstraint: ValueConstraint | undefined;
}

/** An attribute in a complex type (section 3.5); prohibited ones are left out of the model. */
export interface AttributeUse {
  readonly kind: 'attribute-use';
  readonly declaration: AttributeDeclaration;
  readonly required: boolean;
  /** The use's own constraint, else its declaration's. */
  readonly valueConstraint: ValueConstraint | undefined;
}

/** How often something may stand; `max` is `Infinity` when unbounded. */
export interface Occurrence {
  readonly min: number;
  readonly max: number;
}

/** An element in a content model. */
export interface ElementParticle extends Occurrence {
  readonly kind: 'element';
  readonly element: ElementDeclaration;
}

/** A wildcard in a content model. */
export interface AnyParticle extends Occurrence {
  readonly kind: 'any';
  readonly wildcard: Wildcard;
}

/** A sequence, choice or all in a content model. */
export interface GroupParticle extends Occurrence {
  readonly kind: 'group';
  readonly compositor: 'sequence' | 'choice' | 'all';
  readonly particles: readonly Particle[];
}

/** A particle (section 3.9); one with `max` 0 is left out of the model. */
export type Particle = ElementParticle | AnyParticle | GroupParticle;

/** A particle that takes one element at a time. */
export type Leaf = ElementParticle | AnyParticle;

/** What may stand between the tags of an element of a complex type. */
export type Content =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly type: SimpleType }
  | { readonly kind: 'elements'; readonly particle: Particle; readonly mixed: boolean };

/** A complex type definition (section 3.4). */
export interface ComplexType {
  readonly kind: 'complex';
  /** Name key of a global type; `undefined` for an anonymous one. */
  readonly name: NameKey | undefined;
  /** Itself for `xs:anyType` alone. */
  readonly base: Type;
  readonly derivation: Derivation;
  readonly abstract: boolean;
  readonly attributes: readonly AttributeUse[];
  readonly attributeWildcard: Wildcard | undefined;
  readonly content: Content;
  readonly block: readonly Derivation[];
  readonly final: readonly Derivation[];
}

/** A type definition. */
export type Type = SimpleType | ComplexType;

/** Every global component of a schema, by name key. */
export interface ComponentModel {
  readonly elements: ReadonlyMap<NameKey, ElementDeclaration>;
  readonly attributes: ReadonlyMap<NameKey, AttributeDeclaration>;
  /** Named types of the documents; built-in ones are left out. */
  readonly types: ReadonlyMap<NameKey, Type>;
  /** Identity constraints of all element declarations, local ones too. */
  readonly identity: ReadonlyMap<NameKey, IdentityConstraint>;
  /** Text of the `xs:documentation` of a declaration, an attribute use or a type of this model. */
  readonly documentationOf: (component: object) => string | undefined;
  /** Text of the `xs:documentation` of a value that a simple type enumerates itself; `text` as in its facets. */
  readonly documentationOfValue: (type: SimpleType, text: string) => string | undefined;
}
