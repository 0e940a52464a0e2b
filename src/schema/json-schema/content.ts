import type { NameKey } from '../../xml/index.js';
import type { Content, ElementDeclaration, Particle } from '../model/components.js';
import { allowsNamespace } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';
import { BUILT_IN_TYPES } from '../simple/index.js';
import { countsOf, namesOf } from '../shape/counts.js';
import type { Counts } from '../shape/counts.js';
import { anyOf } from './json.js';
import type { JsonSchema } from './json.js';
import { leavesOf } from '../shape/leaves.js';
import type { Leaves } from '../shape/leaves.js';
import { planMembers } from '../plan/members.js';
import type { Member } from '../plan/members.js';
import { choiceSchema, itemCounts } from './members.js';
import type { Scope } from './scope.js';
import { simpleSchema } from './simple-types.js';
import { wildNames } from './wildcards.js';

/** What an object of a complex type is made of. */
export interface ObjectParts {
  readonly properties: Readonly<Record<string, JsonSchema | boolean>>;
  readonly required: readonly string[];
  /** All of them hold. */
  readonly conditions: readonly JsonSchema[];
  /** Names of further members, and what these are. */
  readonly wild: readonly { readonly names: JsonSchema; readonly schema: JsonSchema }[];
}

export const NO_PARTS: ObjectParts = { properties: {}, required: [], conditions: [], wild: [] };

/** Schema of an element's value. */
export type ElementSchema = (declaration: ElementDeclaration) => JsonSchema;

interface ContentScope {
  readonly scope: Scope;
  readonly elementSchema: ElementSchema;
  readonly members: ReadonlyMap<NameKey, Member>;
  readonly leaves: Leaves;
  readonly counts: Counts;
}

type Elements = Extract<Content, { kind: 'elements' }>;

const isAdmitted = (wildcards: readonly Wildcard[], { name }: ElementDeclaration): boolean =>
  wildcards.some(({ constraint }) => allowsNamespace(constraint, name.namespace));

const unique = (schemas: readonly JsonSchema[]): readonly JsonSchema[] => [
  ...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values(),
];

/** What a wildcard let in under the name of a declared element: its value, or a text. */
const ANYTHING: JsonSchema = {};

const describe = (scope: Scope, [first]: readonly ElementDeclaration[], schema: JsonSchema): JsonSchema => {
  const description = first === undefined ? undefined : scope.model.documentationOf(first);
  return description === undefined ? schema : { ...schema, description };
};

const memberSchema = (content: ContentScope, key: NameKey, { repeated }: Member): JsonSchema => {
  const { scope, elementSchema, leaves, counts } = content;
  const declarations = leaves.elements.get(key) ?? [];
  const { min, max } = counts.bounds.get(key) ?? { min: 0, max: Infinity };
  const isWild = declarations.some((declaration) => isAdmitted(leaves.wildcards, declaration));
  scope.count(1);
  const schemas = unique(declarations.map(elementSchema));
  const declared =
    schemas.length > 1 ? scope.approximate(anyOf(schemas), 'elements of one name differ') : anyOf(schemas);
  if (!repeated) return describe(scope, declarations, isWild && min === 0 ? ANYTHING : declared);
  const items = isWild ? ANYTHING : declared;
  return describe(scope, declarations, { type: 'array', items, ...itemCounts(min, isWild ? Infinity : max) });
};

const memberParts = (content: ContentScope): ObjectParts => {
  const { scope, members, leaves, counts } = content;
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [key, member] of members) {
    properties[member.member] = memberSchema(content, key, member);
    if ((counts.bounds.get(key)?.min ?? 0) > 0) required.push(member.member);
  }
  const isWild = (key: NameKey): boolean =>
    (leaves.elements.get(key) ?? []).some((declaration) => isAdmitted(leaves.wildcards, declaration));
  const kept = counts.choices.filter((choice) => ![...namesOf(choice)].some(isWild));
  for (const choice of kept) scope.count(choice.length);
  const wild = leaves.wildcards.map(({ constraint }) => ({
    names: wildNames('', constraint),
    schema: { type: 'array' },
  }));
  return { properties, required, conditions: kept.map((choice) => choiceSchema(members, choice)), wild };
};

const isAnyOrder = (particle: Particle, { isExact }: Counts): boolean =>
  particle.kind === 'group' &&
  particle.compositor === 'choice' &&
  particle.min === 0 &&
  particle.max === Infinity &&
  isExact;

/** One element in mixed content: an object with one member. */
const itemSchema = ({ elementSchema, leaves, members }: ContentScope): JsonSchema => {
  const properties = [...leaves.elements].map(([key, declarations]) => {
    const isWild = declarations.some((declaration) => isAdmitted(leaves.wildcards, declaration));
    const member = members.get(key)?.member ?? key;
    return [member, isWild ? ANYTHING : anyOf(unique(declarations.map(elementSchema)))] as const;
  });
  const counts = { type: 'object', minProperties: 1, maxProperties: 1, properties: Object.fromEntries(properties) };
  return leaves.wildcards.length > 0 ? counts : { ...counts, additionalProperties: false };
};

/** Mixed content: `$`, with all elements in it, or members where there is no text. */
const mixedParts = (content: ContentScope, particle: Particle): ObjectParts => {
  const { scope, leaves } = content;
  const parts = memberParts(content);
  const string = BUILT_IN_TYPES.get('string');
  const text = string === undefined ? { type: 'string' } : simpleSchema(scope, string);
  const hasElements = leaves.elements.size > 0 || leaves.wildcards.length > 0;
  const item = hasElements ? anyOf([text, itemSchema(content)]) : text;
  const $ = anyOf([...(hasElements ? [text, itemSchema(content)] : [text]), { type: 'array', items: item }]);
  const members = Object.keys(parts.properties);
  const withText: JsonSchema = {
    properties: { $: true, ...Object.fromEntries(members.map((member) => [member, false])) },
    required: ['$'],
  };
  const withoutText: JsonSchema = {
    properties: { ...Object.fromEntries(parts.required.map((member) => [member, true])), $: false },
    ...(parts.required.length > 0 && { required: parts.required }),
    ...(parts.conditions.length > 0 && { allOf: parts.conditions }),
  };
  const isOrdered = !isAnyOrder(particle, content.counts) || leaves.wildcards.length > 0;
  const noted =
    isOrdered && hasElements ? scope.approximate($, 'elements among text are not counted and not ordered') : $;
  const isBare = members.length === 0 && leaves.wildcards.length === 0;
  return {
    properties: { $: noted, ...parts.properties },
    required: [],
    conditions: isBare ? [] : [{ anyOf: [withText, withoutText] }],
    wild: parts.wild,
  };
};

/** Members and conditions of a complex type with element content. */
export const contentParts = (scope: Scope, content: Elements, elementSchema: ElementSchema): ObjectParts => {
  const leaves = leavesOf(content.particle);
  const counts = countsOf(content.particle);
  const inside = { scope, elementSchema, members: planMembers(content.particle), leaves, counts };
  return content.mixed ? mixedParts(inside, content.particle) : memberParts(inside);
};

/** What is not said of a content model; `undefined` where everything is. */
export const contentGap = ({ particle }: Elements): string | undefined => {
  if (leavesOf(particle).wildcards.length > 0) return 'what a wildcard lets in is not checked';
  return countsOf(particle).isExact ? undefined : 'numbers of members that depend on one another are checked in part';
};
