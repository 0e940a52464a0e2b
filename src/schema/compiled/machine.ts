import type { State } from '../automaton/state.js';
import type { Leaf } from '../model/components.js';
import type { ChildPlan } from '../plan/model.js';

/** A step of a machine: an element that `leaf` takes leads to the state number `target`. */
export interface MachineMove {
  readonly leaf: Leaf;
  readonly plan: ChildPlan;
  readonly target: number;
}

/** One state, with the number under which moves name it. */
export interface MachineState {
  readonly accepting: boolean;
  /** The leaf that was taken last, when it may be taken in place `min` to `max` times in all. */
  readonly repeat:
    { readonly leaf: Leaf; readonly plan: ChildPlan; readonly min: number; readonly max: number } | undefined;
  readonly moves: readonly MachineMove[];
  /** The state that goes on where no move is taken: in a run of optional elements each goes on as the next one does. */
  readonly tail: number | undefined;
}

/** A content model with all its states made; the first one is number 0. */
export type Machine = readonly MachineState[];

/** A state with all its moves. */
type FullState = Omit<MachineState, 'tail'>;

const toState = (state: State<ChildPlan>, numberOf: (target: State<ChildPlan>) => number): FullState => ({
  accepting: state.accepting(),
  repeat:
    state.repeat === undefined
      ? undefined
      : { leaf: state.repeat.leaf, plan: state.repeat.plan, min: state.min, max: state.max },
  moves: state.moves().map(({ leaf, plan, target }) => ({ leaf, plan, target: numberOf(target()) })),
});

const isSameMove = (left: MachineMove | undefined, right: MachineMove | undefined): boolean =>
  left?.leaf === right?.leaf && left?.target === right?.target;

const endsWith = (moves: readonly MachineMove[], tail: readonly MachineMove[]): boolean => {
  const from = moves.length - tail.length;
  return from > 0 && tail.every((move, at) => isSameMove(move, moves[from + at]));
};

/** Targets that are looked at when the rest of a state's moves is looked for. */
const CANDIDATES = 3;

/** The state with the moves left out that are the last of its moves, and all of another's: they need not be written twice. */
const shorten = (states: readonly FullState[], state: FullState, at: number): MachineState => {
  const { moves } = state;
  const targets = [...new Set(moves.map(({ target }) => target))].filter((target) => target !== at);
  const tail = targets.slice(0, CANDIDATES).find((target) => {
    const other = states[target];
    return other !== undefined && other.repeat === undefined && other.moves.length > 0 && endsWith(moves, other.moves);
  });
  const rest = tail === undefined ? 0 : (states[tail]?.moves.length ?? 0);
  return { ...state, moves: moves.slice(0, moves.length - rest), tail };
};

/** Every state that can be reached from the first; `step` counts the work. */
export const createMachine = (start: State<ChildPlan>, step: (count: number) => void): Machine => {
  const numbers = new Map<State<ChildPlan>, number>([[start, 0]]);
  const reached: State<ChildPlan>[] = [start];
  const numberOf = (state: State<ChildPlan>): number => {
    const known = numbers.get(state);
    if (known !== undefined) return known;
    numbers.set(state, reached.length);
    return reached.push(state) - 1;
  };
  const states: FullState[] = [];
  for (let at = 0; at < reached.length; at++) {
    const state = reached[at];
    if (state === undefined) continue;
    const made = toState(state, numberOf);
    step(1 + made.moves.length);
    states.push(made);
  }
  return states.map((state, at) => shorten(states, state, at));
};
