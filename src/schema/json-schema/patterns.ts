import type { SimpleType } from '../simple/index.js';
import { findEcmaPattern } from '../pattern/index.js';
import type { JsonSchema } from './json.js';
import type { Scope } from './scope.js';

/** The schema with all of the regular expressions in force. */
export const withPatterns = (schema: JsonSchema, patterns: readonly string[]): JsonSchema => {
  const [pattern, ...more] = patterns;
  if (pattern === undefined) return schema;
  return { ...schema, pattern, ...(more.length > 0 && { allOf: more.map((each) => ({ pattern: each })) }) };
};

/** The pattern facets of a type as regular expressions of ECMAScript, and whether some had to be left out. */
export interface TranslatedPatterns {
  readonly patterns: readonly string[];
  readonly isComplete: boolean;
}

/** Translates the pattern facets of a type; each group of alternatives is one expression. */
export const translatePatterns = ({ facets }: SimpleType): TranslatedPatterns => {
  const translated = facets.patterns.map((group) => findEcmaPattern(group.map(({ source }) => source)));
  const patterns = translated.filter((pattern) => pattern !== undefined);
  return { patterns: [...new Set(patterns)], isComplete: patterns.length === translated.length };
};

/** What is said of a schema from which patterns had to be left out. */
export const notePatterns = (scope: Scope, schema: JsonSchema, isComplete: boolean): JsonSchema =>
  isComplete ? schema : scope.approximate(schema, 'a pattern is left out');
