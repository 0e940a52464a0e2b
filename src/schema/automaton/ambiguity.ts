import type { Leaf, Particle } from '../model/components.js';
import { allowsNamespace, overlapConstraints } from '../model/wildcard.js';
import { buildNodes, hasCopies } from './nodes.js';
import { createStates } from './state.js';
import { takes } from './takes.js';
import type { State } from './state.js';

/** Whether some element could be taken by both leaves. */
const overlap = (left: Leaf, right: Leaf): boolean => {
  if (left.kind === 'element') return takes(right, left.element.name);
  if (right.kind === 'element') return allowsNamespace(left.wildcard.constraint, right.element.name.namespace);
  return overlapConstraints(left.wildcard.constraint, right.wildcard.constraint);
};

/** The leaves of a content model, each once. */
export const listLeaves = (particle: Particle): readonly Leaf[] =>
  particle.kind === 'group' ? particle.particles.flatMap(listLeaves) : [particle];

/** Name of what a leaf takes, for messages. */
export const nameLeaf = (leaf: Leaf): string => (leaf.kind === 'element' ? leaf.element.name.local : 'a wildcard');

/** Whether no two leaves overlap at all, which is so in most schemas and decides without any state. */
const areDisjoint = (leaves: readonly Leaf[], step: (count: number) => void): boolean => {
  const names = new Map<string, Set<string>>();
  const wildcards: Leaf[] = [];
  for (const leaf of leaves) {
    if (leaf.kind === 'any') {
      wildcards.push(leaf);
      continue;
    }
    const { namespace, local } = leaf.element.name;
    const locals = names.get(namespace) ?? new Set();
    if (locals.has(local)) return false;
    locals.add(local);
    names.set(namespace, locals);
  }
  step(wildcards.length * (wildcards.length + names.size));
  return wildcards.every(
    (leaf, at) =>
      leaf.kind === 'any' &&
      wildcards.slice(at + 1).every((other) => !overlap(leaf, other)) &&
      [...names.keys()].every((namespace) => !allowsNamespace(leaf.wildcard.constraint, namespace)),
  );
};

/** Two of the leaves that overlap. */
const findOverlap = (leaves: readonly Leaf[], step: (count: number) => void): readonly [Leaf, Leaf] | undefined => {
  for (const [at, leaf] of leaves.entries()) {
    step(leaves.length - at);
    const rival = leaves.slice(at + 1).find((other) => overlap(leaf, other));
    if (rival !== undefined) return [leaf, rival];
  }
  return undefined;
};

const findRival = (state: State<undefined>, step: (count: number) => void): readonly [Leaf, Leaf] | undefined => {
  const leaves = state.moves().map(({ leaf }) => leaf);
  if (state.repeat !== undefined && state.min < state.max) leaves.push(state.repeat.leaf);
  step(leaves.length);
  // Pairs are compared by name where that is enough: wide choices would cost the square of their width.
  return areDisjoint(leaves, step) ? undefined : findOverlap(leaves, step);
};

/**
 * Two particles of which an element could be either (XSD 1.0 part 1, section 3.8.6, "Unique Particle Attribution"),
 * or `undefined`. `step` counts the work.
 */
export const findAmbiguity = (particle: Particle, step: (count: number) => void): readonly [Leaf, Leaf] | undefined => {
  const leaves = listLeaves(particle);
  step(leaves.length);
  if (areDisjoint(leaves, step) && !hasCopies(particle)) return undefined;
  if (particle.kind === 'group' && particle.compositor === 'all') return findOverlap(leaves, step);
  const seen = new Set<State<undefined>>();
  const open = [createStates(buildNodes(particle), { planOf: () => undefined, step })];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    const rival = findRival(state, step);
    if (rival !== undefined) return rival;
    for (const move of state.moves()) open.push(move.target());
  }
  return undefined;
};
