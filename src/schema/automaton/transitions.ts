import type { NameKey } from '../../xml/index.js';
import { toNameKey } from '../../xml/index.js';
import type { Leaf, Particle } from '../model/components.js';
import { buildNodes, countLeaves } from './nodes.js';
import { createStates } from './state.js';
import type { Move, State } from './state.js';

/** Which elements may come in each state of a content model, with the state that follows; the first state is 0. */
export type Transitions = readonly ReadonlyMap<NameKey, number>[];

/** Why a content model has no transitions. */
export type NoTransitions = 'wildcard' | 'all' | 'too-large';

/** Most states: what repeats a counted number of times has one for each. */
const MAX_STATES = 1_000;
/** Most leaves of the nodes, copies included: they are looked through in every state. */
const MAX_LEAVES = 2_000;

/** A state with how often the leaf taken last was taken, where that counts. */
interface Place {
  readonly state: State<undefined>;
  readonly count: number;
}

const hasAll = (particle: Particle): boolean =>
  particle.kind === 'group' && (particle.compositor === 'all' || particle.particles.some(hasAll));

const hasWildcard = (particle: Particle): boolean =>
  particle.kind === 'group' ? particle.particles.some(hasWildcard) : particle.kind === 'any';

/** Where the leaf that was taken last leads once more; beyond its minimum it need not be counted when it has no end. */
const countOn = ({ state, count }: Place): Place => ({
  state,
  count: state.max === Infinity ? Math.min(count + 1, Math.max(1, state.min)) : count + 1,
});

const enter = ({ target }: Move<undefined>): Place => {
  const state = target();
  return { state, count: state.repeat === undefined ? 0 : 1 };
};

const listSteps = function* (place: Place): Generator<{ readonly leaf: Leaf; readonly next: Place }> {
  const { state, count } = place;
  const { repeat, min, max } = state;
  if (repeat !== undefined && count < max) yield { leaf: repeat.leaf, next: countOn(place) };
  if (repeat !== undefined && count < min) return;
  for (const move of state.moves()) yield { leaf: move.leaf, next: enter(move) };
};

/** Numbers places in the order in which they are met. */
const createNumbers = () => {
  const numbers = new Map<State<undefined>, Map<number, number>>();
  const places: Place[] = [];
  return {
    places,
    of: (place: Place): number => {
      const counts = numbers.get(place.state) ?? new Map<number, number>();
      numbers.set(place.state, counts);
      const number = counts.get(place.count) ?? places.push(place) - 1;
      counts.set(place.count, number);
      return number;
    },
  };
};

const walk = (first: State<undefined>): Transitions | NoTransitions => {
  const { places, of } = createNumbers();
  of({ state: first, count: 0 });
  const transitions: ReadonlyMap<NameKey, number>[] = [];
  // The list grows while it is read.
  for (const place of places) {
    const steps = new Map<NameKey, number>();
    for (const { leaf, next } of listSteps(place))
      if (leaf.kind === 'element') steps.set(toNameKey(leaf.element.name), of(next));
    transitions.push(steps);
    if (places.length > MAX_STATES) return 'too-large';
  }
  return transitions;
};

/**
 * The transitions of a content model of elements, or why there are none. Which particle an element is of is clear in every state
 * (XSD 1.0 part 1, section 3.8.6), so each name leads to one state.
 */
export const toTransitions = (particle: Particle): Transitions | NoTransitions => {
  if (hasAll(particle)) return 'all';
  if (hasWildcard(particle)) return 'wildcard';
  if (countLeaves(particle) > MAX_LEAVES) return 'too-large';
  return walk(createStates(buildNodes(particle), { planOf: () => undefined, step: () => undefined }));
};
