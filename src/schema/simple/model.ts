import type { NameKey } from '../../xml/index.js';
import type { TypedValue } from '../values.js';
import type { Pattern } from '../pattern/index.js';

/** The primitive types of XSD 1.0 part 2, section 3.2. */
export type PrimitiveName =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'float'
  | 'double'
  | 'duration'
  | 'dateTime'
  | 'time'
  | 'date'
  | 'gYearMonth'
  | 'gYear'
  | 'gMonthDay'
  | 'gDay'
  | 'gMonth'
  | 'hexBinary'
  | 'base64Binary'
  | 'anyURI'
  | 'QName'
  | 'NOTATION';

export type WhiteSpace = 'preserve' | 'replace' | 'collapse';

/** The JavaScript shape of the values of a type. */
export type ValueShape = 'string' | 'number' | 'bigint' | 'boolean' | 'bytes' | 'qname' | 'list' | 'union';

/** Facets in force, inherited ones included. Bounds and enumerations are kept as text and compared by value. */
export interface Facets {
  readonly whiteSpace: WhiteSpace;
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
  readonly minInclusive?: string;
  readonly minExclusive?: string;
  readonly maxInclusive?: string;
  readonly maxExclusive?: string;
  /** Whitespace-normalised lexical forms as written (of a union: as written); QNames as name keys. */
  readonly enumeration?: readonly string[];
  /** One group for each derivation step; a value must match one pattern of every group. */
  readonly patterns: readonly (readonly Pattern[])[];
  /** Names of the facets that a restriction may not change. */
  readonly fixed: readonly string[];
}

/** How texts of one type are read, compiled from its facets. Use it through `checkSimple`, `parseSimple` and kin. */
export interface SimpleRuntime {
  /** The text with the white space of the type normalised. */
  readonly normalize: (text: string) => string;
  readonly check: (text: string, qnames?: QNameContext) => SimpleProblem | undefined;
  readonly parse: (text: string, qnames?: QNameContext) => Parsed;
  /** Text that stands for the value of a valid normalised text: equal for equal values, also across types of one primitive. */
  readonly canonical: (text: string, qnames?: QNameContext) => string;
  /**
   * Text that stands for the value of a valid text as it stands in a document, told apart from the values of all other
   * primitive types, and lists from single values: what identity constraints and unions compare.
   */
  readonly key: (text: string, qnames?: QNameContext) => string;
  /** Canonical texts of the enumerated values, when there is an enumeration. */
  readonly enumerated: ReadonlySet<string> | undefined;
  /** Where there is one, a test that is true only for valid texts that are as `normalize` leaves them. */
  readonly isQuick?: ((text: string) => boolean) | undefined;
  /** Whether values are IDs or references to them, or may hold some. */
  readonly holdsIds: boolean;
  /**
   * For a union, the first of its member types that takes the text, down to one that is no union; the type itself
   * otherwise. `undefined` when a union takes the text by no member.
   */
  readonly memberFor: (self: SimpleType, text: string, qnames?: QNameContext) => SimpleType | undefined;
}

/** A simple type: a value space with facets (part 2, section 4.1). */
export interface SimpleType {
  readonly kind: 'simple';
  /** `absent` is anySimpleType itself. */
  readonly variety: 'atomic' | 'list' | 'union' | 'absent';
  /** Name key of a named type; `undefined` for an anonymous one. */
  readonly name: NameKey | undefined;
  readonly base: SimpleType | undefined;
  /** Present for `atomic`. */
  readonly primitive: PrimitiveName | undefined;
  /** Item type of a list. */
  readonly itemType: SimpleType | undefined;
  /** Member types of a union in their order, unions among them replaced by their own members; empty otherwise. */
  readonly memberTypes: readonly SimpleType[];
  /** Nearest built-in ancestor or self, e.g. `int`, `NCName`, `dateTime`. */
  readonly builtIn: string;
  readonly facets: Facets;
  /** The JavaScript shape of its values. */
  readonly shape: ValueShape;
  readonly runtime: SimpleRuntime;
}

/** What a text is read with. */
export interface QNameContext {
  /** The namespace of a prefix; `undefined` = unbound. */
  readonly resolve: (prefix: string) => string | undefined;
  /** Counts the steps of matching patterns and of trying member types; throws once a budget is spent. */
  readonly step?: ((count: number) => void) | undefined;
}

/** How a QName is written: a prefix that is bound to `namespace` where the text will stand (`''` = none needed). */
export interface QNameWriter {
  readonly prefixFor: (namespace: string) => string;
  /** Counts steps, as in {@link QNameContext}. */
  readonly step?: ((count: number) => void) | undefined;
}

/** One facet as read from a schema. */
export interface FacetInput {
  readonly facet: string;
  readonly value: string;
  readonly fixed: boolean;
}

/** Why a lexical form or a value is not of a type. */
export interface SimpleProblem {
  /** XSD rule: `cvc-datatype-valid.1.2.1`, `cvc-pattern-valid`, `cvc-enumeration-valid`, `cvc-maxInclusive-valid`… */
  readonly rule: string;
  /** Lower case: what was expected and what came, the value cut to 80 characters. */
  readonly message: string;
}

/** Outcome of reading a text: a value, or a problem. */
export type Parsed = { readonly value: TypedValue } | { readonly problem: SimpleProblem };
