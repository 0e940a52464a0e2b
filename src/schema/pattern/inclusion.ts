import type { CharClasses } from './classes.js';
import { createClasses } from './classes.js';
import { createLengthMachine, createSubsetMachine } from './machine.js';
import type { Machine } from './machine.js';
import type { Pattern } from './model.js';

/** A set of texts: those that some pattern of a group matches, or those of a range of lengths in characters. */
export type TextSet =
  | { readonly kind: 'patterns'; readonly patterns: readonly Pattern[] }
  | { readonly kind: 'length'; readonly min: number; readonly max: number };

/** Whether one set of texts is part of another; `undecided` when it would cost too much to tell. */
export type TextInclusion = 'yes' | 'no' | 'undecided';

/** Largest automaton that is taken part in a comparison, in states. */
const MAX_STATES = 4096;

const patternsOf = (sets: readonly TextSet[]): readonly Pattern[] =>
  sets.flatMap((set) => (set.kind === 'patterns' ? set.patterns : []));

const toMachine = (set: TextSet, classes: CharClasses, step: (count: number) => boolean): Machine =>
  set.kind === 'length'
    ? createLengthMachine(set.min, set.max)
    : createSubsetMachine(
        set.patterns.map((pattern) => pattern.automaton()),
        classes,
        step,
      );

/** Where a walk through all machines stands; `wide` is `undefined` where the wide machine accepts nothing more. */
interface Place {
  readonly narrow: readonly number[];
  readonly wide: number | undefined;
  /** Whether every class on the way has a character that is known. */
  readonly isReal: boolean;
}

/** What is walked through together. */
interface Product {
  readonly narrow: readonly Machine[];
  readonly wide: Machine;
  readonly classes: CharClasses;
}

const advance = ({ narrow, wide, classes }: Product, from: Place, classNumber: number): Place | undefined => {
  const states: number[] = [];
  for (const [at, machine] of narrow.entries()) {
    const state = machine.next(from.narrow[at] ?? 0, classNumber);
    if (state === undefined) return undefined;
    states.push(state);
  }
  return {
    narrow: states,
    wide: from.wide === undefined ? undefined : wide.next(from.wide, classNumber),
    isReal: from.isReal && classes.exampleOf(classNumber) !== undefined,
  };
};

const isOutside = ({ narrow, wide }: Product, place: Place): boolean =>
  narrow.every((machine, at) => machine.accepts(place.narrow[at] ?? 0)) &&
  (place.wide === undefined || !wide.accepts(place.wide));

const walk = (product: Product, step: (count: number) => boolean): TextInclusion => {
  const seen = new Set<string>();
  const start = { narrow: product.narrow.map((machine) => machine.start), wide: product.wide.start, isReal: true };
  const open: Place[] = [start];
  let isInDoubt = false;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const key = `${place.narrow.join()};${String(place.wide)}${place.isReal ? '' : '?'}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (isOutside(product, place)) {
      if (place.isReal) return 'no';
      isInDoubt = true;
    }
    if (!step(Math.ceil(product.classes.count / 8))) return 'undecided';
    for (let each = 0; each < product.classes.count; each++) {
      const next = advance(product, place, each);
      if (next !== undefined) open.push(next);
    }
  }
  return isInDoubt ? 'undecided' : 'yes';
};

/**
 * Whether every text that is in all of `narrow` is in `wide`: the deterministic automata of all are walked through together,
 * as far as texts lead. `step` counts the work and says when it is enough.
 */
export const findTextInclusion = (
  narrow: readonly TextSet[],
  wide: TextSet,
  step: (count: number) => boolean,
): TextInclusion => {
  const patterns = patternsOf([...narrow, wide]);
  const size = patterns.reduce((sum, pattern) => sum + pattern.states, 0);
  if (size > MAX_STATES || !step(Math.ceil(size / 8))) return 'undecided';
  const sets = new Map(patterns.flatMap((pattern) => pattern.automaton().sets.map((set) => [set.key, set])));
  const classes = createClasses([...sets.values()], [], step);
  if (classes === undefined) return 'undecided';
  const product = {
    narrow: narrow.map((set) => toMachine(set, classes, step)),
    wide: toMachine(wide, classes, step),
    classes,
  };
  return walk(product, step);
};
