import { toNameKey } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import { createAtomicRuntime } from './atomic-runtime.js';
import { BIG_INTEGER_SPACE, SMALL_INTEGER_SPACE } from './decimal.js';
import { createListRuntime } from './list-runtime.js';
import type { Facets, SimpleType } from './model.js';
import { isLanguage, isName, isNameToken, isNcName } from './names.js';
import { PRIMITIVE_SPACES } from './primitives.js';
import { STRING_SPACE } from './simple-spaces.js';
import type { ValueSpace } from './value-space.js';

/** How a built-in type is derived from another (XSD 1.0 part 2, section 3.3). */
interface Derivation {
  readonly name: string;
  readonly base: string;
  /** The base's, when left out. */
  readonly space?: ValueSpace;
  readonly facets?: Partial<Facets>;
}

const text = (isLexical: (text: string) => boolean): ValueSpace => ({ ...STRING_SPACE, isLexical });

const range = (minInclusive: string, maxInclusive: string): Partial<Facets> => ({ minInclusive, maxInclusive });

const small = (name: string, base: string, facets: Partial<Facets>): Derivation => ({
  name,
  base,
  space: SMALL_INTEGER_SPACE,
  facets,
});

const DERIVATIONS: readonly Derivation[] = [
  { name: 'normalizedString', base: 'string', facets: { whiteSpace: 'replace' } },
  { name: 'token', base: 'normalizedString', facets: { whiteSpace: 'collapse' } },
  { name: 'language', base: 'token', space: text(isLanguage) },
  { name: 'NMTOKEN', base: 'token', space: text(isNameToken) },
  { name: 'Name', base: 'token', space: text(isName) },
  { name: 'NCName', base: 'Name', space: text(isNcName) },
  { name: 'ID', base: 'NCName' },
  { name: 'IDREF', base: 'NCName' },
  { name: 'ENTITY', base: 'NCName' },
  {
    name: 'integer',
    base: 'decimal',
    space: BIG_INTEGER_SPACE,
    facets: { fractionDigits: 0, fixed: ['whiteSpace', 'fractionDigits'] },
  },
  { name: 'nonPositiveInteger', base: 'integer', facets: { maxInclusive: '0' } },
  { name: 'negativeInteger', base: 'nonPositiveInteger', facets: { maxInclusive: '-1' } },
  { name: 'long', base: 'integer', facets: range('-9223372036854775808', '9223372036854775807') },
  small('int', 'long', range('-2147483648', '2147483647')),
  small('short', 'int', range('-32768', '32767')),
  small('byte', 'short', range('-128', '127')),
  { name: 'nonNegativeInteger', base: 'integer', facets: { minInclusive: '0' } },
  { name: 'unsignedLong', base: 'nonNegativeInteger', facets: range('0', '18446744073709551615') },
  small('unsignedInt', 'unsignedLong', range('0', '4294967295')),
  small('unsignedShort', 'unsignedInt', range('0', '65535')),
  small('unsignedByte', 'unsignedShort', range('0', '255')),
  { name: 'positiveInteger', base: 'nonNegativeInteger', facets: { minInclusive: '1' } },
];

const LISTS = [
  ['NMTOKENS', 'NMTOKEN'],
  ['IDREFS', 'IDREF'],
  ['ENTITIES', 'ENTITY'],
] as const;

const COLLAPSED: Facets = { whiteSpace: 'collapse', patterns: [], fixed: ['whiteSpace'] };
const PRESERVED: Facets = { whiteSpace: 'preserve', patterns: [], fixed: [] };

const keyOf = (local: string): string => toNameKey({ namespace: XSD_NAMESPACE, local });

const createAnySimpleType = (): SimpleType =>
  Object.freeze<SimpleType>({
    kind: 'simple',
    variety: 'absent',
    name: keyOf('anySimpleType'),
    base: undefined,
    primitive: undefined,
    itemType: undefined,
    memberTypes: [],
    builtIn: 'anySimpleType',
    facets: PRESERVED,
    shape: 'string',
    runtime: createAtomicRuntime({
      space: STRING_SPACE,
      builtIn: 'anySimpleType',
      facets: PRESERVED,
      enumerated: undefined,
    }),
  });

const createAtomic = (name: string, base: SimpleType, parts: { space: ValueSpace; facets: Facets }): SimpleType =>
  Object.freeze<SimpleType>({
    kind: 'simple',
    variety: 'atomic',
    name: keyOf(name),
    base,
    primitive: parts.space.primitive,
    itemType: undefined,
    memberTypes: [],
    builtIn: name,
    facets: parts.facets,
    shape: parts.space.shape,
    runtime: createAtomicRuntime({ ...parts, builtIn: name, enumerated: undefined }),
  });

const createList = (name: string, base: SimpleType, itemType: SimpleType): SimpleType => {
  const facets: Facets = { ...COLLAPSED, minLength: 1 };
  return Object.freeze<SimpleType>({
    kind: 'simple',
    variety: 'list',
    name: keyOf(name),
    base,
    primitive: undefined,
    itemType,
    memberTypes: [],
    builtIn: name,
    facets,
    shape: 'list',
    runtime: createListRuntime(itemType, facets, undefined),
  });
};

interface BuiltIns {
  readonly any: SimpleType;
  readonly types: ReadonlyMap<string, SimpleType>;
  readonly spaces: ReadonlyMap<string, ValueSpace>;
}

const createBuiltIns = (): BuiltIns => {
  const types = new Map<string, SimpleType>();
  const spaces = new Map<string, ValueSpace>();
  const any = createAnySimpleType();
  const find = (name: string): SimpleType => types.get(name) ?? any;
  const add = (name: string, base: SimpleType, parts: { space: ValueSpace; facets: Facets }): void => {
    spaces.set(name, parts.space);
    types.set(name, createAtomic(name, base, parts));
  };
  types.set('anySimpleType', any);
  for (const space of PRIMITIVE_SPACES) {
    add(space.primitive, any, { space, facets: space.primitive === 'string' ? PRESERVED : COLLAPSED });
  }
  for (const { name, base, space, facets } of DERIVATIONS) {
    const inherited = find(base);
    const own = space ?? spaces.get(base) ?? STRING_SPACE;
    add(name, inherited, { space: own, facets: { ...inherited.facets, ...facets } });
  }
  for (const [name, item] of LISTS) types.set(name, createList(name, any, find(item)));
  return { any, types, spaces };
};

const BUILT_INS = createBuiltIns();

/** The built-in simple types of XSD 1.0 by local name, `anySimpleType` included. */
export const BUILT_IN_TYPES: ReadonlyMap<string, SimpleType> = BUILT_INS.types;

/** `xs:anySimpleType`, the base of every list and union. */
export const getAnySimpleType = (): SimpleType => BUILT_INS.any;

/** The value space of an atomic type: that of its nearest built-in ancestor. */
export const getValueSpace = (type: SimpleType): ValueSpace => BUILT_INS.spaces.get(type.builtIn) ?? STRING_SPACE;
