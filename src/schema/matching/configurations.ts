import type { XmlName } from '../../xml/index.js';
import { toNameKey } from '../../xml/index.js';
import { buildNodes, countLeaves } from '../automaton/nodes.js';
import { createStates } from '../automaton/state.js';
import { takes } from '../automaton/takes.js';
import type { Move, State } from '../automaton/state.js';
import type { AnyParticle, GroupParticle, Leaf, Particle } from '../model/components.js';

/** Counts work; `false` once it is too much, after which the answers mean nothing. */
type Step = (count: number) => boolean;

/** Where a reader of some content stands: what may come next, and whether the content may end. */
export interface Configuration {
  /** Equal for configurations of one content model that accept the same from here on: they are one object. */
  readonly id: number;
  readonly accepting: () => boolean;
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

type StateMove = Move<undefined>;

/** What the configurations of one content model share. Each is made once, and so is each move. */
class StateConfigurations {
  readonly #configurations = new Map<State<undefined>, Map<number, Configuration>>();
  readonly #moves = new Map<StateMove, ConfigurationMove>();
  #count = 0;

  /** The configuration in a state whose counter, if it has one, stands at `count`. */
  at(state: State<undefined>, count: number): Configuration {
    const { repeat, min, max } = state;
    // Beyond its minimum an unbounded count tells nothing more.
    const told = max === Infinity ? Math.min(count, min) : count;
    const place = repeat === undefined ? 0 : told;
    const known = this.#configurations.get(state) ?? new Map<number, Configuration>();
    this.#configurations.set(state, known);
    const configuration = known.get(place) ?? new StateConfiguration(this, { id: this.#count++, state, count: told });
    known.set(place, configuration);
    return configuration;
  }

  onward(move: StateMove): ConfigurationMove {
    const known = this.#moves.get(move);
    if (known !== undefined) return known;
    let target: Configuration | undefined;
    const made = { leaf: move.leaf, next: () => (target ??= this.at(move.target(), 1)) };
    this.#moves.set(move, made);
    return made;
  }
}

/** A state of a sequence or choice, and a count where the leaf taken last may repeat in place. */
class StateConfiguration implements Configuration {
  readonly id: number;
  readonly #all: StateConfigurations;
  readonly #state: State<undefined>;
  readonly #mayLeave: boolean;
  readonly #again: ConfigurationMove | undefined;
  #moves: readonly ConfigurationMove[] | undefined;

  constructor(all: StateConfigurations, parts: { id: number; state: State<undefined>; count: number }) {
    const { id, state, count } = parts;
    this.id = id;
    this.#all = all;
    this.#state = state;
    this.#mayLeave = state.repeat === undefined || count >= state.min;
    this.#again =
      state.repeat !== undefined && count < state.max
        ? repeatAt(all, state, { leaf: state.repeat.leaf, count })
        : undefined;
  }

  accepting(): boolean {
    return this.#mayLeave && this.#state.accepting();
  }

  moves(): readonly ConfigurationMove[] {
    this.#moves ??= [
      ...(this.#again === undefined ? [] : [this.#again]),
      ...(this.#mayLeave ? this.#state.moves().map((move) => this.#all.onward(move)) : []),
    ];
    return this.#moves;
  }

  find(name: XmlName): ConfigurationMove | undefined {
    if (this.#again !== undefined && takes(this.#again.leaf, name)) return this.#again;
    // All moves at once: a wide state is asked for as many names as the narrow one has moves.
    this.moves();
    const found = this.#mayLeave ? this.#state.find(name) : undefined;
    return found === undefined ? undefined : this.#all.onward(found);
  }
}

const repeatAt = (
  all: StateConfigurations,
  state: State<undefined>,
  { leaf, count }: { leaf: Leaf; count: number },
): ConfigurationMove => {
  const { min, max } = state;
  const next = count + 1;
  const steady = next < min ? min - 1 - next : Math.max(0, max - 1 - next);
  return {
    leaf,
    next: () => all.at(state, next),
    run: { steady, after: (times) => all.at(state, Math.min(count + times, max)) },
  };
};

const NOTHING: Particle = { kind: 'group', compositor: 'choice', min: 1, max: 1, particles: [] };

const createStateConfigurations = (particle: Particle, step: Step): Configuration => {
  // Building a leaf costs about as much as visiting several nodes. Beyond the budget nothing is asked of it any more.
  const nodes = buildNodes(step(16 * countLeaves(particle)) ? particle : NOTHING);
  const options = { planOf: () => undefined, step: (count: number) => void step(count) };
  return new StateConfigurations().at(createStates(nodes, options), 0);
};

/** What may stand in one place of an `all`: an element, or what a choice allows for it. */
export const leavesOfPlace = (particle: Particle): readonly Leaf[] =>
  particle.kind === 'group' ? particle.particles.flatMap(leavesOfPlace) : [particle];

/** Configurations of an `all`: which of its places were taken. */
const createAllConfigurations = ({ particles, min }: GroupParticle, step: Step): Configuration => {
  const places = particles.map((each) => ({ leaves: leavesOfPlace(each), isOptional: each.min === 0 }));
  const placeOf = new Map<string, { at: number; leaf: Leaf }>();
  for (const [at, { leaves }] of places.entries()) {
    for (const leaf of leaves) if (leaf.kind === 'element') placeOf.set(toNameKey(leaf.element.name), { at, leaf });
  }
  const known = new Map<string, Configuration>();
  const create = (taken: string): Configuration => {
    const isTaken = (at: number): boolean => taken[at] === '1';
    const by = (leaf: Leaf, at: number): ConfigurationMove => ({
      leaf,
      next: () => after(`${taken.slice(0, at)}1${taken.slice(at + 1)}`),
    });
    const isComplete = places.every(({ isOptional }, at) => isOptional || isTaken(at));
    return {
      id: known.size,
      accepting: () => isComplete || (min === 0 && !taken.includes('1')),
      moves: () => places.flatMap(({ leaves }, at) => (isTaken(at) ? [] : leaves.map((leaf) => by(leaf, at)))),
      find: (name) => {
        const place = placeOf.get(toNameKey(name));
        return place === undefined || isTaken(place.at) ? undefined : by(place.leaf, place.at);
      },
    };
  };
  const after = (taken: string): Configuration => {
    step(places.length);
    const configuration = known.get(taken) ?? create(taken);
    known.set(taken, configuration);
    return configuration;
  };
  return after('0'.repeat(places.length));
};

/** The first configuration of a content model; `step` is told of the work, now and as configurations are made. */
export const createConfigurations = (particle: Particle, step: Step): Configuration =>
  particle.kind === 'group' && particle.compositor === 'all'
    ? createAllConfigurations(particle, step)
    : createStateConfigurations(particle, step);
