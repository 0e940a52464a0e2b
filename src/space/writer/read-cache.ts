import { LRUCache } from 'lru-cache';
import type { SpaceId } from '../../base/index.js';
import { toUtf8 } from '../../base/index.js';
import type { Store } from '../../store/index.js';
import type { Key } from '../tables/index.js';
import { componentsNumberKey, KEPT_SET } from '../tables/index.js';
import type { Held } from './view.js';
import { toHeld } from './view.js';

/** A value that a batch is decided by. */
export interface Found {
  readonly value: Uint8Array | Held | undefined;
  /** Version of the key, `undefined` when there is nothing under it. */
  readonly version: number | undefined;
  /** Whether it is surely as it was found, so that nothing has to be expected of it. */
  readonly isCertain: boolean;
}

/**
 * Reads the values that changes decide by, and keeps what component sets are known by: many documents have one interface. A store that one
 * process alone writes to has no other writer of this space, so that what is kept stays as it is until this one writes it; of
 * any other store a commit names the versions of all that it was decided by, so that one by an old value is refused.
 */
export interface ReadCache {
  readonly read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Found>>;
  /** Keys that were written. */
  readonly forget: (keys: Iterable<Key>) => void;
  /** Something that was kept may be old. */
  readonly clear: () => void;
}

/** Values kept. */
const MAX_VALUES = 2000;
/** What their keys begin with. */
const KEPT_PREFIX = componentsNumberKey('');

const NOTHING: Found = { value: undefined, version: undefined, isCertain: false };

export const createReadCache = ({ store, space }: { readonly store: Store; readonly space: SpaceId }): ReadCache => {
  const kept = new LRUCache<Key, Found>({ max: MAX_VALUES });

  const load = async (key: Key, found: Map<Key, Found>): Promise<void> => {
    const stored = await store.get(space, toUtf8(key));
    found.set(key, stored ? { ...stored, isCertain: false } : NOTHING);
    if (stored === undefined || !key.startsWith(KEPT_PREFIX)) return;
    const { value, version } = stored;
    kept.set(key, { value: toHeld(value, KEPT_SET), version, isCertain: !store.supports.shared });
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
      for (const key of keys) if (key.startsWith(KEPT_PREFIX)) kept.delete(key);
    },
    clear: () => kept.clear(),
  };
};
