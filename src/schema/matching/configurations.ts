import type { XmlName } from '../../xml/index.js';
import { toNameKey } from '../../xml/index.js';
import { buildNodes } from '../automaton/nodes.js';
import { createStates, takes } from '../automaton/state.js';
import type { State } from '../automaton/state.js';
import type { AnyParticle, GroupParticle, Leaf, Particle } from '../model/components.js';

/** Where a reader of some content stands: what may come next, and whether the content may end. */
export interface Configuration {
  /** Equal for configurations of one content model that accept the same from here on. */
  readonly key: string;
  readonly accepting: boolean;
  readonly moves: () => readonly ConfigurationMove[];
  /** The move by an element of that name; content models are unambiguous, so there is one at most. */
  readonly find: (name: XmlName) => ConfigurationMove | undefined;
}

/** One element more. */
export interface ConfigurationMove {
  readonly leaf: Leaf;
  readonly next: () => Configuration;
  /** Set when the leaf taken last is taken once more in place. */
  readonly run?: Run;
}

/** A leaf that is repeated in place. */
export interface Run {
  /** How many times more it can be taken after the next one while all else stays as it is. */
  readonly steady: number;
  /** After so many times more. */
  readonly after: (times: number) => Configuration;
}

/** A move by a wildcard. */
export interface WildcardMove extends ConfigurationMove {
  readonly leaf: AnyParticle;
}

/** The moves by wildcards. */
export const listWildcardMoves = (moves: readonly ConfigurationMove[]): readonly WildcardMove[] =>
  moves.filter((move): move is WildcardMove => move.leaf.kind === 'any');

/** Configurations of a sequence or choice: a state, and a count where the leaf taken last may repeat in place. */
class StateConfigurations {
  readonly #ids = new Map<State<undefined>, number>();

  at(state: State<undefined>, count: number): Configuration {
    const { repeat, min, max } = state;
    // Beyond its minimum an unbounded count tells nothing more.
    const told = max === Infinity ? Math.min(count, min) : count;
    const mayLeave = repeat === undefined || count >= min;
    const again: ConfigurationMove | undefined =
      repeat !== undefined && count < max ? { leaf: repeat.leaf, ...this.#repeat(state, count) } : undefined;
    const onward = ({ leaf, target }: NonNullable<ReturnType<typeof state.find>>): ConfigurationMove => ({
      leaf,
      next: () => this.at(target(), 1),
    });
    return {
      key: `${String(this.#idOf(state))}:${String(repeat === undefined ? 0 : told)}`,
      accepting: mayLeave && state.accepting(),
      moves: () => [...(again === undefined ? [] : [again]), ...(mayLeave ? state.moves().map(onward) : [])],
      find: (name) => {
        if (again !== undefined && takes(again.leaf, name)) return again;
        const found = mayLeave ? state.find(name) : undefined;
        return found === undefined ? undefined : onward(found);
      },
    };
  }

  #repeat(state: State<undefined>, count: number): Pick<ConfigurationMove, 'next' | 'run'> {
    const { min, max } = state;
    const next = count + 1;
    const steady = next < min ? min - 1 - next : Math.max(0, max - 1 - next);
    return {
      next: () => this.at(state, next),
      run: { steady, after: (times) => this.at(state, Math.min(count + times, max)) },
    };
  }

  #idOf(state: State<undefined>): number {
    const id = this.#ids.get(state) ?? this.#ids.size;
    this.#ids.set(state, id);
    return id;
  }
}

const createStateConfigurations = (particle: Particle, step: (count: number) => void): Configuration =>
  new StateConfigurations().at(createStates(buildNodes(particle), { planOf: () => undefined, step }), 0);

/** What may stand in one place of an `all`: an element, or what a choice allows for it. */
export const leavesOfPlace = (particle: Particle): readonly Leaf[] =>
  particle.kind === 'group' ? particle.particles.flatMap(leavesOfPlace) : [particle];

/** Configurations of an `all`: which of its places were taken. */
const createAllConfigurations = ({ particles, min }: GroupParticle, step: (count: number) => void): Configuration => {
  const places = particles.map((each) => ({ leaves: leavesOfPlace(each), isOptional: each.min === 0 }));
  const placeOf = new Map<string, { at: number; leaf: Leaf }>();
  for (const [at, { leaves }] of places.entries()) {
    for (const leaf of leaves) if (leaf.kind === 'element') placeOf.set(toNameKey(leaf.element.name), { at, leaf });
  }
  const after = (taken: ReadonlySet<number>): Configuration => {
    step(places.length);
    const isComplete = places.every(({ isOptional }, at) => isOptional || taken.has(at));
    const by = (leaf: Leaf, at: number): ConfigurationMove => ({ leaf, next: () => after(new Set([...taken, at])) });
    return {
      key: places.map((_, at) => (taken.has(at) ? '1' : '0')).join(''),
      accepting: isComplete || (min === 0 && taken.size === 0),
      moves: () => places.flatMap(({ leaves }, at) => (taken.has(at) ? [] : leaves.map((leaf) => by(leaf, at)))),
      find: (name) => {
        const place = placeOf.get(toNameKey(name));
        return place === undefined || taken.has(place.at) ? undefined : by(place.leaf, place.at);
      },
    };
  };
  return after(new Set());
};

/** The first configuration of a content model; `step` is told of the work, now and as configurations are made. */
export const createConfigurations = (particle: Particle, step: (count: number) => void): Configuration =>
  particle.kind === 'group' && particle.compositor === 'all'
    ? createAllConfigurations(particle, step)
    : createStateConfigurations(particle, step);
