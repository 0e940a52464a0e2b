import { XSI_NIL_MEMBER, XSI_TYPE_MEMBER } from '../instance/element.js';
import type { ComplexType, ValueConstraint } from '../model/components.js';
import { planAttributes } from '../plan/attributes.js';
import { NO_PARTS, contentGap, contentParts } from './content.js';
import type { ElementSchema, ObjectParts } from './content.js';
import { anyOf } from './json.js';
import type { JsonSchema } from './json.js';
import type { Scope } from './scope.js';
import { fixedSchema, simpleSchema } from './simple-types.js';
import { OTHER_XSI_PATTERN, XSI_NAMES, wildNames } from './wildcards.js';

/** A complex type to be described. */
export interface DescribedType {
  readonly type: ComplexType;
  /** The element's default or fixed value, where its type has simple content. */
  readonly constraint?: ValueConstraint | undefined;
  readonly elementSchema: ElementSchema;
}

const WILD_ATTRIBUTE: JsonSchema = anyOf(['string', 'number', 'boolean', 'array'].map((type) => ({ type })));

const attributeParts = (scope: Scope, complex: ComplexType): ObjectParts => {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const { member, type, use } of planAttributes(complex.attributes)) {
    scope.count(1);
    const constraint = use.valueConstraint;
    const schema = constraint?.kind === 'fixed' ? fixedSchema(scope, type, constraint) : simpleSchema(scope, type);
    const description = scope.model.documentationOf(use);
    properties[member] = description === undefined ? schema : { ...schema, description };
    // A fixed attribute that is left out is written all the same.
    if (use.required && constraint?.kind !== 'fixed') required.push(member);
  }
  const wildcard = complex.attributeWildcard;
  const schema = wildcard?.processContents === 'skip' ? { type: 'string' } : WILD_ATTRIBUTE;
  const wild = wildcard === undefined ? [] : [{ names: wildNames('@', wildcard.constraint), schema }];
  return { properties, required, conditions: [], wild };
};

const textParts = (scope: Scope, { type: { content }, constraint }: DescribedType): ObjectParts => {
  if (content.kind !== 'text') return NO_PARTS;
  const schema =
    constraint?.kind === 'fixed' ? fixedSchema(scope, content.type, constraint) : simpleSchema(scope, content.type);
  // An empty element takes its default.
  return { ...NO_PARTS, properties: { $: schema }, required: constraint === undefined ? ['$'] : [] };
};

const join = (left: ObjectParts, right: ObjectParts): ObjectParts => ({
  properties: { ...left.properties, ...right.properties },
  required: [...left.required, ...right.required],
  conditions: [...left.conditions, ...right.conditions],
  wild: [...left.wild, ...right.wild],
});

/** Says which other members there may be: none, or those that wildcards let in. */
const closing = (names: readonly string[], wild: ObjectParts['wild']): JsonSchema => {
  if (wild.length === 0) return { patternProperties: { [OTHER_XSI_PATTERN]: true }, additionalProperties: false };
  return {
    propertyNames: { type: 'string', anyOf: [{ enum: names }, XSI_NAMES, ...wild.map((each) => each.names)] },
    patternProperties: { [OTHER_XSI_PATTERN]: true },
    additionalProperties: anyOf(wild.map(({ schema }) => schema)),
  };
};

/** The member that names the type: its own name, wherever it stands; an anonymous one has none. */
const nameProperty = ({ name }: ComplexType): JsonSchema | false => (name === undefined ? false : { const: name });

/** JSON Schema of the values of exactly one complex type, not nil; they may name the type. */
export const complexSchema = (scope: Scope, described: DescribedType): JsonSchema => {
  const { type, elementSchema } = described;
  const { content } = type;
  const own = content.kind === 'elements' ? contentParts(scope, content, elementSchema) : textParts(scope, described);
  const { properties, required, conditions, wild } = join(attributeParts(scope, type), own);
  const all = { ...properties, [XSI_TYPE_MEMBER]: nameProperty(type), [XSI_NIL_MEMBER]: { not: { const: true } } };
  const description = scope.model.documentationOf(type);
  const schema: JsonSchema = {
    ...(description !== undefined && { description }),
    type: 'object',
    properties: all,
    ...(required.length > 0 && { required }),
    ...(conditions.length > 0 && { allOf: conditions }),
    ...closing(Object.keys(all), wild),
  };
  const gap = content.kind === 'elements' ? contentGap(content) : undefined;
  const noted = gap === undefined ? schema : scope.approximate(schema, gap);
  return type.attributeWildcard === undefined
    ? noted
    : scope.approximate(noted, 'what an attribute wildcard lets in is not checked');
};

/** JSON Schema of a nil value of a complex type as an object: its attributes are checked, its content is not written. */
export const nilSchema = (scope: Scope, type: ComplexType): JsonSchema => {
  const { properties, required, wild } = attributeParts(scope, type);
  const all = { ...properties, [XSI_TYPE_MEMBER]: nameProperty(type), [XSI_NIL_MEMBER]: { const: true } };
  const names = [{ enum: Object.keys(all) }, XSI_NAMES, ...wild.map((each) => each.names), { pattern: '^(?:$|[^@])' }];
  return {
    type: 'object',
    properties: all,
    required: [XSI_NIL_MEMBER, ...required],
    propertyNames: { type: 'string', anyOf: names },
  };
};
