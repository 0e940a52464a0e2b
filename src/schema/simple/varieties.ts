import type { NameKey } from '../../xml/index.js';
import { getAnySimpleType } from './built-ins.js';
import { createListRuntime } from './list-runtime.js';
import type { Facets, SimpleType } from './model.js';
import { refuse } from './refuse.js';
import { createUnionRuntime } from './union-runtime.js';

const LIST_FACETS: Facets = Object.freeze<Facets>({ whiteSpace: 'collapse', patterns: [], fixed: ['whiteSpace'] });

/** A union has no white space of its own: its members normalise. */
const UNION_FACETS: Facets = Object.freeze<Facets>({ whiteSpace: 'preserve', patterns: [], fixed: [] });

/** Whether a union restricts its members by facets of its own. */
export const isRestrictedUnion = ({ variety, facets }: SimpleType): boolean =>
  variety === 'union' && (facets.patterns.length > 0 || facets.enumeration !== undefined);

/** Whether a list could hold the type's values: atomic, or a union without lists. */
const isAtomic = (type: SimpleType): boolean =>
  type.variety === 'atomic' || (type.variety === 'union' && type.memberTypes.every(isAtomic));

/**
 * A list of `itemType` (XSD 1.0 part 2, section 4.1.2).
 *
 * @throws {StoaError} `SCHEMA_INVALID` by `cos-list-of-atomic` when the items could be lists themselves
 */
export const createListType = (itemType: SimpleType, name: NameKey | undefined): SimpleType => {
  if (!isAtomic(itemType)) {
    return refuse(
      'cos-list-of-atomic',
      `expected an item type that is atomic or a union of atomic types, got ${itemType.name ?? 'a list'}`,
    );
  }
  return Object.freeze<SimpleType>({
    kind: 'simple',
    variety: 'list',
    name,
    base: getAnySimpleType(),
    primitive: undefined,
    itemType,
    memberTypes: [],
    builtIn: 'anySimpleType',
    facets: LIST_FACETS,
    shape: 'list',
    runtime: createListRuntime(itemType, LIST_FACETS, undefined),
  });
};

/** Members with unions among them replaced by their own; a union with facets stays, and a type that comes again adds nothing. */
const flatten = (memberTypes: readonly SimpleType[]): readonly SimpleType[] => {
  const members = new Set<SimpleType>();
  for (const type of memberTypes) {
    if (type.variety !== 'union' || isRestrictedUnion(type)) members.add(type);
    else for (const member of type.memberTypes) members.add(member);
  }
  return [...members];
};

/**
 * A union of types in the order in which they are tried (section 4.1.2).
 *
 * @throws {StoaError} `SCHEMA_INVALID` by `cos-st-restricts.3.1` when `xs:anySimpleType` is among them
 */
export const createUnionType = (memberTypes: readonly SimpleType[], name: NameKey | undefined): SimpleType => {
  const members = flatten(memberTypes);
  if (members.some(({ variety }) => variety === 'absent')) {
    return refuse('cos-st-restricts.3.1', 'expected member types that are atomic or lists, got xs:anySimpleType');
  }
  return Object.freeze<SimpleType>({
    kind: 'simple',
    variety: 'union',
    name,
    base: getAnySimpleType(),
    primitive: undefined,
    itemType: undefined,
    memberTypes: members,
    builtIn: 'anySimpleType',
    facets: UNION_FACETS,
    shape: 'union',
    runtime: createUnionRuntime({ memberTypes: members, facets: UNION_FACETS, enumerated: undefined }),
  });
};
