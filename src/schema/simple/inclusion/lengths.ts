import type { SimpleDifference, SimplePair, SimpleRule } from './model.js';
import { isWithin, isWritten, lengthRange } from './text-sets.js';

/** Whether the length of every text is in a range, told by facets or by the patterns that the texts match. */
const fitsLengths = (pair: SimplePair, least: number, most: number): boolean => {
  const [narrowLeast, narrowMost] = lengthRange(pair.narrower.facets);
  if (narrowLeast >= least && narrowMost <= most) return true;
  return isWritten(pair.narrower) && isWithin(pair, { kind: 'length', min: least, max: most });
};

const describeFacet = (facet: string, value: number, none: number): string =>
  value === none ? `no ${facet}` : `${facet} ${String(value)}`;

/** What a facet is called that says this end of a range. */
interface End {
  readonly facet: 'minLength' | 'maxLength';
  /** The value that says nothing. */
  readonly none: number;
}

const toChange = (subject: string, { facet, none }: End, values: { from: number; to: number }): string => {
  const { from, to } = values;
  if (to === none) return `remove ${facet} from ${subject}`;
  if (from === none) return `set ${facet} of ${subject} to ${String(to)}`;
  const verb = facet === 'maxLength' ? { up: 'widen', down: 'lower' } : { up: 'raise', down: 'lower' };
  return `${to > from ? verb.up : verb.down} ${facet} of ${subject} to ${String(to)}`;
};

const lengthRule =
  (end: End, at: 0 | 1): SimpleRule =>
  (pair) => {
    const { narrower, wider } = pair;
    // Facets of length say nothing about qualified names, which have no length.
    if (wider.shape === 'qname') return undefined;
    const bounds = lengthRange(wider.facets);
    const wide = bounds[at];
    if (wide === end.none || (at === 0 ? fitsLengths(pair, wide, Infinity) : fitsLengths(pair, 0, wide)))
      return undefined;
    const narrow = lengthRange(narrower.facets)[at];
    const difference: SimpleDifference = {
      rule: 'facet',
      narrow: describeFacet(end.facet, narrow, end.none),
      wide: describeFacet(end.facet, wide, end.none),
      narrowing: (subject) => toChange(subject, end, { from: narrow, to: wide }),
      widening: (subject) => toChange(subject, end, { from: wide, to: narrow }),
    };
    return difference;
  };

/** `length`, `minLength` and `maxLength`. */
export const LENGTH_RULES: readonly SimpleRule[] = [
  lengthRule({ facet: 'minLength', none: 0 }, 0),
  lengthRule({ facet: 'maxLength', none: Infinity }, 1),
];
