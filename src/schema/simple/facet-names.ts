import type { PrimitiveName, SimpleType } from './model.js';

/** The facets of XSD 1.0 (part 2, section 4.3). */
export type FacetName =
  | 'length'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'enumeration'
  | 'whiteSpace'
  | 'maxInclusive'
  | 'maxExclusive'
  | 'minInclusive'
  | 'minExclusive'
  | 'totalDigits'
  | 'fractionDigits';

/** Facets that count something. */
export const COUNT_FACETS = ['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits'] as const;

/** Facets that bound ordered values. */
export const BOUND_FACETS = ['minInclusive', 'minExclusive', 'maxInclusive', 'maxExclusive'] as const;

export type CountFacet = (typeof COUNT_FACETS)[number];
export type BoundFacet = (typeof BOUND_FACETS)[number];

/** One bound. */
export type Bound = readonly [facet: BoundFacet, value: string];

const COMMON: readonly FacetName[] = ['pattern', 'whiteSpace'];
const UNION: readonly FacetName[] = ['pattern', 'enumeration'];
const LENGTHS: readonly FacetName[] = [...COMMON, 'enumeration', 'length', 'minLength', 'maxLength'];
const ORDERED: readonly FacetName[] = [...COMMON, 'enumeration', ...BOUND_FACETS];
const DIGITS: readonly FacetName[] = [...ORDERED, 'totalDigits', 'fractionDigits'];

const BY_PRIMITIVE: Readonly<Record<PrimitiveName, readonly FacetName[]>> = {
  string: LENGTHS,
  boolean: COMMON,
  decimal: DIGITS,
  float: ORDERED,
  double: ORDERED,
  duration: ORDERED,
  dateTime: ORDERED,
  time: ORDERED,
  date: ORDERED,
  gYearMonth: ORDERED,
  gYear: ORDERED,
  gMonthDay: ORDERED,
  gDay: ORDERED,
  gMonth: ORDERED,
  hexBinary: LENGTHS,
  base64Binary: LENGTHS,
  anyURI: LENGTHS,
  QName: LENGTHS,
  NOTATION: LENGTHS,
};

/** The facets that apply to a type (XSD 1.0 part 2, section 4.1.5, `cos-applicable-facets`). */
export const applicableFacets = (type: SimpleType): readonly FacetName[] => {
  if (type.variety === 'list') return LENGTHS;
  if (type.variety === 'union') return UNION;
  return type.primitive === undefined ? [] : BY_PRIMITIVE[type.primitive];
};
