import type { Leaf } from '../model/components.js';

/** A leaf of the narrow model and one of the wide model that takes elements which the narrow one does. */
export interface LeafPair {
  readonly narrow: Leaf;
  readonly wide: Leaf;
}

/** How two content models lie to each other by names and places alone. */
export interface Alignment {
  /** Whether the wide model has a place for every element wherever the narrow one has it. */
  readonly isInPlace: boolean;
  /** Which leaves meet: what one takes, the other has to take. */
  readonly pairs: readonly LeafPair[];
}

/** Collects pairs, each once. */
export interface Pairs {
  readonly add: (narrow: Leaf, wide: Leaf) => void;
  readonly list: () => readonly LeafPair[];
}

/** An empty collection of pairs. */
export const createPairs = (): Pairs => {
  const list: LeafPair[] = [];
  const known = new Map<Leaf, Set<Leaf>>();
  return {
    add: (narrow, wide) => {
      const others = known.get(narrow) ?? new Set();
      if (others.has(wide)) return;
      known.set(narrow, others.add(wide));
      list.push({ narrow, wide });
    },
    list: () => list,
  };
};
