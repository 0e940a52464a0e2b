import type { XmlName } from '../../xml/index.js';
import type { Leaf } from '../model/components.js';
import { allowsNamespace } from '../model/wildcard.js';
import type { LeafNode, Node } from './nodes.js';

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
  readonly accepting: boolean;
  /** In the order of the schema. */
  readonly moves: readonly Move<Plan>[];
  /** The leaf taken last, when it may be taken again in place: `min` to `max` times in all. */
  readonly repeat: Move<Plan> | undefined;
  readonly min: number;
  readonly max: number;
}

/** Whether a leaf takes an element of that name. */
export const takes = (leaf: Leaf, name: XmlName): boolean =>
  leaf.kind === 'element'
    ? leaf.element.name.local === name.local && leaf.element.name.namespace === name.namespace
    : allowsNamespace(leaf.wildcard.constraint, name.namespace);

/** The first move by an element of that name, or `undefined`. */
export const findMove = <Plan>(state: State<Plan>, name: XmlName): Move<Plan> | undefined => {
  const { moves } = state;
  for (let at = 0; at < moves.length; at++) {
    const move = moves[at];
    if (move !== undefined && takes(move.leaf, name)) return move;
  }
  return undefined;
};

/** Leaf nodes that can be reached from `nodes` with nothing taken, in the order of the schema, and whether the end can. */
const reach = (
  nodes: readonly Node[],
  step: (count: number) => void,
): { leaves: readonly LeafNode[]; end: boolean } => {
  const seen = new Set<Node>();
  const leaves: LeafNode[] = [];
  let end = false;
  const open = [...nodes].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'end') end = true;
    else if (node.kind === 'leaf') leaves.push(node);
    else open.push(...node.outs.toReversed());
  }
  step(seen.size);
  return { leaves, end };
};

/** What states are made with. */
export interface StateOptions<Plan> {
  /** What moves say of their leaf; asked once for each. */
  readonly planOf: (leaf: Leaf) => Plan;
  /** Counts the work of making states. */
  readonly step: (count: number) => void;
}

/** Leaf nodes of one particle are taken together: which copy took an element does not matter. */
const groupByLeaf = (leaves: readonly LeafNode[]): ReadonlyMap<Leaf, readonly LeafNode[]> => {
  const groups = new Map<Leaf, LeafNode[]>();
  for (const node of leaves) {
    const group = groups.get(node.leaf);
    if (group === undefined) groups.set(node.leaf, [node]);
    else group.push(node);
  }
  return groups;
};

/** The first state of a content model from its entry node. States are made as they are asked for; equal ones are one object. */
export const createStates = <Plan>(entry: Node, { planOf, step }: StateOptions<Plan>): State<Plan> => {
  const known = new Map<string, State<Plan>>();
  const plans = new Map<Leaf, Plan>();
  const findPlan = (leaf: Leaf): Plan => {
    const plan = plans.get(leaf) ?? planOf(leaf);
    plans.set(leaf, plan);
    return plan;
  };
  const createMove = (nodes: readonly LeafNode[], leaf: Leaf): Move<Plan> => {
    let state: State<Plan> | undefined;
    return { leaf, plan: findPlan(leaf), target: () => (state ??= after(nodes)) };
  };
  const toState = (nodes: readonly Node[], counter: LeafNode | undefined): State<Plan> => {
    const { leaves, end } = reach(nodes, step);
    return {
      accepting: end,
      moves: [...groupByLeaf(leaves)].map(([leaf, group]) => createMove(group, leaf)),
      repeat: counter === undefined ? undefined : createMove([counter], counter.leaf),
      min: counter?.min ?? 0,
      max: counter?.max ?? 0,
    };
  };
  const after = (nodes: readonly LeafNode[]): State<Plan> => {
    const key = nodes.map(({ id }) => id).join(' ');
    const found = known.get(key);
    if (found !== undefined) return found;
    // Only a leaf that no repeating group holds counts, so it is alone in its group.
    const [first] = nodes;
    const counter = first !== undefined && first.max > 1 ? first : undefined;
    const state = toState(
      nodes.map(({ next }) => next),
      counter,
    );
    known.set(key, state);
    return state;
  };
  return toState([entry], undefined);
};
