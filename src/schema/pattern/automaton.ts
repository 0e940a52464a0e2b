import type { CharSet } from './char-set.js';
import type { PatternNode } from './syntax.js';

/** One state of an automaton; states are numbers into {@link Automaton.states}. */
export type AutomatonState =
  | { readonly kind: 'accept' }
  /** Goes on, without reading, in both states. */
  | { readonly kind: 'split'; readonly first: number; readonly second: number }
  /** Reads one character of the set with that number. */
  | { readonly kind: 'read'; readonly set: number; readonly next: number };

/** A nondeterministic automaton (Thompson) for one pattern: accepts exactly the texts that the pattern matches. */
export interface Automaton {
  readonly start: number;
  readonly states: readonly AutomatonState[];
  /** The character sets that its states read, each once. */
  readonly sets: readonly CharSet[];
}

/** Builds from the end to the start: each part is given the state that follows it and returns its own first. */
class AutomatonBuilder {
  readonly states: AutomatonState[] = [{ kind: 'accept' }];
  readonly sets: CharSet[] = [];
  readonly #setNumbers = new Map<string, number>();

  build(node: PatternNode, next: number): number {
    switch (node.kind) {
      case 'empty':
        return next;
      case 'set':
        return this.#add({ kind: 'read', set: this.#numberOf(node.set), next });
      case 'sequence':
        return node.items.reduceRight((start, item) => this.build(item, start), next);
      case 'choice': {
        const [first = next, ...others] = node.options.map((option) => this.build(option, next));
        return others.reduce((start, other) => this.#add({ kind: 'split', first: start, second: other }), first);
      }
      case 'repeat': {
        if (node.max !== undefined)
          return this.#copies(node.item, node.min, this.#optional(node.item, node.max - node.min, next));
        return this.#copies(node.item, node.min - 1, this.#loop(node.item, next, node.min));
      }
    }
  }

  #copies(item: PatternNode, count: number, next: number): number {
    let start = next;
    for (let copy = 0; copy < count; copy++) start = this.build(item, start);
    return start;
  }

  /** Each optional copy may be left for the end at once, which keeps the sets of reachable states small. */
  #optional(item: PatternNode, count: number, next: number): number {
    let start = next;
    for (let copy = 0; copy < count; copy++) {
      start = this.#add({ kind: 'split', first: this.build(item, start), second: next });
    }
    return start;
  }

  /** `item*`, or `item+` when at least one is required. */
  #loop(item: PatternNode, next: number, min: number): number {
    const split = this.#add({ kind: 'accept' });
    const body = this.build(item, split);
    this.states[split] = { kind: 'split', first: body, second: next };
    return min === 0 ? split : body;
  }

  #numberOf(set: CharSet): number {
    const known = this.#setNumbers.get(set.key);
    if (known !== undefined) return known;
    this.#setNumbers.set(set.key, this.sets.length);
    return this.sets.push(set) - 1;
  }

  #add(state: AutomatonState): number {
    return this.states.push(state) - 1;
  }
}

/** The automaton of a syntax tree; it has `node.states + 1` states. */
export const createAutomaton = (node: PatternNode): Automaton => {
  const builder = new AutomatonBuilder();
  const start = builder.build(node, 0);
  return { start, states: builder.states, sets: builder.sets };
};
