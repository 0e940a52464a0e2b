import { LRUCache } from 'lru-cache';
import type { SpaceId } from '../../base/index.js';
import { toUtf8 } from '../../base/index.js';
import type { Store, StoredValue } from '../../store/index.js';
import type { Key } from '../tables/index.js';
import { componentsNumberKey } from '../tables/index.js';

/** A value as it was read, with its version. */
export type Found = StoredValue | undefined;

/**
 * Reads the values that changes decide by, and keeps the numbers of component sets: many documents have one interface. A commit names
 * the versions of all that it was decided by, so one by an old number is refused.
 */
export interface ReadCache {
  readonly read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Found>>;
  /** Keys that were written. */
  readonly forget: (keys: Iterable<Key>) => void;
  /** Something that was kept may be old. */
  readonly clear: () => void;
}

/** Numbers kept. */
const MAX_VALUES = 2000;
/** What their keys begin with. */
const KEPT_PREFIX = componentsNumberKey('');

export const createReadCache = ({ store, space }: { readonly store: Store; readonly space: SpaceId }): ReadCache => {
  const kept = new LRUCache<Key, StoredValue>({ max: MAX_VALUES });

  const load = async (key: Key, found: Map<Key, Found>): Promise<void> => {
    const value = await store.get(space, toUtf8(key));
    found.set(key, value);
    if (value !== undefined && key.startsWith(KEPT_PREFIX)) kept.set(key, value);
  };

  return {
    read: async (keys) => {
      const found = new Map<Key, Found>();
      const missing: Key[] = [];
      for (const key of keys) {
        const value = kept.get(key);
        if (value === undefined) missing.push(key);
        else found.set(key, value);
      }
      if (missing.length > 0) await Promise.all(missing.map((key) => load(key, found)));
      return found;
    },
    forget: (keys) => {
      for (const key of keys) kept.delete(key);
    },
    clear: () => kept.clear(),
  };
};
