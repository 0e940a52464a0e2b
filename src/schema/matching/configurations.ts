import { buildNodes } from '../automaton/nodes.js';
import { createStates } from '../automaton/state.js';
import type { State } from '../automaton/state.js';
import type { GroupParticle, Leaf, Particle } from '../model/components.js';

/** Where a reader of some content stands: what may come next, and whether the content may end. */
export interface Configuration {
  /** Equal for configurations of one content model that accept the same from here on. */
  readonly key: string;
  readonly accepting: boolean;
  readonly moves: readonly ConfigurationMove[];
}

/** One element more. */
export interface ConfigurationMove {
  readonly leaf: Leaf;
  readonly next: () => Configuration;
}

/** Configurations of a sequence or choice: a state, and a count where the leaf taken last may repeat in place. */
const createStateConfigurations = (particle: Particle): Configuration => {
  const ids = new Map<State<undefined>, number>();
  const idOf = (state: State<undefined>): number => {
    const id = ids.get(state) ?? ids.size;
    ids.set(state, id);
    return id;
  };
  const at = (state: State<undefined>, count: number): Configuration => {
    const { repeat, min, max } = state;
    // Beyond its minimum an unbounded count tells nothing more.
    const told = max === Infinity ? Math.min(count, min) : count;
    const mayRepeat = repeat !== undefined && count < max;
    const mayLeave = repeat === undefined || count >= min;
    const onward = mayLeave ? state.moves().map(({ leaf, target }) => ({ leaf, next: () => at(target(), 1) })) : [];
    return {
      key: `${String(idOf(state))}:${String(repeat === undefined ? 0 : told)}`,
      accepting: state.accepting() && mayLeave,
      moves: mayRepeat ? [{ leaf: repeat.leaf, next: () => at(state, count + 1) }, ...onward] : onward,
    };
  };
  return at(createStates(buildNodes(particle), { planOf: () => undefined, step: () => undefined }), 0);
};

/** Configurations of an `all`: which of its elements were there. */
const createAllConfigurations = ({ particles, min }: GroupParticle): Configuration => {
  const after = (seen: ReadonlySet<Leaf>): Configuration => {
    const leaves = particles.filter((each) => each.kind !== 'group');
    const isComplete = leaves.every((leaf) => leaf.min === 0 || seen.has(leaf));
    return {
      key: leaves.map((leaf) => (seen.has(leaf) ? '1' : '0')).join(''),
      accepting: isComplete || (min === 0 && seen.size === 0),
      moves: leaves
        .filter((leaf) => !seen.has(leaf))
        .map((leaf) => ({ leaf, next: () => after(new Set([...seen, leaf])) })),
    };
  };
  return after(new Set());
};

/** The first configuration of a content model. */
export const createConfigurations = (particle: Particle): Configuration =>
  particle.kind === 'group' && particle.compositor === 'all'
    ? createAllConfigurations(particle)
    : createStateConfigurations(particle);
