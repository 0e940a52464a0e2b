import type { ComponentKey, Direction } from '../../schema/index.js';
import type { Projection, SharedComponents } from '../projection/index.js';
import type { ComponentSet } from '../tables/index.js';
import type { ComparedPair } from './verdicts.js';
import { directionOf } from './verdicts.js';
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
export const listPairs = (wanted: Wanted, set: ComponentSet): readonly ComparedPair[] =>
  listSought(wanted).flatMap(({ key, direction }) => {
    const component = set.components.find(({ kind, name }) => kind === key.kind && name === key.name);
    return component ? [{ wanted: key, component, direction: direction ?? directionOf(component.role) }] : [];
  });

/** A pair with the sets that hold its advertised component. */
export interface PostedPair {
  readonly pair: ComparedPair;
  readonly sets: Iterable<SharedComponents>;
}

/** Every pair of a wanted component and an advertised one of its kind and name. */
export function* listPostedPairs({ components }: Projection, wanted: Wanted): Generator<PostedPair, void> {
  for (const { key, direction } of listSought(wanted)) {
    for (const { component, sets } of components.find(key.kind, key.name)) {
      yield { pair: { wanted: key, component, direction: direction ?? directionOf(component.role) }, sets };
    }
  }
}

/** Sets that hold a component of a name, for each name that is wanted. */
const listHolders = (projection: Projection, wanted: Wanted): readonly ReadonlySet<SharedComponents>[] => {
  const { components } = projection;
  const holding = ({ kind, name }: ComponentKey): ReadonlySet<SharedComponents> => {
    const found = new Set<SharedComponents>();
    for (const { sets } of components.find(kind, name)) for (const set of sets) found.add(set);
    return found;
  };
  return [
    ...listSought(wanted).map(({ key }) => holding(key)),
    ...wanted.methods.flatMap(({ name, input, output }) =>
      name !== undefined && input === undefined && output === undefined ? [components.findByMethod(name)] : [],
    ),
  ];
};

/** Sets that have all the names that are wanted, or any of them. */
export const findCandidates = (
  projection: Projection,
  wanted: Wanted,
  isWhole: boolean,
): Iterable<SharedComponents> => {
  const holders = listHolders(projection, wanted);
  if (!isWhole) {
    const any = new Set<SharedComponents>();
    for (const sets of holders) for (const set of sets) any.add(set);
    return any;
  }
  const [smallest, ...others] = [...holders].sort((left, right) => left.size - right.size);
  if (smallest === undefined) return [];
  return [...smallest].filter((set) => others.every((sets) => sets.has(set)));
};
