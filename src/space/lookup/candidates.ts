import type { ComponentKey, Direction } from '../../schema/index.js';
import type { Projection, SharedComponents } from '../projection/index.js';
import type { SetView } from '../tables/index.js';
import type { ComparedPair } from './verdicts.js';
import { between, directionOf } from './verdicts.js';
import type { Wanted } from './wanted.js';

/** A component that is looked for, and which way it is compared; without a direction by its role. */
export interface Sought {
  readonly key: ComponentKey;
  readonly direction: Direction | undefined;
}

/** All components that are looked for, by themselves or as parts of methods. */
export const listSought = ({ components, methods }: Wanted): readonly Sought[] => [
  ...components.map((key) => ({ key, direction: undefined })),
  ...methods.flatMap(({ input, output }): Sought[] => [
    ...(input ? [{ key: input, direction: 'in' as const }] : []),
    ...(output ? [{ key: output, direction: 'out' as const }] : []),
  ]),
];

/** The pairs that grading a set looks at. */
export const listPairs = (wanted: Wanted, set: SetView): readonly ComparedPair[] =>
  listSought(wanted).flatMap(({ key, direction }) => {
    const component = set.find(key.kind, key.name);
    if (!component) return [];
    const pair = { wanted: key, component, direction: direction ?? directionOf(component.role) };
    return [{ ...pair, between: between(wanted, set) }];
  });

/** A pair with the sets that hold its advertised component. */
export interface PostedPair {
  readonly pair: ComparedPair;
  readonly sets: Iterable<SharedComponents>;
}

/** The same pair, as it stands in each of its sets. */
export const inEachSet = function* (wanted: Wanted, { pair, sets }: PostedPair): Generator<PostedPair, void> {
  for (const shared of sets) yield { pair: { ...pair, between: between(wanted, shared.view) }, sets: [shared] };
};

/** Every pair of a wanted component and an advertised one of its kind and name; of no schemas, as most do not depend on them. */
export function* listPostedPairs({ components }: Projection, wanted: Wanted): Generator<PostedPair, void> {
  for (const { key, direction } of listSought(wanted)) {
    for (const { component, sets } of components.find(key.kind, key.name)) {
      const pair = { wanted: key, component, direction: direction ?? directionOf(component.role), between: '' };
      yield { pair, sets };
    }
  }
}

/** How far holders are counted at first, and how much further each time. */
const FIRST_COUNT = 64;
const COUNT_GROWTH = 16;

/** Something that sets are to have: how many do, which they are, and whether one does. */
interface Holding {
  /** Exact below `enough`, which is as far as it is counted. */
  readonly count: (enough: number) => number;
  readonly sets: () => Iterable<SharedComponents>;
  readonly isIn: (set: SetView) => boolean;
}

/** What is wanted, by name alone. */
const listHoldings = ({ components }: Projection, wanted: Wanted): readonly Holding[] => [
  ...listSought(wanted).map(({ key: { kind, name } }) => ({
    count: (enough: number) => components.countHolders(kind, name, enough),
    sets: () => components.holders(kind, name),
    isIn: (set: SetView) => set.find(kind, name) !== undefined,
  })),
  ...wanted.methods.flatMap(({ name, input, output }) => {
    if (name === undefined || input !== undefined || output !== undefined) return [];
    const sets = components.findByMethod(name);
    const isIn = (set: SetView): boolean => set.methods.some((method) => method.name === name);
    return [{ count: () => sets.size, sets: () => sets, isIn }];
  }),
];

/** What the fewest sets have. Names that a hundred thousand interfaces share are not counted to their end for it. */
const findRarest = (holdings: readonly Holding[]): Holding | undefined => {
  for (let enough = FIRST_COUNT; holdings.length > 0; enough *= COUNT_GROWTH) {
    const counts = holdings.map(({ count }) => count(enough));
    const least = Math.min(...counts);
    if (least < enough) return holdings[counts.indexOf(least)];
  }
  return undefined;
};

/**
 * Sets that have all the names that are wanted, or any of them. For all of them only the sets with the rarest name are
 * looked at.
 */
export const findCandidates = (
  projection: Projection,
  wanted: Wanted,
  isWhole: boolean,
): Iterable<SharedComponents> => {
  const holdings = listHoldings(projection, wanted);
  if (!isWhole) {
    const any = new Set<SharedComponents>();
    for (const { sets } of holdings) for (const set of sets()) any.add(set);
    return any;
  }
  const rarest = findRarest(holdings);
  if (rarest === undefined) return [];
  const others = holdings.filter((each) => each !== rarest);
  return [...new Set(rarest.sets())].filter(({ view }) => others.every(({ isIn }) => isIn(view)));
};
