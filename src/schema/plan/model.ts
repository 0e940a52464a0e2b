import type { XmlName } from '../../xml/index.js';
import type { State } from '../automaton/state.js';
import type { AttributeUse, ElementDeclaration, Type } from '../model/components.js';
import type { Wildcard } from '../model/wildcard.js';
import type { SimpleType } from '../simple/model.js';

/** An attribute of a complex type, ready for use. */
export interface AttributePlan {
  readonly name: XmlName;
  readonly use: AttributeUse;
  readonly type: SimpleType;
  /** Its member in typed values: `@name`. */
  readonly member: string;
}

/** An element declaration, ready for use. */
export interface ElementPlan {
  readonly declaration: ElementDeclaration;
  /** Made on first use, since types refer to one another in circles. */
  readonly type: () => TypePlan;
}

/** What one child element of a complex type is, and where its value goes. */
export interface ChildPlan {
  /** `undefined` for a wildcard. */
  readonly element: ElementPlan | undefined;
  readonly wildcard: Wildcard | undefined;
  /** Member in typed values; `''` for a wildcard, whose members are named by what came. */
  readonly member: string;
  /** Whether the member is an array. */
  readonly repeated: boolean;
}

/** Children in any order, each at most once. */
export interface AllPlan<Plan = ChildPlan> {
  readonly children: readonly AllChild<Plan>[];
  /** Whether nothing at all may stand there although some children are required. */
  readonly optional: boolean;
}

/** A child of an `xs:all`. */
export interface AllChild<Plan = ChildPlan> {
  readonly plan: Plan;
  readonly element: ElementDeclaration;
  /** Which place of the `all` it takes: children that may stand in one another's place share one. */
  readonly slot: number;
  readonly required: boolean;
}

/** What may stand between the tags. */
export type ContentPlan =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly type: SimpleType }
  | { readonly kind: 'elements'; readonly mixed: boolean; readonly start: State<ChildPlan> }
  | { readonly kind: 'all'; readonly mixed: boolean; readonly all: AllPlan };

/** A type, ready for use. */
export interface TypePlan {
  readonly type: Type;
  readonly abstract: boolean;
  /** Whether values are objects rather than scalars. */
  readonly isObject: boolean;
  readonly attributes: readonly AttributePlan[];
  /** How many attributes are required. */
  readonly required: number;
  /** Whether some attribute has a default or fixed value. */
  readonly hasDefaults: boolean;
  readonly attributeWildcard: Wildcard | undefined;
  readonly content: ContentPlan;
  /** Element members by name, in the order of the schema. */
  readonly members: ReadonlyMap<string, ChildPlan>;
  /** Element wildcards of the content. */
  readonly wildcards: readonly Wildcard[];
}

/** Plans of one schema, made as they are needed. */
export interface Plans {
  readonly findElement: (name: XmlName) => ElementPlan | undefined;
  readonly findType: (name: XmlName) => TypePlan | undefined;
  readonly findAttribute: (name: XmlName) => AttributePlan | undefined;
  /** What is assumed of an element that nothing declares. */
  readonly undeclared: ElementPlan;
}
