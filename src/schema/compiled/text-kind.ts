import type { SimpleType } from '../simple/model.js';

/**
 * How the texts of a simple type are treated in a program. `any`: every text is valid. `texts`: one of a few strings.
 * `small` and `big`: whole numbers within bounds. `checked`: the text itself is the value, if the runtime finds no problem.
 * `parsed`: the runtime makes the value. `visited`: the interpreted visitor does, since more than the text counts.
 */
export type TextKind =
  | { readonly kind: 'any' }
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'small' | 'big'; readonly min: number; readonly max: number; readonly digits: number }
  | { readonly kind: 'checked' | 'parsed' | 'visited' };

/** Digits of whole numbers that a JavaScript number holds exactly, whatever they are. */
const SAFE_DIGITS = 15;

/** Types of which more than the text counts: names by the prefixes in force, identity by the rest of the document. */
const VISITED: ReadonlySet<string> = new Set(['ID', 'IDREF', 'ENTITY', 'QName', 'NOTATION', 'anySimpleType']);

const hasNoFacets = ({ facets }: SimpleType): boolean =>
  facets.patterns.length === 0 &&
  (facets.enumeration ?? facets.length ?? facets.minLength ?? facets.maxLength) === undefined;

const hasBoundsOnly = ({ facets }: SimpleType): boolean =>
  facets.patterns.length === 0 && (facets.enumeration ?? facets.minExclusive ?? facets.maxExclusive) === undefined;

const numberKind = (type: SimpleType): TextKind => {
  const { minInclusive = '-Infinity', maxInclusive = 'Infinity', totalDigits = SAFE_DIGITS } = type.facets;
  // A bound with a fraction, once rounded, could let in the whole number next to it.
  if (!hasBoundsOnly(type) || minInclusive.includes('.') || maxInclusive.includes('.')) return { kind: 'parsed' };
  return {
    kind: type.shape === 'bigint' ? 'big' : 'small',
    min: Number(minInclusive),
    max: Number(maxInclusive),
    digits: Math.min(totalDigits, SAFE_DIGITS),
  };
};

const stringKind = (type: SimpleType): TextKind => {
  const { builtIn, facets } = type;
  const takesAll = builtIn === 'string' || builtIn === 'normalizedString' || builtIn === 'token';
  if (takesAll && hasNoFacets(type)) return { kind: 'any' };
  const { enumeration = [], patterns } = facets;
  if (enumeration.length === 0 || enumeration.length > MOST_TEXTS || patterns.length > 0) return { kind: 'checked' };
  // A type's lengths may shut out some of the values that its base enumerates.
  return { kind: 'texts', texts: enumeration.filter((text) => type.runtime.check(text) === undefined) };
};

/** Enumerations beyond this are left to the runtime's set. */
const MOST_TEXTS = 16;

/** Whether a type is one whose texts are judged by themselves. */
const isPlain = ({ variety, builtIn, shape }: SimpleType): boolean =>
  variety === 'atomic' && !VISITED.has(builtIn) && shape !== 'qname' && shape !== 'list' && shape !== 'union';

/** How a simple type is treated. Whatever is not known here is visited. */
export const textKindOf = (type: SimpleType): TextKind => {
  if (!isPlain(type)) return { kind: 'visited' };
  if (type.shape === 'string') return type.primitive === 'string' ? stringKind(type) : { kind: 'checked' };
  if (type.shape === 'boolean' && hasNoFacets(type)) return { kind: 'boolean' };
  return type.primitive === 'decimal' ? numberKind(type) : { kind: 'parsed' };
};
