import { isStoaError } from '../../../src/base/index.js';
import { BUILT_IN_TYPES, deriveSimpleType } from '../../../src/schema/simple/index.js';
import type { SimpleType } from '../../../src/schema/simple/index.js';
import type { FacetPair } from './libxml2-oracle.js';

/** The built-in type of that name. */
export const getBuiltIn = (name: string): SimpleType => {
  const type = BUILT_IN_TYPES.get(name);
  if (type === undefined) throw new TypeError(`no built-in type ${name}`);
  return type;
};

/** Bindings for QNames: `a` is `urn:a`, the default namespace is `urn:default`. */
export const QNAMES = {
  resolve: (prefix: string): string | undefined => ({ a: 'urn:a', '': 'urn:default' })[prefix],
};

/** A restriction of a type, or of the built-in type of that name; facets that end in `!` are fixed. */
export const restrict = (base: string | SimpleType, ...facets: readonly FacetPair[]): SimpleType =>
  deriveSimpleType(
    typeof base === 'string' ? getBuiltIn(base) : base,
    facets.map(([facet, value]) => ({ facet: facet.replace('!', ''), value, fixed: facet.endsWith('!') })),
    { name: undefined, qnames: QNAMES },
  );

/** The rule under which a restriction is refused; `undefined` when it is taken. */
export const findRule = (base: string | SimpleType, ...facets: readonly FacetPair[]): string | undefined => {
  try {
    restrict(base, ...facets);
    return undefined;
  } catch (error) {
    if (isStoaError(error, 'SCHEMA_INVALID')) return error.findings[0]?.rule;
    throw error;
  }
};

/** The text in ASCII and cut, as the test protocol takes it. */
export const show = (text: string): string =>
  JSON.stringify(text.slice(0, 60)).replace(
    /[^ -~]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
