import type { SimpleType } from '../simple/index.js';
import type { JsonSchema } from './json.js';
import { base64Pattern } from './lexical-patterns.js';
import type { Scope } from './scope.js';

/** Bytes: as JSON base64, also of a type that XML writes in hexadecimal digits. */
export const binarySchema = (scope: Scope, type: SimpleType): JsonSchema => {
  const { length, minLength = length ?? 0, maxLength = length ?? Infinity, patterns } = type.facets;
  const counted = base64Pattern(minLength, maxLength);
  const schema: JsonSchema = {
    type: 'string',
    contentEncoding: 'base64',
    pattern: counted ?? base64Pattern(0, Infinity) ?? '',
  };
  const noted = counted === undefined ? scope.approximate(schema, 'a length in bytes is left out') : schema;
  return patterns.length === 0 ? noted : scope.approximate(noted, 'patterns of binary texts are left out');
};
