import { nameCloseness } from '../../schema/index.js';
import type { ComponentKey } from '../../schema/index.js';
import { fromNameKey } from '../../xml/index.js';
import type { SetView } from '../tables/index.js';
import type { SetMatch } from './grade-set.js';

/** Names that are less alike than this are not called close. */
const LEAST_CLOSENESS = 0.34;

/** A name and how close it is to another, from 0 to 1. */
export interface CloseName {
  readonly name: string;
  readonly closeness: number;
}

/** How many pairs of names may still be compared: what is left over counts as not close. */
export interface NameBudget {
  left: number;
}

/** Pairs of names compared for one ranking: a pair costs some microseconds. */
const MAX_NAME_PAIRS = 4000;

/** The budget of one ranking. */
export const createNameBudget = (): NameBudget => ({ left: MAX_NAME_PAIRS });

/** Sets with more components are not looked through. */
const MAX_SIZE = 2 * MAX_NAME_PAIRS;

const localOf = (name: string): string => fromNameKey(name).local;

const closest = (wanted: string, names: readonly string[], budget: NameBudget): CloseName | undefined => {
  if (names.length > budget.left) return undefined;
  budget.left -= names.length;
  let best: CloseName | undefined;
  for (const name of names) {
    const closeness = nameCloseness(wanted, name.startsWith('{') ? localOf(name) : name);
    if (closeness >= LEAST_CLOSENESS && closeness > (best?.closeness ?? 0)) best = { name, closeness };
  }
  return best;
};

/** The component of the same kind whose local name is closest to a wanted one that is missing; `undefined` when none is close. */
export const findClosestComponent = (
  set: SetView,
  { kind, name }: ComponentKey,
  budget: NameBudget,
): CloseName | undefined => (set.size > MAX_SIZE ? undefined : closest(localOf(name), set.names(kind), budget));

/** The method whose name is closest to a wanted one. */
export const findClosestMethod = (set: SetView, name: string, budget: NameBudget): CloseName | undefined =>
  closest(
    name,
    set.methods.map((method) => method.name),
    budget,
  );

/**
 * How close the names of a set are to those wanted, from 0 to 1: the mean over all that is wanted of 1 where the name is
 * there, else the closeness of the closest name. It decides the order of hits that are equal otherwise, and nothing else.
 */
export const closenessOf = (
  set: SetView,
  { components, methods }: SetMatch,
  budget: NameBudget = createNameBudget(),
): number => {
  const all = [
    ...components.map(({ wanted, pair }) =>
      pair === undefined ? (findClosestComponent(set, wanted, budget)?.closeness ?? 0) : 1,
    ),
    ...methods.map(({ wanted, verdict }) => {
      if (verdict !== 'missing') return 1;
      const name = wanted.name ?? (wanted.input ?? wanted.output)?.name;
      return name === undefined ? 0 : (findClosestMethod(set, localOf(name), budget)?.closeness ?? 0);
    }),
  ];
  return all.length === 0 ? 0 : all.reduce((sum, each) => sum + each, 0) / all.length;
};
