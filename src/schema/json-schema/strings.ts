import { BUILT_IN_TYPES } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';
import type { JsonSchema } from './json.js';
import { LEXICAL_PATTERNS, UNTIDY_PATTERN, XML_TEXT_PATTERN } from './lexical-patterns.js';
import { notePatterns, translatePatterns, withPatterns } from './patterns.js';
import type { Scope } from './scope.js';

/** Stands for the definition of texts that are not as collapsing leaves them. */
const UNTIDY = Object.freeze({});

/** The pattern of the nearest built-in type that has one. */
const lexicalPatternOf = (type: SimpleType): string => {
  for (let at: SimpleType | undefined = type; at !== undefined; at = at.base) {
    const pattern = LEXICAL_PATTERNS.get(at.builtIn);
    if (pattern !== undefined) return pattern;
  }
  return XML_TEXT_PATTERN;
};

/** A built-in type whose values are texts. */
export const builtInStringSchema = (type: SimpleType): JsonSchema => {
  const pattern = lexicalPatternOf(type);
  // Of the types with a pattern of their own, only this one takes characters of all kinds.
  return withPatterns({ type: 'string' }, type.builtIn === 'anyURI' ? [pattern, XML_TEXT_PATTERN] : [pattern]);
};

/**
 * What `keywords` say about a text once its white space is normalised: of one with white space that would change, nothing is
 * said.
 */
export const normalized = (scope: Scope, type: SimpleType, keywords: JsonSchema): JsonSchema => {
  if (type.facets.whiteSpace === 'preserve') return keywords;
  const untidy = scope.define({
    of: UNTIDY,
    name: 'xs:untidy',
    make: () => ({ type: 'string', pattern: UNTIDY_PATTERN }),
  });
  return scope.approximate({ anyOf: [keywords, untidy] }, UNTIDY_NOTE);
};

/** What is said of texts that are measured as they come and not as they are read. */
export const UNTIDY_NOTE = 'texts are measured only if they hold no white space that is collapsed';

/** Whether facets bound the values of a date, time or duration. */
const isBounded = ({ facets }: SimpleType): boolean =>
  (facets.minInclusive ?? facets.minExclusive ?? facets.maxInclusive ?? facets.maxExclusive) !== undefined;

/** JSON Schema of a type derived from a built-in one whose values are texts, enumerations apart. */
export const stringSchema = (
  scope: Scope,
  type: SimpleType,
  toReference: (type: SimpleType) => JsonSchema,
): JsonSchema => {
  const { length, minLength = length, maxLength = length } = type.facets;
  const { patterns, isComplete } = translatePatterns(type);
  const builtIn = BUILT_IN_TYPES.get(type.builtIn);
  const base = { type: 'string', ...(builtIn === undefined ? builtInStringSchema(type) : toReference(builtIn)) };
  const keywords = withPatterns(
    { ...(minLength !== undefined && { minLength }), ...(maxLength !== undefined && { maxLength }) },
    patterns,
  );
  const isPlain = Object.keys(keywords).length === 0;
  const schema = notePatterns(scope, isPlain ? base : { ...base, ...normalized(scope, type, keywords) }, isComplete);
  return isBounded(type) ? scope.approximate(schema, 'bounds of dates, times and durations are left out') : schema;
};
