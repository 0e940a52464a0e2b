import type { XmlName } from '../../xml/index.js';
import { takes } from '../automaton/takes.js';
import type { Matcher } from '../instance/matcher.js';
import type { ChildPlan } from '../plan/model.js';
import type { TypedValue } from '../values.js';

/** The values of one member, to be written in their order. */
export interface MemberQueue {
  readonly member: string;
  readonly name: XmlName;
  readonly values: readonly TypedValue[];
  /** Whether positions are told in paths. */
  readonly repeated: boolean;
}

/** One child to be written. */
export interface Placed<Plan = ChildPlan> {
  readonly queue: MemberQueue;
  readonly at: number;
  readonly plan: Plan;
}

/** Outcome of an arrangement: the children in order, or the matcher where it stuck and the members that were left. */
export type Arrangement<Plan = ChildPlan> =
  { readonly placed: readonly Placed<Plan>[] } | { readonly stuck: Matcher<Plan>; readonly left: readonly string[] };

/** Steps after which a search for another order is given up; orders that need a search at all are rare. */
const MAX_STEPS = 2000;

/** Queues with something left that may come next, in the order of the schema. */
const candidates = (
  matcher: Matcher<unknown>,
  queues: readonly MemberQueue[],
  next: readonly number[],
): readonly number[] => {
  const found: number[] = [];
  for (const leaf of matcher.options()) {
    for (let at = 0; at < queues.length; at++) {
      const queue = queues[at];
      if (
        queue !== undefined &&
        (next[at] ?? 0) < queue.values.length &&
        takes(leaf, queue.name) &&
        !found.includes(at)
      )
        found.push(at);
    }
  }
  return found;
};

const isDone = (queues: readonly MemberQueue[], next: readonly number[]): boolean =>
  queues.every(({ values }, at) => (next[at] ?? 0) >= values.length);

const place = <Plan>(matcher: Matcher<Plan>, queue: MemberQueue, at: number): Placed<Plan> | undefined => {
  const plan = matcher.take(queue.name);
  return plan === undefined ? undefined : { queue, at, plan };
};

/** Always takes the first that fits: right for every model where order does not depend on what comes later. */
const arrangeGreedily = <Plan>(matcher: Matcher<Plan>, queues: readonly MemberQueue[]): Arrangement<Plan> => {
  const next = queues.map(() => 0);
  const placed: Placed<Plan>[] = [];
  for (;;) {
    const [at] = candidates(matcher, queues, next);
    const queue = at === undefined ? undefined : queues[at];
    if (at === undefined || queue === undefined) break;
    const child = place(matcher, queue, next[at] ?? 0);
    if (child === undefined) break;
    placed.push(child);
    next[at] = (next[at] ?? 0) + 1;
  }
  if (matcher.isComplete() && isDone(queues, next)) return { placed };
  return {
    stuck: matcher,
    left: queues.filter(({ values }, at) => (next[at] ?? 0) < values.length).map(({ member }) => member),
  };
};

interface Search<Plan> {
  readonly queues: readonly MemberQueue[];
  readonly next: number[];
  readonly placed: Placed<Plan>[];
  steps: number;
}

const search = <Plan>(state: Search<Plan>, matcher: Matcher<Plan>): boolean => {
  const { queues, next, placed } = state;
  if (isDone(queues, next) && matcher.isComplete()) return true;
  for (const at of candidates(matcher, queues, next)) {
    const queue = queues[at];
    if (queue === undefined || ++state.steps > MAX_STEPS) return false;
    const fork = matcher.fork();
    const child = place(fork, queue, next[at] ?? 0);
    if (child === undefined) continue;
    placed.push(child);
    next[at] = (next[at] ?? 0) + 1;
    if (search(state, fork)) return true;
    next[at] = (next[at] ?? 0) - 1;
    placed.pop();
  }
  return false;
};

/** Brings the values of members into an order that the content model allows. Order within a member is kept. */
export const arrange = <Plan>(start: Matcher<Plan>, queues: readonly MemberQueue[]): Arrangement<Plan> => {
  const greedy = arrangeGreedily(start.fork(), queues);
  if ('placed' in greedy) return greedy;
  const state: Search<Plan> = { queues, next: queues.map(() => 0), placed: [], steps: 0 };
  return search(state, start) ? { placed: state.placed } : greedy;
};
