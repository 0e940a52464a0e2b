import type { NameKey } from '../../xml/index.js';
import type { ComplexType, Content, ElementDeclaration, Occurrence } from '../model/components.js';
import { allowsNamespace } from '../model/wildcard.js';
import { countsOf } from '../shape/counts.js';
import type { Counts } from '../shape/counts.js';
import { leavesOf } from '../shape/leaves.js';
import type { Leaves } from '../shape/leaves.js';
import { planMembers } from '../plan/members.js';
import type { Member } from '../plan/members.js';
import { attributeMembers, builtInNotes } from './attributes.js';
import { alternativesOf } from './alternatives.js';
import { toDocComment } from './comments.js';
import { constraintNotes, occurrenceNotes, typeNotes } from './notes.js';
import { fitText, simpleTypeText } from './place.js';
import type { Place } from './place.js';
import { aliasLines, arrayOf, interfaceLines, objectOf, unionOf } from './type-text.js';
import type { MemberText, TypeText } from './type-text.js';

/** The type of an element's values, where it stands. */
export type ElementText = (declaration: ElementDeclaration, place: Place) => TypeText;

interface ContentPlace {
  readonly place: Place;
  readonly elementText: ElementText;
  readonly members: ReadonlyMap<NameKey, Member>;
  readonly leaves: Leaves;
  readonly counts: Counts;
}

type Elements = Extract<Content, { kind: 'elements' }>;

const elementNotes = ([declaration]: readonly ElementDeclaration[]): readonly string[] => {
  if (declaration === undefined) return [];
  const { type, valueConstraint } = declaration;
  const own = type.kind === 'complex' ? [] : type.name === undefined ? typeNotes(type) : builtInNotes(type.name);
  return [...own, ...constraintNotes(valueConstraint)];
};

const isWild = ({ leaves }: ContentPlace, { name }: ElementDeclaration): boolean =>
  leaves.wildcards.some(({ constraint }) => allowsNamespace(constraint, name.namespace));

const valueText = (content: ContentPlace, key: NameKey, place: Place): TypeText => {
  const declarations = content.leaves.elements.get(key) ?? [];
  return unionOf(declarations.map((declaration) => content.elementText(declaration, place)));
};

/** The member that the elements of one name become, with the given bounds. */
const elementMember = (content: ContentPlace, key: NameKey, bounds: Occurrence): MemberText => {
  const { place, leaves, members } = content;
  const { member, repeated } = members.get(key) ?? { member: key, repeated: true };
  const declarations = leaves.elements.get(key) ?? [];
  const inside = { ...place, name: `${place.name} ${declarations[0]?.name.local ?? ''}` };
  const optional = bounds.min === 0;
  place.printer.count(1);
  const text = valueText(content, key, inside);
  const isFree = declarations.some((declaration) => isWild(content, declaration)) && (repeated || optional);
  const own = isFree ? ['unknown'] : fitText(text, { name: member, optional }, inside);
  const documentation =
    declarations[0] === undefined ? undefined : place.printer.model.documentationOf(declarations[0]);
  const notes = [...elementNotes(declarations), ...(repeated ? occurrenceNotes(bounds.min, bounds.max) : [])];
  return {
    name: member,
    optional,
    type: repeated ? arrayOf(own) : own,
    comment: toDocComment(documentation, notes, '  '),
  };
};

const ABSENT: TypeText = ['never'];

const absentMember = ({ members }: ContentPlace, key: NameKey): MemberText => ({
  name: members.get(key)?.member ?? key,
  optional: true,
  type: ABSENT,
  comment: [],
});

const WILD_ELEMENTS = '/** Elements that a wildcard lets in: arrays of values, or of XML texts. */';
const WILD_ATTRIBUTES = '/** Attributes that a wildcard lets in. */';

/** Signatures of what wildcards let in, with comments. */
const signaturesOf = (type: ComplexType, leaves: Leaves | undefined): readonly string[] => {
  const wildcards = leaves?.wildcards ?? [];
  const isOpen = wildcards.some(({ constraint }) => allowsNamespace(constraint, ''));
  if (isOpen) return [WILD_ELEMENTS, 'readonly [member: string]: unknown;'];
  return [
    ...(wildcards.length > 0 ? [WILD_ELEMENTS, 'readonly [element: `{${string}`]: unknown;'] : []),
    ...(type.attributeWildcard === undefined ? [] : [WILD_ATTRIBUTES, 'readonly [attribute: `@${string}`]: unknown;']),
  ];
};

const itemText = (content: ContentPlace): TypeText => {
  const { place, leaves, members } = content;
  const objects = [...leaves.elements.keys()].map((key) => {
    const inside = { ...place, name: `${place.name} ${members.get(key)?.member ?? key}` };
    return objectOf(
      members.get(key)?.member ?? key,
      fitText(valueText(content, key, inside), { name: key, optional: false }, inside),
    );
  });
  const wild = leaves.wildcards.length > 0 ? ['{ readonly [member: string]: unknown }'] : [];
  return unionOf([['string'], objects, wild]);
};

