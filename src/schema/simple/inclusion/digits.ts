import type { TextSet } from '../../pattern/index.js';
import { parseDecimal } from '../decimal.js';
import type { Bound } from '../facet-names.js';
import type { Facets, SimpleType } from '../model.js';
import { listBounds } from './bounds.js';
import { fractionSet, totalSet } from './decimal-sets.js';
import type { SimpleRule } from './model.js';
import { isWithinByPattern } from './text-sets.js';

/** Most digits before the point that numbers on this side of a bound have: below 100 there are two. */
const countWholeDigits = ([facet, value]: Bound): number => {
  const { integer, fraction } = parseDecimal(value);
  const isJustBelow = facet.endsWith('Exclusive') && fraction === '' && /^10*$/u.test(integer);
  return isJustBelow ? integer.length - 1 : integer.length;
};

/** Most digits before the point; infinite without bounds at both ends. */
const countMostWhole = (type: SimpleType): number => {
  const bounds = listBounds(type);
  const ends = (['min', 'max'] as const).map((end) => bounds.filter(([facet]) => facet.startsWith(end)));
  const most = ends.map((each) => Math.min(Infinity, ...each.map(countWholeDigits)));
  return Math.max(...most);
};

const countMostFraction = ({ fractionDigits, totalDigits }: Facets): number =>
  Math.min(fractionDigits ?? Infinity, totalDigits ?? Infinity);

const countMostTotal = (type: SimpleType): number =>
  Math.min(type.facets.totalDigits ?? Infinity, countMostWhole(type) + countMostFraction(type.facets));

/** Two ways to know how many digits the values of a type have. */
interface DigitFacts {
  readonly countMost: (type: SimpleType) => number;
  readonly toSet: (most: number) => TextSet | undefined;
}

const digitRule =
  (facet: 'totalDigits' | 'fractionDigits', { countMost, toSet }: DigitFacts): SimpleRule =>
  (pair) => {
    const { wider, narrower } = pair;
    const wide = wider.facets[facet];
    if (wide === undefined || countMost(narrower) <= wide) return undefined;
    if (isWithinByPattern(pair, () => toSet(wide))) return undefined;
    const narrow = narrower.facets[facet];
    return {
      rule: 'facet',
      narrow: narrow === undefined ? `no ${facet}` : `${facet} ${String(narrow)}`,
      wide: `${facet} ${String(wide)}`,
      narrowing: (subject) => `${narrow === undefined ? 'set' : 'lower'} ${facet} of ${subject} to ${String(wide)}`,
      widening: (subject) =>
        narrow === undefined ? `remove ${facet} from ${subject}` : `widen ${facet} of ${subject} to ${String(narrow)}`,
    };
  };

/** `totalDigits` and `fractionDigits`. */
export const DIGIT_RULES: readonly SimpleRule[] = [
  digitRule('totalDigits', { countMost: countMostTotal, toSet: totalSet }),
  digitRule('fractionDigits', { countMost: ({ facets }) => countMostFraction(facets), toSet: fractionSet }),
];
