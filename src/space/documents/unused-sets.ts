import { toUtf8 } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import type { Store } from '../../store/index.js';
import type { Projection } from '../projection/index.js';
import type { ComponentSet, SetNumber } from '../tables/index.js';
import { componentsKey, componentsNumberKey, COUNTERS_KEY, readComponentSet } from '../tables/index.js';
import type { Change, Writer } from '../writer/index.js';
import { countersOf } from './counting.js';
import { deleteSet } from './shared-parts.js';

/**
 * Component sets that no document has any more. Log entries still name them, so each is deleted only once the entry by
 * which it lost its last document has been trimmed.
 */
export interface UnusedSets {
  /** A set lost its last document by the log entry with that sequence. */
  readonly note: (number: SetNumber, sequence: number) => void;
  /** Deletes what may go now that the log was trimmed through `through`. */
  readonly sweep: (through: number) => Promise<void>;
}

export interface UnusedSetsCollaborators {
  readonly space: SpaceId;
  readonly store: Store;
  readonly writer: Writer;
  readonly projection: () => Pick<Projection, 'components'>;
  /** Sequence of the log entry applied last. */
  readonly sequence: () => number;
}

/** Sets deleted at once: each has up to eleven operations. */
const MAX_SETS = 200;

/** Nothing is unused at first; what is found so when the space is opened is noted like the rest. */
export const createUnusedSets = (collaborators: UnusedSetsCollaborators): UnusedSets => {
  const { space, store, writer, projection } = collaborators;
  const since = new Map<SetNumber, number>();

  const isUsed = (number: SetNumber): boolean => projection().components.get(number) !== undefined;

  const findSets = async (numbers: readonly SetNumber[]): Promise<ReadonlyMap<SetNumber, ComponentSet>> => {
    const found = await Promise.all(numbers.map((number) => store.get(space, toUtf8(componentsKey(number)))));
    const sets = new Map<SetNumber, ComponentSet>();
    found.forEach((row, at) => row && sets.set(numbers[at] ?? 0, readComponentSet(row.value)));
    return sets;
  };

  /** Deletes sets, unless the heap index is behind the counters and so cannot say that they are unused. */
  const deleteChange = (sets: ReadonlyMap<SetNumber, ComponentSet>): Change<readonly SetNumber[]> => ({
    reads: [COUNTERS_KEY, ...[...sets.values()].map(({ digest }) => componentsNumberKey(digest))],
    size: MAX_SETS,
    apply: (view) => {
      if (countersOf(view).sequence !== collaborators.sequence()) return [];
      const unused = [...sets].filter(([number]) => !isUsed(number));
      for (const [number, { digest }] of unused) deleteSet(view, number, digest);
      return [...sets.keys()];
    },
  });

  return {
    note: (number, sequence) => void since.set(number, sequence),
    sweep: async (through) => {
      const old = [...since].filter(([, sequence]) => sequence <= through).map(([number]) => number);
      for (let at = 0; at < old.length; at += MAX_SETS) {
        const numbers = old.slice(at, at + MAX_SETS);
        const decided = await writer.write(deleteChange(await findSets(numbers)));
        // What could not be decided waits for the next sweep.
        for (const number of decided) since.delete(number);
      }
    },
  };
};
