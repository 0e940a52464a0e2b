import type { XmlName } from '../../xml/index.js';
import type { Leaf } from '../model/components.js';
import type { LeafNode, Node } from './nodes.js';
import { takes } from './takes.js';

/** A step from one state to the next by an element that `leaf` takes. */
export interface Move<Plan> {
  readonly leaf: Leaf;
  /** What the user of the automaton wants to know of the leaf. */
  readonly plan: Plan;
  readonly target: () => State<Plan>;
}

/** Where a matcher stands between two child elements. */
export interface State<Plan> {
  /** Whether the content may end here (once `min` is reached). */
  accepting(): boolean;
  /** Every move, in the order of the schema. */
  moves(): readonly Move<Plan>[];
  /** The move by an element of that name, or `undefined`; other moves need not be made for it. */
  find(name: XmlName): Move<Plan> | undefined;
  /** The leaf taken last, when it may be taken again in place: `min` to `max` times in all. */
  readonly repeat: Move<Plan> | undefined;
  readonly min: number;
  readonly max: number;
}

/** What states are made with. */
export interface StateOptions<Plan> {
  /** What moves say of their leaf; asked once for each. */
  readonly planOf: (leaf: Leaf) => Plan;
  /** Counts the work of making states. */
  readonly step: (count: number) => void;
}

/** What the states of one content model share. */
interface StateSpace<Plan> {
  readonly moveBy: (nodes: readonly LeafNode[], leaf: Leaf) => Move<Plan>;
  readonly step: (count: number) => void;
}

/** Searches after which a state's moves are made, and moves up to which they are simply looked through. */
const FEW = 8;

class AutomatonState<Plan> implements State<Plan> {
  readonly repeat: Move<Plan> | undefined;
  readonly min: number;
  readonly max: number;
  readonly #space: StateSpace<Plan>;
  readonly #nodes: readonly Node[];
  #accepting: boolean | undefined;
  #moves: readonly Move<Plan>[] | undefined;
  #byName: ReadonlyMap<string, readonly Move<Plan>[]> | undefined;
  #searches = 0;

  constructor(space: StateSpace<Plan>, nodes: readonly Node[], counter: LeafNode | undefined) {
    this.#space = space;
    this.#nodes = nodes;
    this.repeat = counter === undefined ? undefined : space.moveBy([counter], counter.leaf);
    this.min = counter?.min ?? 0;
    this.max = counter?.max ?? 0;
  }

  accepting(): boolean {
    this.#accepting ??= this.#reach((node) => node.kind === 'end') !== undefined;
    return this.#accepting;
  }

  moves(): readonly Move<Plan>[] {
    this.#moves ??= this.#makeMoves();
    return this.#moves;
  }

  find(name: XmlName): Move<Plan> | undefined {
    // In a long run of optional elements each state is asked once, and its moves are many: they are not all made.
    if (this.#moves === undefined && ++this.#searches <= FEW) {
      const node = this.#reach((each) => each.kind === 'leaf' && takes(each.leaf, name));
      return node?.kind === 'leaf' && !node.copied
        ? this.#space.moveBy([node], node.leaf)
        : node && this.#findMade(name);
    }
    return this.#findMade(name);
  }

  #findMade(name: XmlName): Move<Plan> | undefined {
    const moves = this.moves();
    const candidates =
      moves.length <= FEW ? moves : (this.#index(moves).get(name.local) ?? this.#index(moves).get('*') ?? []);
    for (let at = 0; at < candidates.length; at++) {
      const move = candidates[at];
      if (move !== undefined && takes(move.leaf, name)) return move;
    }
    return undefined;
  }

  /** Moves by local name; wildcards stand under every name, and under `*` for all others. */
  #index(moves: readonly Move<Plan>[]): ReadonlyMap<string, readonly Move<Plan>[]> {
    if (this.#byName !== undefined) return this.#byName;
    const wild = moves.filter(({ leaf }) => leaf.kind === 'any');
    const index = new Map<string, readonly Move<Plan>[]>([['*', wild]]);
    for (const move of moves) {
      if (move.leaf.kind === 'any') continue;
      const { local } = move.leaf.element.name;
      index.set(local, [move, ...(index.get(local) ?? wild)]);
    }
    this.#byName = index;
    return index;
  }

  /** Leaves of one particle are taken together: which copy of it took an element does not matter. */
  #makeMoves(): readonly Move<Plan>[] {
    const groups = new Map<Leaf, LeafNode[]>();
    this.#reach((node) => {
      if (node.kind !== 'leaf') return false;
      const group = groups.get(node.leaf);
      if (group === undefined) groups.set(node.leaf, [node]);
      else group.push(node);
      return false;
    });
    return [...groups].map(([leaf, group]) => this.#space.moveBy(group, leaf));
  }

  /** The first node for which `isWanted`, of those that are reached with nothing taken, in the order of the schema. */
  #reach(isWanted: (node: Node) => boolean): Node | undefined {
    const seen = new Set<Node>();
    const open = this.#nodes.toReversed();
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      this.#space.step(1);
      if (isWanted(node)) return node;
      if (node.kind !== 'fork') continue;
      for (let at = node.outs.length - 1; at >= 0; at--) {
        const out = node.outs[at];
        if (out !== undefined) open.push(out);
      }
    }
    return undefined;
  }
}

/** The first state of a content model from its entry node. States are made as they are asked for; equal ones are one object. */
export const createStates = <Plan>(entry: Node, { planOf, step }: StateOptions<Plan>): State<Plan> => {
  const known = new Map<string, State<Plan>>();
  const moves = new Map<string, Move<Plan>>();
  const plans = new Map<Leaf, Plan>();
  const findPlan = (leaf: Leaf): Plan => {
    const plan = plans.get(leaf) ?? planOf(leaf);
    plans.set(leaf, plan);
    return plan;
  };
  const after = (nodes: readonly LeafNode[]): State<Plan> => {
    // Only a leaf that no repeating group holds counts, so it is alone in its group.
    const [first] = nodes;
    const counter = first !== undefined && first.max > 1 ? first : undefined;
    const next = [...new Set(nodes.map((node) => node.next))];
    const key = `${next.map(({ id }) => id).join(' ')}${counter === undefined ? '' : ` of ${String(counter.id)}`}`;
    const state = known.get(key) ?? new AutomatonState(space, next, counter);
    known.set(key, state);
    return state;
  };
  const space: StateSpace<Plan> = {
    step,
    moveBy: (nodes, leaf) => {
      // Keys are as long as the group is large, and made again for the target.
      step(2 * nodes.length);
      const key = nodes.map(({ id }) => id).join(' ');
      let target: State<Plan> | undefined;
      const move = moves.get(key) ?? { leaf, plan: findPlan(leaf), target: () => (target ??= after(nodes)) };
      moves.set(key, move);
      return move;
    },
  };
  return new AutomatonState(space, [entry], undefined);
};
