import { LRUCache } from 'lru-cache';
import type { Models, SharedModels } from '../content/index.js';
import { askerOf } from '../documents/find-body.js';
import type { ReadableSpace } from '../documents/find-body.js';
import type { Views } from '../documents/views.js';
import { nextTurn } from '../next-turn.js';
import type { Row } from '../projection/index.js';
import { isSmallDocument, openAdvertisement } from '../schemas/index.js';
import type { KnownSchema } from '../schemas/index.js';
import type { SetView } from '../tables/index.js';

/**
 * What interfaces are found by for callers that are granted some of their methods: the components that these methods reach. So
 * nobody learns by a lookup what a schema holds that it may not see.
 */
export interface TailoredSets {
  /** The part of a set that the methods need; `undefined` when it has to be read first. */
  readonly find: (set: SetView, methods: readonly string[]) => SetView | undefined;
  /** Reads that part from the advertisement of a document with the set. */
  readonly read: (context: ReadableSpace, row: Row, methods: readonly string[]) => Promise<void>;
}

/** Sets kept: each is a list of names. */
const MAX_SETS = 1000;

const restrict = (set: SetView, kept: ReadonlySet<string>, methods: readonly string[]): SetView => ({
  // Verdicts are asked for by it, and those of the components that are left are the same.
  digest: set.digest,
  size: kept.size,
  find: (kind, name) => (kept.has(`${kind} ${name}`) ? set.find(kind, name) : undefined),
  names: (kind) => set.names(kind).filter((name) => kept.has(`${kind} ${name}`)),
  methods: set.methods.filter(({ name }) => methods.includes(name)),
});

export const createTailoredSets = ({
  models,
  views,
}: {
  readonly models: SharedModels;
  readonly views: Views;
}): TailoredSets => {
  const sets = new LRUCache<string, SetView>({ max: MAX_SETS });
  const readSchemaOf = async (asked: Models, text: string): Promise<KnownSchema | undefined> => {
    if (!isSmallDocument(text)) return asked.readAdvertised(text);
    const { interface: description } = openAdvertisement(text).advertisement;
    return description && asked.readSchema(description.schemas);
  };
  const keyOf = (set: SetView, methods: readonly string[]): string => JSON.stringify([set.digest, ...methods]);
  return {
    find: (set, methods) => sets.get(keyOf(set, methods)),
    read: async (context, row, methods) => {
      const set = row.components.view;
      const view = await views.read(context, row, { of: () => methods });
      await nextTurn();
      // It went meanwhile, or is another now: the index says so, too.
      if (view?.row !== row) return;
      const known = await readSchemaOf(models.for(askerOf(context)), view.text);
      const kept = (known?.components ?? []).map(({ kind, name }) => `${kind} ${name}`);
      sets.set(keyOf(set, methods), restrict(set, new Set(kept), methods));
    },
  };
};
