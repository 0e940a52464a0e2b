import { getValueSpace } from '../built-ins.js';
import { isInteger } from '../decimal.js';
import { BOUND_FACETS } from '../facet-names.js';
import type { Bound, BoundFacet } from '../facet-names.js';
import type { Facets, SimpleType } from '../model.js';
import { boundSet } from './decimal-sets.js';
import type { SimpleRule } from './model.js';
import { isWithinByPattern } from './text-sets.js';

/** Most digits of numbers that are worked out. */
const MAX_DIGITS = 64;

/** The bound that whole numbers keep when they are beyond another one: more than 0 is at least 1. */
const sharpen = ([facet, value]: Bound, isWhole: boolean): Bound => {
  if (!isWhole || !isInteger(value) || value.length > MAX_DIGITS) return [facet, value];
  if (facet === 'minExclusive') return ['minInclusive', String(BigInt(value) + 1n)];
  return facet === 'maxExclusive' ? ['maxInclusive', String(BigInt(value) - 1n)] : [facet, value];
};

/** Bounds that follow from how many digits a number may have. */
const boundsByDigits = ({ totalDigits, fractionDigits }: Facets): readonly Bound[] => {
  if (totalDigits === undefined || totalDigits > MAX_DIGITS) return [];
  if (fractionDigits === 0) {
    const most = '9'.repeat(totalDigits);
    return [
      ['maxInclusive', most],
      ['minInclusive', `-${most}`],
    ];
  }
  const beyond = `1${'0'.repeat(totalDigits)}`;
  return [
    ['maxExclusive', beyond],
    ['minExclusive', `-${beyond}`],
  ];
};

/** All bounds that the values of a type are known to keep. */
export const listBounds = (type: SimpleType): readonly Bound[] => {
  const { facets } = type;
  const isWhole = type.primitive === 'decimal' && facets.fractionDigits === 0;
  const own = BOUND_FACETS.flatMap((facet): readonly Bound[] => {
    const value = facets[facet];
    return value === undefined ? [] : [sharpen([facet, value], isWhole)];
  });
  return [...own, ...boundsByDigits(facets)];
};

/** By bound: the bounds that may imply it, with the orders to it that do. */
const IMPLIED_BY: Readonly<
  Record<BoundFacet, readonly (readonly [facet: BoundFacet, implies: (order: number) => boolean])[]>
> = {
  minInclusive: [
    ['minInclusive', (order) => order >= 0],
    ['minExclusive', (order) => order >= 0],
  ],
  minExclusive: [
    ['minInclusive', (order) => order > 0],
    ['minExclusive', (order) => order >= 0],
  ],
  maxInclusive: [
    ['maxInclusive', (order) => order <= 0],
    ['maxExclusive', (order) => order <= 0],
  ],
  maxExclusive: [
    ['maxInclusive', (order) => order < 0],
    ['maxExclusive', (order) => order <= 0],
  ],
};

const isImplied = (wider: SimpleType, narrower: SimpleType, [facet, value]: Bound): boolean => {
  const compare = getValueSpace(wider).comparatorTo?.(value);
  if (compare === undefined) return false;
  return listBounds(narrower).some(([other, bound]) =>
    IMPLIED_BY[facet].some(([implying, implies]) => implying === other && implies(compare(bound))),
  );
};

const findOwn = (facets: Facets, end: 'min' | 'max'): Bound | undefined => {
  for (const facet of [`${end}Inclusive`, `${end}Exclusive`] as const) {
    const value = facets[facet];
    if (value !== undefined) return [facet, value];
  }
  return undefined;
};

const describeBound = (bound: Bound | undefined, facet: BoundFacet): string =>
  bound === undefined ? `no ${facet}` : `${bound[0]} ${bound[1]}`;

const boundRule =
  (facet: BoundFacet): SimpleRule =>
  (pair) => {
    const { wider, narrower } = pair;
    const value = wider.facets[facet];
    if (value === undefined || isImplied(wider, narrower, [facet, value])) return undefined;
    if (narrower.primitive === 'decimal' && isWithinByPattern(pair, () => boundSet([facet, value]))) return undefined;
    const own = findOwn(narrower.facets, facet.startsWith('min') ? 'min' : 'max');
    return {
      rule: 'facet',
      narrow: describeBound(own, facet),
      wide: `${facet} ${value}`,
      narrowing: (subject) => `set ${facet} of ${subject} to ${value}`,
      widening: (subject) =>
        own === undefined ? `remove ${facet} from ${subject}` : `set ${own[0]} of ${subject} to ${own[1]}`,
    };
  };

/** The four bounds. */
export const BOUND_RULES: readonly SimpleRule[] = BOUND_FACETS.map(boundRule);
