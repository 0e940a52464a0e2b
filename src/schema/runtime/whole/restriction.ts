import type { XmlName } from '../../../xml/index.js';
import { toNameKey } from '../../../xml/index.js';
import type { Facets, SimpleRuntime } from '../../simple/model.js';
import type { Pattern } from '../../pattern/model.js';

/** Facets that a restriction adds; `name` where the type has one. */
export interface Restriction extends Partial<Omit<Facets, 'patterns' | 'fixed' | 'enumeration'>> {
  readonly name?: XmlName;
  /** The values that are left, as texts; QNames as name keys. */
  readonly values?: readonly string[];
  /** What stands for the values in comparisons, where it cannot be told from the texts: of lists and unions of QNames. */
  readonly keys?: readonly string[];
  /** A text matches one pattern of each group. */
  readonly patterns?: readonly (readonly TextPattern[])[];
}

/** What patterns need to be to codecs. */
export type TextPattern = Pick<Pattern, 'source' | 'matches'>;

/**
 * A pattern of XML Schema that JavaScript's own engine can be trusted with: `expression` (with the flag `u`) matches the same
 * texts, whole, in steps that grow with the text alone.
 */
/* @__NO_SIDE_EFFECTS__ */
export function pattern(source: string, expression: string): TextPattern {
  let compiled: RegExp | undefined;
  return {
    source,
    matches: (text, step) => {
      step?.(text.length + 1);
      return (compiled ??= new RegExp(expression, 'u')).test(text);
    },
  };
}

/** Name key of a type that has a name. */
export const keyOf = (name: XmlName | undefined): string | undefined =>
  name === undefined ? undefined : toNameKey(name);

/** The base's bounds and the others of its facets: a new bound takes the place of both old ones at its end. */
const inherit = (base: Facets, own: Restriction): Facets => {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive, ...others } = base;
  const lower = {
    ...(minInclusive !== undefined && { minInclusive }),
    ...(minExclusive !== undefined && { minExclusive }),
  };
  const upper = {
    ...(maxInclusive !== undefined && { maxInclusive }),
    ...(maxExclusive !== undefined && { maxExclusive }),
  };
  return {
    ...others,
    ...((own.minInclusive ?? own.minExclusive) === undefined && lower),
    ...((own.maxInclusive ?? own.maxExclusive) === undefined && upper),
  };
};

/** Facets in force after a restriction of the base. */
export const toFacets = (base: Facets, { values, patterns = [], ...restriction }: Restriction): Facets => ({
  ...inherit(base, restriction),
  ...restriction,
  ...(values !== undefined && { enumeration: values }),
  // What matches a pattern here has no automaton to compare, which only lookups by schema ask for.
  patterns: patterns as Facets['patterns'],
});

/** Canonical texts of the values that are left. */
export const enumerate = (runtime: SimpleRuntime, { values, keys }: Restriction): ReadonlySet<string> | undefined =>
  values && new Set(keys ?? values.map((text) => runtime.canonical(text)));
