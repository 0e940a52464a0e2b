import type { PrimitiveName, SimpleType } from './model.js';
import { isRestrictedUnion } from './varieties.js';

/** Whether one type that is no union includes another, neither of them being a union. */
export type IncludesMember = (wider: SimpleType, narrower: SimpleType) => boolean;

/** The types other than unions that a type's texts are read by; what unions restrict is left out of sight. */
const listLeaves = (type: SimpleType): readonly SimpleType[] => {
  const leaves = new Set<SimpleType>();
  const seen = new Set<SimpleType>();
  const open = [type];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.variety === 'union') open.push(...at.memberTypes);
    else leaves.add(at);
  }
  return [...leaves];
};

/** The leaves that can read an enumerated value: those of the primitive types that the enumerated texts are read as. */
const listReaders = (type: SimpleType): readonly SimpleType[] => {
  const leaves = listLeaves(type);
  const { enumeration } = type.facets;
  if (type.variety !== 'union' || enumeration === undefined) return leaves;
  const primitives = new Set(enumeration.map((text) => type.runtime.memberFor(type, text)?.primitive));
  // Without prefixes a QName is read as something else, if at all: then every leaf counts.
  if (leaves.some(({ shape, itemType }) => shape === 'qname' || itemType?.shape === 'qname')) return leaves;
  return leaves.filter(({ primitive }) => primitives.has(primitive));
};

/** Whether values have one text each, so that an enumeration lists every text. */
const isWritten = ({ primitive }: SimpleType): boolean => primitive === 'string' || primitive === 'anyURI';

/** Whether the wider type takes each enumerated text for the same value. */
const takesEnumerated = (wider: SimpleType, narrower: SimpleType): boolean =>
  narrower.shape !== 'qname' &&
  narrower.facets.enumeration?.every(
    (text) => wider.runtime.check(text) === undefined && wider.runtime.key(text) === narrower.runtime.key(text),
  ) === true;

const NUMBERS: readonly (PrimitiveName | undefined)[] = ['decimal', 'float', 'double'];
const TIMES: readonly (PrimitiveName | undefined)[] = [
  'duration',
  'dateTime',
  'time',
  'date',
  'gYearMonth',
  'gYear',
  'gMonthDay',
  'gDay',
  'gMonth',
];

/** Whether two primitive types have no text in common; the digits of a gYear are a number too. */
const areDisjoint = ({ primitive: left }: SimpleType, { primitive: right }: SimpleType): boolean => {
  if (TIMES.includes(left) && TIMES.includes(right)) return left !== right;
  const [time, other] = TIMES.includes(left) ? [left, right] : [right, left];
  if (!TIMES.includes(time)) return false;
  return other === 'boolean' || (time !== 'gYear' && NUMBERS.includes(other));
};

/** Whether a member that is tried first leaves a type's texts alone, or reads them as the same values. */
const isHarmless = (earlier: SimpleType, narrower: SimpleType): boolean => {
  const areAtomic = earlier.variety === 'atomic' && narrower.variety === 'atomic';
  if (areAtomic && (earlier.primitive === narrower.primitive || areDisjoint(earlier, narrower))) return true;
  const refuses = (by: SimpleType, listed: SimpleType): boolean =>
    isWritten(listed) && listed.facets.enumeration?.every((text) => by.runtime.check(text) !== undefined) === true;
  return refuses(narrower, earlier) || refuses(earlier, narrower);
};

const includesLeaf = (wider: SimpleType, narrower: SimpleType, includes: IncludesMember): boolean => {
  if (isWritten(narrower) && takesEnumerated(wider, narrower)) return true;
  for (const member of wider.memberTypes) {
    if (member === narrower || (member.variety !== 'union' && includes(member, narrower))) return true;
    if (!isHarmless(member, narrower)) return false;
  }
  return false;
};

/**
 * Whether a union includes a type, or a type a union: each type that the narrower one's texts are read by has to be
 * included in a member of the wider one that is reached before another could take such a text for another value.
 */
export const includesUnion = (wider: SimpleType, narrower: SimpleType, includes: IncludesMember): boolean => {
  const readers = listReaders(narrower);
  const isListed = takesEnumerated(wider, narrower);
  if (isListed && readers.every(isWritten)) return true;
  if (isRestrictedUnion(wider) && (!isListed || wider.facets.patterns.length > 0)) return false;
  return readers.every((leaf) =>
    wider.variety === 'union' ? includesLeaf(wider, leaf, includes) : includes(wider, leaf),
  );
};
