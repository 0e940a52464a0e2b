import { toBase64 } from '../simple/binary.js';
import { parseDecimal } from '../simple/decimal.js';
import { parseSimple } from '../simple/index.js';
import type { QNameContext, SimpleType } from '../simple/index.js';
import { INTEGER_PATTERN, valuesPattern } from './decimal-patterns.js';
import { anyOf } from './json.js';
import type { JsonSchema } from './json.js';
import { withPatterns } from './patterns.js';
import { base64Pattern } from './lexical-patterns.js';
import type { Scope } from './scope.js';
import { normalized } from './strings.js';

/** Values given by their texts. */
export interface GivenTexts {
  readonly texts: readonly string[];
  /** For names among the texts; texts of an enumeration are keys of names already. */
  readonly qnames?: QNameContext | undefined;
}

/** Primitive types whose texts are their values. */
const IS_TEXT: ReadonlySet<string | undefined> = new Set(['string', 'anyURI', undefined]);

const unique = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];

const oneOf = (values: readonly (string | number | boolean)[]): JsonSchema =>
  values.length === 1 && values[0] !== undefined ? { const: values[0] } : { enum: unique(values) };

const numberValues = (texts: readonly string[], lexical: string | undefined): JsonSchema | undefined => {
  const numbers = texts.map(Number).filter((value) => lexical === undefined || Number.isSafeInteger(value));
  const pattern = valuesPattern(texts.map(parseDecimal));
  if (pattern === undefined) return undefined;
  const text = withPatterns({ type: 'string' }, lexical === undefined ? [pattern] : [lexical, pattern]);
  return anyOf([...(numbers.length === 0 ? [] : [oneOf(numbers)]), text]);
};

const floatingValues = (type: SimpleType, texts: readonly string[]): JsonSchema | undefined => {
  // Many doubles round to one single-precision number.
  if (type.primitive === 'float') return undefined;
  const values = texts.map((text) => (/^-?INF$|^NaN$/.test(text) ? text : Number(text)));
  return oneOf(values);
};

const byteValues = (scope: Scope, type: SimpleType, texts: readonly string[]): JsonSchema => {
  const encoded = texts.map((text) => {
    const parsed = parseSimple(type, text);
    return 'value' in parsed && parsed.value instanceof Uint8Array ? toBase64(parsed.value) : text;
  });
  const spaced = withPatterns({ type: 'string' }, ['[\\t\\n\\r ]', base64Pattern(0, Infinity) ?? '']);
  return scope.approximate(anyOf([oneOf(encoded), spaced]), 'bytes with white space in them are not compared');
};

const nameValues = (type: SimpleType, { texts, qnames }: GivenTexts): JsonSchema => {
  const keys = qnames === undefined ? texts : texts.map((text) => type.runtime.canonical(text, qnames));
  return oneOf(keys.flatMap((key) => (key.startsWith('{') ? [key] : [key, `{}${key}`])));
};

const unionValues = (scope: Scope, type: SimpleType, given: GivenTexts): JsonSchema | undefined => {
  const schemas = type.memberTypes.map((member) => {
    const texts = given.texts.filter((text) => member.runtime.check(text, given.qnames) === undefined);
    return texts.length === 0 ? 'none' : valuesSchema(scope, member, { ...given, texts });
  });
  const known = schemas.filter((schema) => schema !== 'none');
  const complete = known.filter((schema) => schema !== undefined);
  return complete.length === known.length ? anyOf(complete) : undefined;
};

/** JSON Schema of the values of a type that equal one of those given, or `undefined` where it cannot be said. */
export const valuesSchema = (scope: Scope, type: SimpleType, given: GivenTexts): JsonSchema | undefined => {
  const texts = given.texts.map(type.runtime.normalize);
  scope.count(texts.length);
  switch (type.shape) {
    case 'string':
      if (type.primitive === 'decimal') return numberValues(texts, undefined);
      return IS_TEXT.has(type.primitive) ? normalized(scope, type, oneOf(texts)) : undefined;
    case 'number':
      return type.primitive === 'decimal' ? oneOf(texts.map(Number)) : floatingValues(type, texts);
    case 'bigint':
      return numberValues(texts, INTEGER_PATTERN);
    case 'boolean':
      return oneOf(texts.map((text) => text === 'true' || text === '1'));
    case 'bytes':
      return byteValues(scope, type, texts);
    case 'qname':
      return nameValues(type, { ...given, texts });
    case 'union':
      return unionValues(scope, type, given);
    case 'list':
      return undefined;
  }
};
