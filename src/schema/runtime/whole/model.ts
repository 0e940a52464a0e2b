import type { NameKey, XmlElement, XmlName } from '../../../xml/index.js';
import type { Arrangement, MemberQueue } from '../../codec/arrange.js';
import type { Writing } from '../../codec/writer.js';
import type { Members } from '../../instance/members.js';
import type { Matcher } from '../../instance/matcher.js';
import type { Reading } from '../../instance/visit.js';
import type { AttributeUse, IdentityConstraint, ValueConstraint } from '../../model/components.js';
import type { NamespaceConstraint, ProcessContents } from '../../model/wildcard.js';
import type { SimpleType } from '../../simple/model.js';
import type { TypedObject, TypedValue } from '../../values.js';

/** Codec of a simple type. */
export type SimpleCodec = SimpleType;

/** Codec of an attribute. */
export interface AttributeCodec {
  readonly name: XmlName;
  readonly type: SimpleCodec;
  /** Its member in typed values: `@name`. */
  readonly member: string;
  readonly use: Pick<AttributeUse, 'required' | 'valueConstraint'>;
}

/** The element that a wildcard let an attribute into: its type, and the members of its value. */
export interface WildAttributePlace {
  readonly type: ComplexCodec;
  readonly members: Members;
}

/** What lets undeclared attributes in. */
export interface AnyAttributeCodec {
  readonly processContents: ProcessContents;
  /** Reads one attribute that is not declared. */
  readonly read: (reading: Reading, attribute: XmlElement['attributes'][number], place: WildAttributePlace) => void;
  /** Notes a second ID among the attributes of an element. */
  readonly checkIds: (reading: Reading, element: XmlElement, type: ComplexCodec) => void;
  /** Writes one member that is no declared attribute. */
  readonly write: (writing: Writing, member: string, value: TypedValue) => void;
}

/** What lets undeclared elements in. */
export interface AnyCodec {
  readonly constraint: NamespaceConstraint;
  /** Value or text of an element that was let in; the last of the path is its parent. */
  readonly read: (reading: Reading, child: XmlElement) => TypedValue;
  readonly write: (writing: Writing, name: XmlName, value: TypedValue) => void;
}

/** One place in a content model: an element or a wildcard, so many times. */
export type LeafCodec = ElementLeaf | AnyLeaf;

/** An element in a content model. */
export interface ElementLeaf {
  readonly kind: 'element';
  readonly element: ElementCodec;
  readonly wildcard: undefined;
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
  readonly element: undefined;
  readonly wildcard: AnyCodec;
  readonly min: number;
  readonly max: number;
  readonly member: '';
  readonly repeated: true;
}

/** One place in a sequence: one of some leaves, so many times in all. */
export interface Place {
  readonly leaves: readonly LeafCodec[];
  readonly min: number;
  readonly max: number;
}

/** How the children of an element are followed and put into order. */
export interface ChildrenCodec {
  /** A matcher before the first child. */
  readonly start: () => Matcher<LeafCodec>;
  /** Brings values into an order that the content model allows. */
  readonly arrange: (queues: readonly MemberQueue[]) => Arrangement<LeafCodec>;
  /** Writes an object that fits without looking for an order; `false`, with nothing written, for another one. */
  readonly writeFitting?: (writing: Writing, value: TypedObject) => boolean;
  /** Leaves by member name. */
  readonly members: ReadonlyMap<string, LeafCodec>;
  readonly wildcards: readonly AnyCodec[];
}

/** How mixed content is written. */
export type WriteItems = (writing: Writing, content: ElementsContent, value: TypedObject) => void;

/** Element content, with text between when `writeItems` is there. */
export interface ElementsContent extends ChildrenCodec {
  readonly kind: 'elements';
  readonly writeItems: WriteItems | undefined;
}

/** What may stand between the tags. */
export type ContentCodec =
  { readonly kind: 'empty' } | { readonly kind: 'text'; readonly type: SimpleCodec } | ElementsContent;

/** Codec of a complex type. */
export interface ComplexCodec {
  readonly kind: 'complex';
  readonly name: NameKey | undefined;
  readonly abstract: boolean;
  readonly attributes: readonly AttributeCodec[];
  /** How many attributes are required. */
  readonly required: number;
  readonly hasDefaults: boolean;
  readonly anyAttribute: AnyAttributeCodec | undefined;
  readonly content: ContentCodec;
}

/** Codec of a type. */
export type TypeCodec = SimpleCodec | ComplexCodec;

/** Codec of an element. */
export interface ElementCodec {
  readonly name: XmlName;
  /** Made when it is first asked for, since types refer to one another in circles. */
  readonly type: () => TypeCodec;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly valueConstraint: ValueConstraint | undefined;
  /** The type that `xsi:type` names, where it may take the declared one's place. */
  readonly findType: ((name: XmlName) => TypeCodec | undefined) | undefined;
  /** Identity constraints on its content. */
  readonly identity?: readonly IdentityConstraint[];
  /** Reads the element, noting what is wrong. */
  readonly read: (reading: Reading, element: XmlElement) => TypedValue;
  /** Writes the element, noting what is wrong. */
  readonly write: (writing: Writing, value: TypedValue) => void;
}
