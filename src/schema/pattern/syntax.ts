import type { CharSet } from './char-set.js';

interface NodeSize {
  /** Automaton states that the node takes once its repetitions are written out. May be infinite; 0 only for `empty`. */
  readonly states: number;
}

/** Syntax tree of a pattern. */
export type PatternNode = NodeSize &
  (
    | { readonly kind: 'empty' }
    | { readonly kind: 'set'; readonly set: CharSet }
    | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
    | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
    | {
        readonly kind: 'repeat';
        readonly item: PatternNode;
        readonly min: number;
        /** `undefined` = unbounded. */
        readonly max: number | undefined;
      }
  );

const sumStates = (nodes: readonly PatternNode[]): number => nodes.reduce((sum, node) => sum + node.states, 0);

/** The pattern that matches only the empty text. */
export const EMPTY: PatternNode = { kind: 'empty', states: 0 };

/** One character of `set`. */
export const setOf = (set: CharSet): PatternNode => ({ kind: 'set', set, states: 1 });

/** Items one after another; empty ones are left out. */
export const sequenceOf = (items: readonly PatternNode[]): PatternNode => {
  const kept = items.filter((item) => item.kind !== 'empty');
  const only = kept[0];
  if (only === undefined) return EMPTY;
  return kept.length === 1 ? only : { kind: 'sequence', items: kept, states: sumStates(kept) };
};

/** One of the options. */
export const choiceOf = (options: readonly PatternNode[]): PatternNode => {
  const only = options[0];
  if (options.length === 1 && only !== undefined) return only;
  return { kind: 'choice', options, states: sumStates(options) + options.length - 1 };
};

/** `item` from `min` to `max` times; nothing at all when that can only be the empty text. */
export const repeatOf = (item: PatternNode, min: number, max: number | undefined): PatternNode => {
  if (item.kind === 'empty' || max === 0) return EMPTY;
  if (min === 1 && max === 1) return item;
  const states = max === undefined ? Math.max(1, min) * item.states + 1 : max * item.states + (max - min);
  return { kind: 'repeat', item, min, max, states };
};
