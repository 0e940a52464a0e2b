/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonSchema;

/** A JSON Schema (2020-12) as a plain object. */
export interface JsonSchema {
  readonly [keyword: string]: Json;
}

/** A schema that takes nothing. */
export const NOTHING: JsonSchema = { not: {} };

/** One of the schemas, said as shortly as it can be. */
export const anyOf = (schemas: readonly JsonSchema[]): JsonSchema => {
  const [only = NOTHING, ...more] = schemas;
  return more.length === 0 ? only : { anyOf: schemas };
};

/** Text of a regular expression that matches `text` alone: of use with and without the flag `u`. */
export const quotePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
