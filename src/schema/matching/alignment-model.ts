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
export class Pairs {
  readonly list: LeafPair[] = [];
  readonly #known = new Map<Leaf, Set<Leaf>>();

  add(narrow: Leaf, wide: Leaf): void {
    const known = this.#known.get(narrow) ?? new Set();
    if (known.has(wide)) return;
    this.#known.set(narrow, known.add(wide));
    this.list.push({ narrow, wide });
  }
}
