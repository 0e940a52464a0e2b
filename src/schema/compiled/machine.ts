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
}

/** A content model with all its states made; the first one is number 0. */
export interface Machine {
  readonly states: readonly MachineState[];
}

const toState = (state: State<ChildPlan>, numberOf: (target: State<ChildPlan>) => number): MachineState => ({
  accepting: state.accepting(),
  repeat:
    state.repeat === undefined
      ? undefined
      : { leaf: state.repeat.leaf, plan: state.repeat.plan, min: state.min, max: state.max },
  moves: state.moves().map(({ leaf, plan, target }) => ({ leaf, plan, target: numberOf(target()) })),
});

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
  const states: MachineState[] = [];
  for (let at = 0; at < reached.length; at++) {
    const state = reached[at];
    if (state === undefined) continue;
    const made = toState(state, numberOf);
    step(1 + made.moves.length);
    states.push(made);
  }
  return { states };
};

const isSameMove = (left: MachineMove | undefined, right: MachineMove | undefined): boolean =>
  left?.leaf === right?.leaf && left?.target === right?.target;

const endsWith = (moves: readonly MachineMove[], tail: readonly MachineMove[]): boolean => {
  const from = moves.length - tail.length;
  return from > 0 && tail.every((move, at) => isSameMove(move, moves[from + at]));
};

/** Targets that are looked at when the rest of a state's moves is looked for. */
const CANDIDATES = 3;

/**
 * The state whose moves are the last ones of state number `at`, so that they need not be written twice: in a run of optional
 * elements each state goes on as the next one does.
 */
export const findTail = ({ states }: Machine, at: number): number | undefined => {
  const { moves = [] } = states[at] ?? {};
  const targets = [...new Set(moves.map(({ target }) => target))].filter((target) => target !== at);
  return targets.slice(0, CANDIDATES).find((target) => {
    const state = states[target];
    return state !== undefined && state.repeat === undefined && state.moves.length > 0 && endsWith(moves, state.moves);
  });
};
