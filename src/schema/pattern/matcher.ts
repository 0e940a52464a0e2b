import { StoaError } from '../../base/index.js';
import { createAlphabet } from './alphabet.js';
import type { Alphabet } from './alphabet.js';
import type { Automaton } from './automaton.js';
import type { Pattern } from './model.js';

/**
 * Automaton states and transitions kept for one pattern. Above it the sets of states are computed for each
 * character and forgotten: slower by the size of the automaton, and still linear in the text.
 */
const MAX_KEPT = 32_768;

/** Automaton states in one set that is kept; a larger one costs more to look up than to compute again. */
const MAX_KEPT_SET = 4096;

/**
 * Steps for one text that no kept transition saves; about a second. Only a pattern made to be slow comes near it, since
 * the steps of an ordinary one are kept after a few texts.
 */
const MAX_STEPS = 50_000_000;

/** What a step costs in characters read by kept transitions, for those who count. */
const STEP_COST = 10;

/** A set of automaton states that can be reached by one text: a state of the deterministic automaton. */
interface MatchState {
  readonly accepts: boolean;
  /** Numbers of the states that read. */
  readonly reads: readonly number[];
  /** By class of code point; filled when first taken. */
  readonly next: (MatchState | undefined)[];
  /** Whether it is kept, so that transitions out of it may be kept too. */
  readonly kept: boolean;
}

/** Steps through the automaton, building its deterministic twin as far as texts need it. */
class Matcher {
  readonly #automaton: Automaton;
  readonly #alphabet: Alphabet;
  readonly #known = new Map<string, MatchState>();
  readonly #start: MatchState;
  /** Marks of the states visited in the closure being computed: equal to `#round` when visited. */
  readonly #marks: Int32Array;
  #round = 0;
  #keptSize = 0;
  /** Steps taken for the text at hand. */
  #steps = 0;
  /** Who else counts them. */
  #tell: ((count: number) => void) | undefined;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#alphabet = createAlphabet(automaton.sets, (steps) => this.#count(steps));
    this.#marks = new Int32Array(automaton.states.length);
    this.#start = this.#intern([automaton.start]);
  }

  matches(text: string, tell: ((count: number) => void) | undefined): boolean {
    this.#steps = 0;
    this.#tell = tell;
    let state = this.#start;
    for (let at = 0; at < text.length; at++) {
      let codePoint = text.charCodeAt(at);
      if (codePoint >= 0xd800 && codePoint < 0xdc00) {
        codePoint = text.codePointAt(at) ?? codePoint;
        if (codePoint > 0xffff) at++;
      }
      const symbol = this.#alphabet.classOf(codePoint);
      state = state.next[symbol] ?? this.#step(state, symbol);
      if (state.reads.length === 0 && !state.accepts) return false;
    }
    return state.accepts;
  }

  #step(from: MatchState, symbol: number): MatchState {
    const example = this.#alphabet.exampleOf(symbol);
    const { states, sets } = this.#automaton;
    const reached: number[] = [];
    for (const number of from.reads) {
      const state = states[number];
      if (state?.kind === 'read' && sets[state.set]?.has(example) === true) reached.push(state.next);
    }
    this.#count(from.reads.length);
    const to = this.#intern(reached);
    if (from.kept && to.kept && this.#keptSize < MAX_KEPT) {
      this.#keptSize++;
      from.next[symbol] = to;
    }
    return to;
  }

  #count(steps: number): void {
    this.#steps += steps;
    this.#tell?.(steps * STEP_COST);
    if (this.#steps <= MAX_STEPS) return;
    throw new StoaError(
      'SCHEMA_LIMIT_EXCEEDED',
      'expected a pattern that can be matched against this text in bounded time',
      {
        limit: 'maxSteps',
      },
    );
  }

  /** The state for everything that `starts` reach without reading. */
  #intern(starts: number[]): MatchState {
    const { accepts, reads } = this.#close(starts);
    if (reads.length > MAX_KEPT_SET) return { accepts, reads, next: [], kept: false };
    const key = `${accepts ? '+' : ''}${reads.sort((left, right) => left - right).join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const kept = this.#keptSize + reads.length < MAX_KEPT;
    const state = { accepts, reads, next: [], kept };
    if (kept) {
      this.#keptSize += reads.length + 1;
      this.#known.set(key, state);
    }
    return state;
  }

  #close(pending: number[]): { readonly accepts: boolean; readonly reads: number[] } {
    this.#round++;
    let accepts = false;
    let visits = 0;
    const reads: number[] = [];
    for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
      visits++;
      if (this.#marks[number] === this.#round) continue;
      this.#marks[number] = this.#round;
      const state = this.#automaton.states[number];
      if (state === undefined || state.kind === 'accept') accepts = true;
      else if (state.kind === 'read') reads.push(number);
      else pending.push(state.second, state.first);
    }
    this.#count(visits);
    return { accepts, reads };
  }
}

/**
 * A test whether a whole text is in the language of `automaton`, in time linear in the text. The test throws
 * `SCHEMA_LIMIT_EXCEEDED` when a text and a pattern together are too large for that to be soon.
 */
export const createMatcher = (automaton: Automaton): Pattern['matches'] => {
  const matcher = new Matcher(automaton);
  return (text, step) => {
    step?.(text.length + 1);
    return matcher.matches(text, step);
  };
};
