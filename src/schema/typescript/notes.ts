import type { ValueConstraint } from '../model/components.js';
import { BUILT_IN_TYPES } from '../simple/index.js';
import type { Facets, SimpleType } from '../simple/index.js';

/** Longest text of a schema that a note repeats. */
const MAX_SHOWN = 60;

const show = (text: string): string => {
  const cut = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
  return `\`${cut.replaceAll('`', "'").replaceAll('\n', ' ')}\``;
};

const countNote = ({ length, minLength, maxLength }: Facets, unit: string): readonly string[] => {
  if (length !== undefined) return [`${String(length)} ${unit}`];
  if (minLength !== undefined && maxLength !== undefined) {
    return [
      minLength === maxLength ? `${String(minLength)} ${unit}` : `${String(minLength)} to ${String(maxLength)} ${unit}`,
    ];
  }
  if (maxLength !== undefined) return [`at most ${String(maxLength)} ${unit}`];
  return minLength === undefined ? [] : [`at least ${String(minLength)} ${unit}`];
};

const boundNotes = ({ minInclusive, minExclusive, maxInclusive, maxExclusive }: Facets): readonly string[] => {
  if (minInclusive !== undefined && maxInclusive !== undefined) return [`from ${minInclusive} to ${maxInclusive}`];
  return [
    ...(minInclusive === undefined ? [] : [`at least ${minInclusive}`]),
    ...(minExclusive === undefined ? [] : [`more than ${minExclusive}`]),
    ...(maxInclusive === undefined ? [] : [`at most ${maxInclusive}`]),
    ...(maxExclusive === undefined ? [] : [`less than ${maxExclusive}`]),
  ];
};

const digitNotes = ({ totalDigits, fractionDigits }: Facets): readonly string[] => [
  ...(totalDigits === undefined ? [] : [`at most ${String(totalDigits)} digits`]),
  ...(fractionDigits === undefined || fractionDigits === 0
    ? []
    : [`at most ${String(fractionDigits)} after the point`]),
];

const patternNotes = ({ patterns }: Facets): readonly string[] =>
  patterns.map(
    (group) =>
      `like ${group
        .slice(0, 3)
        .map(({ source }) => show(source))
        .join(' or ')}`,
  );

const UNITS: ReadonlyMap<string, string> = new Map([
  ['list', 'items'],
  ['bytes', 'bytes'],
]);

/** Types of which the JavaScript type says all. */
const PLAIN = new Set(['string', 'boolean', 'double', 'base64Binary', 'anySimpleType']);

/** The facets that the nearest built-in type does not have already. */
const ownFacets = ({ facets, builtIn }: SimpleType): Facets => {
  const inherited: Readonly<Partial<Record<string, unknown>>> = { ...BUILT_IN_TYPES.get(builtIn)?.facets };
  const own = Object.entries(facets).filter(([facet, value]) => inherited[facet] !== value);
  return { patterns: [], fixed: [], whiteSpace: facets.whiteSpace, ...Object.fromEntries(own) };
};

/** What a type asks for beyond its JavaScript type, in short notes. */
export const typeNotes = (type: SimpleType): readonly string[] => {
  const { builtIn, shape } = type;
  if (type.facets.enumeration !== undefined) return [];
  const facets = ownFacets(type);
  const isPlain = PLAIN.has(builtIn) || shape === 'list' || shape === 'union';
  return [
    ...(isPlain ? [] : [`xs:${builtIn}`]),
    ...countNote(facets, UNITS.get(shape) ?? 'characters'),
    ...boundNotes(facets),
    ...digitNotes(facets),
    ...patternNotes(facets),
  ];
};

/** What a default or fixed value says. */
export const constraintNotes = (constraint: ValueConstraint | undefined): readonly string[] =>
  constraint === undefined ? [] : [`${constraint.kind === 'fixed' ? 'always' : 'default'} ${show(constraint.text)}`];

/** How many items a repeated member has. */
export const occurrenceNotes = (min: number, max: number): readonly string[] => {
  if (max === Infinity) return min > 1 ? [`at least ${String(min)}`] : min === 1 ? ['at least one'] : [];
  return [
    min === max ? `exactly ${String(min)}` : min > 0 ? `${String(min)} to ${String(max)}` : `at most ${String(max)}`,
  ];
};
