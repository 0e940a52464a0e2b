import type { ValueConstraint } from '../model/components.js';
import { BUILT_IN_TYPES, formatSimple } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';
import { binarySchema } from './binary.js';
import { anyOf } from './json.js';
import type { JsonSchema } from './json.js';
import { NAME_KEY_PATTERN } from './lexical-patterns.js';
import { bigIntegerSchema, decimalSchema, floatingSchema, integerSchema } from './numbers.js';
import type { Scope } from './scope.js';
import { builtInStringSchema, stringSchema } from './strings.js';
import { valuesSchema } from './values.js';

const isBuiltIn = (type: SimpleType): boolean => BUILT_IN_TYPES.get(type.builtIn) === type;

/** Enumerations of anonymous types up to this length stand where they are used. */
const FEW_VALUES = 12;

/** The local name in the key of a name. */
export const localOf = (key: string): string => key.slice(key.lastIndexOf('}') + 1);

const booleanSchema = (type: SimpleType): JsonSchema => {
  // A pattern may leave `1` and not `true`; what the encoder writes decides.
  const taken = [true, false].filter((value) => 'text' in formatSimple(type, value));
  return taken.length === 2 ? { type: 'boolean' } : { enum: taken };
};

const nameSchema = (scope: Scope, { facets }: SimpleType): JsonSchema => {
  const schema = { type: 'string', pattern: NAME_KEY_PATTERN };
  return facets.patterns.length === 0 ? schema : scope.approximate(schema, 'patterns of names are left out');
};

const listSchema = (scope: Scope, { facets }: SimpleType, itemType: SimpleType): JsonSchema => {
  const { length, minLength = length, maxLength = length, patterns } = facets;
  const schema: JsonSchema = {
    type: 'array',
    items: simpleSchema(scope, itemType),
    ...(minLength !== undefined && { minItems: minLength }),
    ...(maxLength !== undefined && { maxItems: maxLength }),
  };
  // An item with a space in it, or an empty one, would be read as several, or as none.
  const isSolid = [' ', 'a b', ''].every((text) => itemType.runtime.check(text) !== undefined);
  const noted = isSolid ? schema : scope.approximate(schema, 'items of lists are not held against spaces in them');
  return patterns.length === 0 ? noted : scope.approximate(noted, 'patterns of lists are left out');
};

const unionSchema = (scope: Scope, type: SimpleType): JsonSchema => {
  const schema = anyOf(type.memberTypes.map((member) => simpleSchema(scope, member)));
  const noted = scope.approximate(schema, 'a value of a union may be one that an earlier member type reads');
  return type.facets.patterns.length === 0 ? noted : scope.approximate(noted, 'patterns of unions are left out');
};

const textSchema = (scope: Scope, type: SimpleType): JsonSchema =>
  isBuiltIn(type) ? builtInStringSchema(type) : stringSchema(scope, type, (base) => simpleSchema(scope, base));

/** The type with all facets but its enumeration. */
const facetSchema = (scope: Scope, type: SimpleType): JsonSchema => {
  switch (type.shape) {
    case 'string':
      return type.primitive === 'decimal' ? decimalSchema(scope, type) : textSchema(scope, type);
    case 'number':
      return type.primitive === 'decimal' ? integerSchema(scope, type) : floatingSchema(scope, type);
    case 'bigint':
      return bigIntegerSchema(scope, type);
    case 'boolean':
      return booleanSchema(type);
    case 'bytes':
      return binarySchema(scope, type);
    case 'qname':
      return nameSchema(scope, type);
    case 'list':
      return type.itemType === undefined ? {} : listSchema(scope, type, type.itemType);
    case 'union':
      return unionSchema(scope, type);
  }
};

/** Types of which another text of an enumerated value may break a pattern: the values alone do not say enough. */
const hasOtherTexts = ({ shape, primitive, facets }: SimpleType): boolean =>
  facets.patterns.length > 0 && !(shape === 'string' && (primitive === 'string' || primitive === 'anyURI'));

const standalone = (scope: Scope, type: SimpleType): JsonSchema => {
  const { enumeration } = type.facets;
  if (enumeration === undefined) return facetSchema(scope, type);
  // Facets of a later step may refuse values of an enumeration of an earlier one.
  const texts = enumeration.filter((text) => type.shape === 'qname' || type.runtime.check(text) === undefined);
  const values = valuesSchema(scope, type, { texts });
  if (values === undefined) return scope.approximate(facetSchema(scope, type), 'an enumeration is left out');
  return hasOtherTexts(type) ? { allOf: [values, facetSchema(scope, type)] } : values;
};

const describe = (scope: Scope, type: SimpleType, schema: JsonSchema): JsonSchema => {
  const description = scope.model.documentationOf(type);
  return description === undefined ? schema : { description, ...schema };
};

/** JSON Schema of the values of a simple type in their JSON form; a reference where it is long or has a name. */
export const simpleSchema = (scope: Scope, type: SimpleType): JsonSchema => {
  const make = (): JsonSchema => describe(scope, type, standalone(scope, type));
  if (isBuiltIn(type)) return scope.define({ of: type, name: `xs:${type.builtIn}`, make });
  if (type.name !== undefined) return scope.define({ of: type, name: localOf(type.name), make });
  const values = type.facets.enumeration?.length ?? 0;
  return values > FEW_VALUES ? scope.define({ of: type, name: `${type.builtIn}-values`, make }) : make();
};

/** JSON Schema of the values of a simple type that equal a fixed one. */
export const fixedSchema = (scope: Scope, type: SimpleType, { text, resolve }: ValueConstraint): JsonSchema => {
  const values = valuesSchema(scope, type, { texts: [text], qnames: { resolve } });
  if (values === undefined) return scope.approximate(simpleSchema(scope, type), 'a fixed value is left out');
  return hasOtherTexts(type) ? { allOf: [values, simpleSchema(scope, type)] } : values;
};
