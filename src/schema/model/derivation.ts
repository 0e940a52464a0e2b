import type { Blocked, Derivation, Type } from './components.js';

/** The base of a type, or `undefined` at `xs:anyType`; a simple type without base stands under `xs:anyType` by restriction. */
export const baseOf = (type: Type): Type | undefined =>
  type.kind === 'complex' && type.base === type ? undefined : type.base;

/** How a type came from its base; simple types only ever restrict. */
export const derivationOf = (type: Type): Derivation => (type.kind === 'complex' ? type.derivation : 'restriction');

/** Whether `type` is `xs:anyType`. */
export const isAnyType = (type: Type): boolean => type.kind === 'complex' && type.base === type;

/**
 * Whether a simple type is one that a union without facets of its own is made of (section 3.14.6, "Type Derivation OK
 * (Simple)", 2.2.4): it may stand in the union's place.
 */
const isMemberOf = (type: Type, base: Type, blocked: readonly Blocked[]): boolean => {
  if (type.kind !== 'simple' || base.kind !== 'simple' || blocked.includes('restriction')) return false;
  const { patterns, enumeration } = base.facets;
  if (patterns.length > 0 || enumeration !== undefined) return false;
  return base.memberTypes.some((member) => member === type || isMemberOf(type, member, blocked));
};

/**
 * Whether `derived` is `base` or comes from it in steps none of which is in `blocked` (XSD 1.0 part 1, sections
 * 3.4.6 and 3.14.6, "Type Derivation OK").
 */
export const isDerivedFrom = (derived: Type, base: Type, blocked: readonly Blocked[] = []): boolean => {
  for (let at: Type | undefined = derived; at !== undefined; at = baseOf(at)) {
    if (at === base || isMemberOf(at, base, blocked)) return true;
    if (blocked.includes(derivationOf(at))) return false;
  }
  return isAnyType(base);
};
