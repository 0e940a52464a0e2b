import type { Mismatch } from './model.js';

/** Which side of a comparison is the wanted component: the one that has to fit into the other, or that other one. */
export type WantedSide = 'narrow' | 'wide';

/**
 * One reason why something does not fit into something else, told from both sides: `narrow` is what has to fit, `wide` what it
 * has to fit into. Which of them is wanted is known only when a {@link Mismatch} is made of it.
 */
export interface Difference {
  readonly rule: string;
  /** What the narrow side has. */
  readonly narrow: string;
  /** What the wide side has. */
  readonly wide: string;
  /** The change of the narrow side that removes the difference. */
  readonly narrowing: string;
  /** The change of the wide side that removes the difference. */
  readonly widening: string;
}

/** A difference and the segments of the path to it. */
export interface PlacedDifference {
  readonly path: readonly string[];
  readonly difference: Difference;
}

/** The mismatch that a difference is to whoever wants one of the sides. */
export const toMismatch = ({ path, difference }: PlacedDifference, wanted: WantedSide): Mismatch => {
  const { rule, narrow, wide, narrowing, widening } = difference;
  const [own, other] = wanted === 'narrow' ? [narrow, wide] : [wide, narrow];
  return {
    path: path.length === 0 ? '.' : path.join('/'),
    rule,
    message: `wanted ${own}, advertised ${other}`,
    change: wanted === 'narrow' ? narrowing : widening,
  };
};

/** Collects differences, each once, up to a number. */
export interface DifferenceCollector {
  readonly isFull: () => boolean;
  readonly count: () => number;
  readonly since: (count: number) => readonly PlacedDifference[];
  readonly add: (difference: PlacedDifference) => void;
}

/** A collector of at most `maximum` differences. */
export const createCollector = (maximum: number): DifferenceCollector => {
  const found = new Map<string, PlacedDifference>();
  return {
    isFull: () => found.size >= maximum,
    count: () => found.size,
    since: (count) => [...found.values()].slice(count),
    add: (placed) => {
      const { rule, narrow, wide } = placed.difference;
      const key = JSON.stringify([placed.path, rule, narrow, wide]);
      if (found.size < maximum && !found.has(key)) found.set(key, placed);
    },
  };
};