/** Mixed content: texts and elements in their order. */
const mixedMember = (content: ContentPlace): MemberText => {
  const { place } = content;
  const item = itemText(content);
  const [, ...objects] = item;
  const own =
    objects.length === 0
      ? item
      : [place.printer.hoistAlias(`${place.name} item`, place.block, (alias) => aliasLines(alias, item))];
  const comment = toDocComment('Text, and elements as objects with one member, in their order.', [], '  ');
  return { name: '$', optional: false, type: arrayOf(own), comment };
};

const contentPlace = (content: Elements, parts: { place: Place; elementText: ElementText }): ContentPlace => ({
  ...parts,
  members: planMembers(content.particle),
  leaves: leavesOf(content.particle),
  counts: countsOf(content.particle),
});

const commentOf = (type: ComplexType, { printer }: Place, more: string | undefined): readonly string[] => {
  const own = [more, printer.model.documentationOf(type)].filter((text) => text !== undefined);
  return toDocComment(own.length === 0 ? undefined : own.join('\n\n'), [], '');
};

/** One interface for each alternative of a choice, with what they share in a base, and their union. */
const choiceLines = (
  content: ContentPlace,
  alternatives: readonly Counts[],
  shared: {
    readonly members: readonly MemberText[];
    readonly signatures: readonly string[];
    readonly comment: readonly string[];
  },
): readonly string[] => {
  const { place, members } = content;
  const { printer, block, name } = place;
  const names = new Set(alternatives.flatMap(({ bounds }) => [...bounds.keys()]));
  const hasBase = shared.members.length > 0 || shared.signatures.length > 0;
  const base = hasBase
    ? printer.hoistAlias(`${name} base`, block, (own) => interfaceLines({ name: own, base: undefined, ...shared }))
    : undefined;
  const union = alternatives.map((alternative) => {
    const first = [...alternative.bounds].find(([, { min }]) => min > 0) ?? [...alternative.bounds][0];
    const told = first === undefined ? 'none' : (members.get(first[0])?.member ?? first[0]);
    const print = (own: string): readonly string[] => {
      const inside = { ...content, place: { ...place, name: own } };
      const each = [...names].map((key) => {
        const bounds = alternative.bounds.get(key);
        return bounds === undefined ? absentMember(content, key) : elementMember(inside, key, bounds);
      });
      return interfaceLines({ name: own, base, members: each, signatures: [] });
    };
    return printer.hoistAlias(`${name} ${told}`, block, print);
  });
  return [...shared.comment, ...aliasLines(name, union)];
};

const elementsLines = (
  type: ComplexType,
  content: ContentPlace,
  parts: { mixed: boolean; more: string | undefined },
): readonly string[] => {
  const { place, counts, members, leaves } = content;
  const attributes = attributeMembers(type, place);
  const signatures = signaturesOf(type, leaves);
  const comment = commentOf(type, place, parts.more);
  if (parts.mixed) {
    const all = [...attributes, mixedMember(content)];
    return [
      ...comment,
      ...interfaceLines({ name: place.name, base: undefined, members: all, signatures: signaturesOf(type, undefined) }),
    ];
  }
  const alternatives = leaves.wildcards.length > 0 ? undefined : alternativesOf(counts);
  const chosen = new Set(alternatives?.flatMap(({ bounds }) => [...bounds.keys()]));
  const own = [...members.keys()]
    .filter((key) => !chosen.has(key))
    .map((key) => elementMember(content, key, counts.bounds.get(key) ?? { min: 0, max: Infinity }));
  const all = [...attributes, ...own];
  if (alternatives !== undefined) return choiceLines(content, alternatives, { members: all, signatures, comment });
  return [...comment, ...interfaceLines({ name: place.name, base: undefined, members: all, signatures })];
};

/** Lines of the declaration of a complex type under the name of its place; `more` is said before its documentation. */
export const complexLines = (
  type: ComplexType,
  place: Place,
  { elementText, more }: { readonly elementText: ElementText; readonly more?: string | undefined },
): readonly string[] => {
  const { content } = type;
  if (content.kind === 'elements') {
    return elementsLines(type, contentPlace(content, { place, elementText }), { mixed: content.mixed, more });
  }
  const text = content.kind === 'text' ? [textMember(content, place)] : [];
  const members = [...attributeMembers(type, place), ...text];
  const signatures = signaturesOf(type, undefined);
  return [
    ...commentOf(type, place, more),
    ...interfaceLines({ name: place.name, base: undefined, members, signatures }),
  ];
};

const textMember = ({ type }: Extract<Content, { kind: 'text' }>, place: Place): MemberText => {
  const inside = { ...place, name: `${place.name} value` };
  const notes = type.name === undefined ? typeNotes(type) : builtInNotes(type.name);
  return {
    name: '$',
    optional: false,
    type: fitText(simpleTypeText(type, inside), { name: '$', optional: false }, inside),
    comment: toDocComment(undefined, notes, '  '),
  };
};
