import type { XmlName } from '../../xml/index.js';
import type { State } from '../automaton/state.js';
import type { LeafTest } from '../automaton/takes.js';
import { allowsNamespace } from '../model/wildcard.js';
import type { AllPlan, ChildPlan } from '../plan/model.js';
import { takes } from '../automaton/takes.js';
import { showLeaf } from './show-leaf.js';

/** Follows the children of one element through its content model. */
export interface Matcher<Plan = ChildPlan> {
  /** Plan of the next child when it may stand here, which it then does; else `undefined`. */
  readonly take: (name: XmlName) => Plan | undefined;
  /** Whether the content may end here. */
  readonly isComplete: () => boolean;
  /** What may stand next, for messages. */
  readonly expected: () => readonly string[];
  /** Names of the elements that may stand next, and whether a wildcard may, in the order of the schema. */
  readonly options: () => readonly LeafTest[];
  /** Another matcher at the same place. */
  readonly fork: () => Matcher<Plan>;
}

class StateMatcher<Plan> implements Matcher<Plan> {
  #state: State<Plan>;
  #count: number;

  constructor(state: State<Plan>, count = 0) {
    this.#state = state;
    this.#count = count;
  }

  take(name: XmlName): Plan | undefined {
    const { repeat, min, max } = this.#state;
    if (repeat !== undefined) {
      if (this.#count < max && takes(repeat.leaf, name)) {
        this.#count++;
        return repeat.plan;
      }
      if (this.#count < min) return undefined;
    }
    const move = this.#state.find(name);
    if (move === undefined) return undefined;
    this.#state = move.target();
    this.#count = 1;
    return move.plan;
  }

  isComplete(): boolean {
    return this.#state.accepting() && (this.#state.repeat === undefined || this.#count >= this.#state.min);
  }

  options(): readonly LeafTest[] {
    const { repeat, min, max } = this.#state;
    const leaves = repeat !== undefined && this.#count < max ? [repeat.leaf] : [];
    return repeat !== undefined && this.#count < min
      ? leaves
      : [...leaves, ...this.#state.moves().map(({ leaf }) => leaf)];
  }

  expected(): readonly string[] {
    return this.options().map(showLeaf);
  }

  fork(): Matcher<Plan> {
    return new StateMatcher(this.#state, this.#count);
  }
}

class AllMatcher<Plan> implements Matcher<Plan> {
  readonly #plan: AllPlan<Plan>;
  readonly #seen: Set<number>;

  constructor(plan: AllPlan<Plan>, seen: ReadonlySet<number> = new Set()) {
    this.#plan = plan;
    this.#seen = new Set(seen);
  }

  take(name: XmlName): Plan | undefined {
    const { children } = this.#plan;
    const child = children.find(
      ({ element }) => element.name.local === name.local && element.name.namespace === name.namespace,
    );
    if (child === undefined || this.#seen.has(child.slot)) return undefined;
    this.#seen.add(child.slot);
    return child.plan;
  }

  isComplete(): boolean {
    if (this.#seen.size === 0 && this.#plan.optional) return true;
    return this.#plan.children.every(({ required, slot }) => !required || this.#seen.has(slot));
  }

  options(): readonly LeafTest[] {
    return this.#plan.children.flatMap(({ element, slot }) =>
      this.#seen.has(slot) ? [] : [{ kind: 'element', element } as const],
    );
  }

  expected(): readonly string[] {
    return this.options().map(showLeaf);
  }

  fork(): Matcher<Plan> {
    return new AllMatcher(this.#plan, this.#seen);
  }
}

/** A matcher at a state of an automaton. */
export const createStateMatcher = <Plan>(start: State<Plan>): Matcher<Plan> => new StateMatcher(start);

/** A matcher of children in any order. */
export const createAllMatcher = <Plan>(all: AllPlan<Plan>): Matcher<Plan> => new AllMatcher(all);

/** A matcher at the start of a content model. */
export const createMatcher = (
  content:
    { readonly kind: 'elements'; readonly start: State<ChildPlan> } | { readonly kind: 'all'; readonly all: AllPlan },
): Matcher => (content.kind === 'all' ? createAllMatcher(content.all) : createStateMatcher(content.start));

/** Whether a wildcard of the list admits a namespace. */
export const admits = (leaves: readonly LeafTest[], namespace: string): boolean =>
  leaves.some((leaf) => leaf.kind === 'any' && allowsNamespace(leaf.wildcard.constraint, namespace));
