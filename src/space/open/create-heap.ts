import type { SharedParts } from '../context.js';
import type { SpaceDefinition } from '../definition.js';
import { readSet } from '../documents/component-sets.js';
import { createSeenCalls } from '../documents/seen-calls.js';
import type { SeenCalls } from '../documents/seen-calls.js';
import type { UnusedSets } from '../documents/unused-sets.js';
import { createUnusedSets } from '../documents/unused-sets.js';
import { readQuestions } from '../liveness/read-questions.js';
import { createWatching } from '../liveness/watching.js';
import type { Watching } from '../liveness/watching.js';
import type { DocumentLeases } from '../lease/document-leases.js';
import { createDocumentLeases } from '../lease/document-leases.js';
import { inTurns } from '../next-turn.js';
import type { Follower } from '../projection/follower.js';
import { createFollower } from '../projection/follower.js';
import type { Projection } from '../projection/index.js';
import { createProjection } from '../projection/index.js';
import type { ComponentSet, SetNumber } from '../tables/index.js';
import type { Writer } from '../writer/index.js';

/** What an open space has in the heap of its documents, empty at first. */
export interface Heap {
  readonly projection: Projection;
  readonly leases: DocumentLeases;
  readonly unused: UnusedSets;
  readonly calls: SeenCalls;
  readonly watching: Watching;
  /** Leases end and services are asked after from now on. */
  readonly start: () => void;
  /** Writes renewals that wait and stops. */
  readonly close: () => Promise<void>;
  /** Follows the log from after an entry on. */
  readonly follow: (after: number) => Follower;
}

export interface HeapCollaborators {
  readonly shared: SharedParts;
  readonly definition: SpaceDefinition;
  readonly writer: Writer;
  /** Sequence of the log entry applied last. */
  readonly sequence: () => number;
}

export const createHeap = ({ shared, definition, writer, sequence }: HeapCollaborators): Heap => {
  const { store, clock, log } = shared.collaborators;
  const space = definition.id;
  const unused = createUnusedSets({ space, store, writer, sequence, projection: () => projection });
  const leases = createDocumentLeases({ shared, definition, writer, projection: () => projection });
  const calls = createSeenCalls(clock);
  const watching = createWatching({
    shared,
    definition,
    projection: () => projection,
    leases,
    calls,
    settings: shared.settings.liveness,
    asking: shared.asking,
    readQuestions: (slot) => readQuestions({ shared, definition, projection }, shared.texts, slot),
  });
  const projection: Projection = createProjection({
    queue: {
      set: (slot, lease) => {
        leases.set(slot, lease);
        watching.set(slot);
      },
      delete: (slot) => {
        watching.delete(slot);
        leases.delete(slot);
      },
    },
    seed: createSeed(shared),
    // Told while the next entry is applied.
    onUnused: (number) => unused.note(number, sequence() + 1),
  });
  const readSetOf = async (number: SetNumber): Promise<ComponentSet> => {
    const set = await readSet({ store, space }, number);
    await inTurns(projection.prepareSet(number, set));
    return set;
  };
  const hasSet = (number: SetNumber): boolean => projection.components.get(number) !== undefined;
  const { observer } = shared.collaborators;
  const apply: Projection['apply'] = (entry, set) => {
    observer?.happened(entry.event);
    if (entry.event === 'removed') calls.forget(entry.document.id);
    projection.apply(entry, set);
  };
  return {
    projection,
    leases,
    unused,
    calls,
    watching,
    start: () => {
      leases.start();
      watching.start();
    },
    close: async () => {
      await watching.close();
      await leases.close();
    },
    follow: (after) => createFollower({ store, clock, log, space, hasSet, readSet: readSetOf, apply }, after),
  };
};

/** A secret for the hashes of one heap index. */
const createSeed = ({ collaborators }: SharedParts): readonly [number, number] => {
  const bytes = collaborators.random.bytes(8);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(0), view.getUint32(4)];
};
