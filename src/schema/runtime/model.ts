import type { XmlName } from '../../xml/index.js';
import type { IdentityConstraint } from '../model/components.js';
import type { TypedValue } from '../values.js';

/** What is made of a description when it is first needed, kept with it. */
export interface Kept {
  whole?: object;
}

/**
 * How the usual texts of a simple type are read and written: `undefined` for all that is not plainly right, which is left to the
 * codec of everything.
 */
export interface UsualTexts {
  readonly read: (text: string) => TypedValue;
  readonly write: (value: TypedValue) => string | undefined;
  /** Facets that can be looked at here. */
  readonly facets: 'length' | 'bounds' | 'none';
  /** How many patterns a text is matched with. */
  readonly patterns: number;
}

/** What patterns need to be to codecs. */
export interface TextPattern {
  /** As the schema has it. */
  readonly source: string;
  /** The same for JavaScript's own engine, where that can be trusted with it. */
  readonly expression?: string;
}

/** Facets that a restriction adds; `name` where the type has one. */
export interface Restriction {
  readonly name?: XmlName;
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
  readonly minInclusive?: string;
  readonly minExclusive?: string;
  readonly maxInclusive?: string;
  readonly maxExclusive?: string;
  readonly whiteSpace?: 'preserve' | 'replace' | 'collapse';
  /** The values that are left, as texts; QNames as name keys. */
  readonly values?: readonly string[];
  /** What stands for the values in comparisons, where it cannot be told from the texts: of lists and unions of QNames. */
  readonly keys?: readonly string[];
  /** A text matches one pattern of each group. */
  readonly patterns?: readonly (readonly TextPattern[])[];
}

/** Codec of a simple type. */
export interface SimpleCodec {
  readonly kind: 'simple';
  readonly made: SimpleMaking;
  readonly usual: UsualTexts | undefined;
  readonly kept: Kept;
}

/** What a simple type is made of. */
export type SimpleMaking =
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'restriction'; readonly base: AtomicCodec; readonly restriction: Restriction }
  | { readonly by: 'list'; readonly itemType: SimpleCodec; readonly restriction: Restriction }
  | { readonly by: 'union'; readonly memberTypes: readonly SimpleCodec[]; readonly restriction: Restriction };

/** Codec of an atomic type, which others may restrict. */
export type AtomicCodec = SimpleCodec;

/** A default or fixed value. */
export interface Constraint {
  readonly default?: string;
  readonly fixed?: string;
  /** Namespaces of the prefixes in it, where it is a QName. */
  readonly prefixes?: Readonly<Record<string, string>>;
}

/** Codec of an attribute. */
export interface AttributeCodec {
  readonly name: XmlName;
  readonly type: SimpleCodec;
  /** Its member in typed values: `@name`. */
  readonly member: string;
  readonly required: boolean;
  readonly constraint: Constraint;
}

/** What is done with what a wildcard lets in: nothing, or it is checked by the declarations of the schema. */
export type ProcessContents = 'skip' | 'lax' | 'strict';

/** Namespaces that a wildcard admits: all, all but one (and none), or those listed, `''` for none. */
export type Namespaces = 'any' | { readonly not: string } | readonly string[];

/** What lets undeclared elements in, and what lets undeclared attributes in. */
export interface AnyCodec {
  readonly namespaces: Namespaces;
  readonly processContents: ProcessContents;
  readonly declared: (() => Declared) | undefined;
}

/** What lets undeclared attributes in. */
export type AnyAttributeCodec = AnyCodec;

/** One place in a content model: an element or a wildcard, so many times. */
export type LeafCodec = ElementLeaf | AnyLeaf;

/** An element in a content model. */
export interface ElementLeaf {
  readonly kind: 'element';
  readonly element: ElementCodec;
  readonly min: number;
  readonly max: number;
  /** Member in typed values. */
  readonly member: string;
  /** Whether the member is an array. */
  readonly repeated: boolean;
}

/** A wildcard in a content model. */
export interface AnyLeaf {
  readonly kind: 'any';
  readonly wildcard: AnyCodec;
  readonly min: number;
  readonly max: number;
}

/** One place in a sequence: one of some leaves, so many times in all. */
export interface Place {
  readonly leaves: readonly LeafCodec[];
  readonly min: number;
  readonly max: number;
}

/** A group of elements, wildcards and other groups. */
export interface GroupCodec {
  readonly kind: 'group';
  readonly compositor: 'sequence' | 'choice';
  readonly particles: readonly ParticleCodec[];
  readonly min: number;
  readonly max: number;
}

/** A part of a grammar. */
export type ParticleCodec = LeafCodec | GroupCodec;

/** Element content, with text between where it is mixed. */
export type ElementsContent = {
  readonly kind: 'elements';
  readonly mixed: boolean;
} & (
  | { readonly order: 'sequence'; readonly places: readonly Place[] }
  | { readonly order: 'all'; readonly slots: readonly (readonly LeafCodec[])[]; readonly optional: boolean }
  | { readonly order: 'grammar'; readonly root: GroupCodec }
);

/** What may stand between the tags. */
export type ContentCodec =
  { readonly kind: 'empty' } | { readonly kind: 'text'; readonly type: SimpleCodec } | ElementsContent;

/** Codec of a complex type. */
export interface ComplexCodec {
  readonly kind: 'complex';
  readonly name: XmlName | undefined;
  readonly abstract: boolean;
  readonly attributes: readonly AttributeCodec[];
  readonly anyAttribute: AnyAttributeCodec | undefined;
  readonly content: ContentCodec;
  readonly kept: Kept;
}

/** Codec of a type. */
export type TypeCodec = SimpleCodec | ComplexCodec;

/** Finds a type by its name. */
export type FindType = (name: XmlName) => TypeCodec | undefined;

/** Codec of an element. */
export interface ElementCodec {
  readonly name: XmlName;
  /** Made when it is first asked for, since types refer to one another in circles. */
  readonly type: () => TypeCodec;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly constraint: Constraint;
  /** The type that `xsi:type` names, where it may take the declared one's place. */
  readonly findType: FindType | undefined;
  /** Identity constraints on its content, and what else is declared. */
  readonly identity?: IdentityCodec | undefined;
  readonly kept: Kept;
}

/** Identity constraints of an element. */
export interface IdentityCodec {
  readonly constraints: readonly IdentityConstraint[];
  readonly declared: (() => Declared) | undefined;
}

/** What a schema declares globally: what a wildcard checks that is not skipped. */
export interface Declared {
  readonly element: (name: XmlName) => ElementCodec | undefined;
  readonly attribute: (name: XmlName) => AttributeCodec | undefined;
  readonly type: FindType;
  /** What is assumed of an element that nothing declares. */
  readonly undeclared: ElementCodec;
  readonly kept: Kept;
}
