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

/** What may stand in one place of an `all`: an element, or what a choice allows for it. */
const leavesOf = (particle: Particle): readonly Leaf[] =>
  particle.kind === 'group' ? particle.particles.flatMap(leavesOf) : [particle];

/** Configurations of an `all`: which of its places were taken. */
const createAllConfigurations = ({ particles, min }: GroupParticle): Configuration => {
  const places = particles.map((each) => ({ leaves: leavesOf(each), isOptional: each.min === 0 }));
  const after = (taken: ReadonlySet<number>): Configuration => {
    const isComplete = places.every(({ isOptional }, at) => isOptional || taken.has(at));
    return {
      key: places.map((_, at) => (taken.has(at) ? '1' : '0')).join(''),
      accepting: isComplete || (min === 0 && taken.size === 0),
      moves: places.flatMap(({ leaves }, at) =>
        taken.has(at) ? [] : leaves.map((leaf) => ({ leaf, next: () => after(new Set([...taken, at])) })),
      ),
    };
  };
  return after(new Set());
};

/** The first configuration of a content model. */
export const createConfigurations = (particle: Particle): Configuration =>
  particle.kind === 'group' && particle.compositor === 'all'
    ? createAllConfigurations(particle)
    : createStateConfigurations(particle);
