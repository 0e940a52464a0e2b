import type { Automaton } from './automaton.js';
import type { CharClasses } from './classes.js';

/** A deterministic automaton over classes of characters, made as far as it is walked. States are numbers. */
export interface Machine {
  readonly start: number;
  /** State after a character of the class; `undefined` when nothing more can be accepted. */
  readonly next: (state: number, classNumber: number) => number | undefined;
  readonly accepts: (state: number) => boolean;
}

/** A set of states of the automata that one text reaches. */
interface Subset {
  readonly accepts: boolean;
  /** Numbers of the reading states, automata one after another. */
  readonly reads: readonly number[];
  readonly next: (number | undefined)[];
}

/** One reading state of the automata. */
interface Read {
  readonly members: readonly boolean[];
  /** What is reached by it, nothing more read. */
  readonly target: number;
}

class SubsetMachine implements Machine {
  readonly start: number;
  readonly #states: Automaton['states'];
  readonly #reads: readonly (Read | undefined)[];
  readonly #step: (count: number) => boolean;
  readonly #subsets: Subset[] = [];
  readonly #known = new Map<string, number>();

  constructor(automata: readonly Automaton[], classes: CharClasses, step: (count: number) => boolean) {
    this.#step = step;
    let offset = 0;
    const states: Automaton['states'][number][] = [];
    const reads: (Read | undefined)[] = [];
    const starts: number[] = [];
    for (const automaton of automata) {
      const base = offset;
      starts.push(base + automaton.start);
      for (const state of automaton.states) {
        states.push(
          state.kind === 'split' ? { ...state, first: base + state.first, second: base + state.second } : state,
        );
        const set = state.kind === 'read' ? automaton.sets[state.set] : undefined;
        const isRead = state.kind === 'read' && set !== undefined;
        reads.push(isRead ? { members: classes.membersOf(set), target: base + state.next } : undefined);
      }
      offset += automaton.states.length;
    }
    this.#states = states;
    this.#reads = reads;
    step(Math.ceil(states.length / 8));
    this.start = this.#intern(starts);
  }

  next(state: number, classNumber: number): number | undefined {
    const subset = this.#subsets[state];
    if (subset === undefined) return undefined;
    const known = subset.next[classNumber];
    if (known !== undefined) return known < 0 ? undefined : known;
    const reached: number[] = [];
    for (const number of subset.reads) {
      const read = this.#reads[number];
      if (read?.members[classNumber] === true) reached.push(read.target);
    }
    this.#step(Math.ceil(subset.reads.length / 8));
    const target = reached.length === 0 ? NOWHERE : this.#intern(reached);
    subset.next[classNumber] = target;
    return target < 0 ? undefined : target;
  }

  accepts(state: number): boolean {
    return this.#subsets[state]?.accepts === true;
  }

  #intern(pending: number[]): number {
    const seen = new Set<number>();
    const reads: number[] = [];
    let accepts = false;
    for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      const state = this.#states[number];
      if (state === undefined || state.kind === 'accept') accepts = true;
      else if (state.kind === 'read') reads.push(number);
      else pending.push(state.second, state.first);
    }
    this.#step(Math.ceil(seen.size / 4));
    const key = `${accepts ? '+' : ''}${reads.sort((left, right) => left - right).join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#subsets.length);
    return this.#subsets.push({ accepts, reads, next: [] }) - 1;
  }
}

const NOWHERE = -1;

/** The machine that accepts what any of the automata accepts; `step` is told of its work. */
export const createSubsetMachine = (
  automata: readonly Automaton[],
  classes: CharClasses,
  step: (count: number) => boolean,
): Machine => new SubsetMachine(automata, classes, step);

/** The machine of the texts of `min` to `max` characters. */
export const createLengthMachine = (min: number, max: number): Machine => ({
  start: 0,
  next: (state) => (max === Infinity ? Math.min(state + 1, min) : state < max ? state + 1 : undefined),
  accepts: (state) => state >= min,
});
