import { LRUCache } from 'lru-cache';

/**
 * What is kept for many, bounded, so that none of them can have the others' forgotten: whoever fills it pushes out its own, the oldest
 * first, as soon as it has its share.
 */
export interface FairCache<Value> {
  /** What is kept under a key, which counts as used now. */
  readonly get: (key: string) => Value | undefined;
  readonly set: (owner: string, key: string, value: Value) => void;
  readonly delete: (key: string) => void;
}

/** Bounds of a {@link FairCache}. */
export interface FairCacheOptions {
  /** Most values; the one used longest ago goes first. */
  readonly max: number;
  /** Most values of one owner. */
  readonly share: number;
}

/** An empty cache. Keys are of one owner each. */
export const createFairCache = <Value>({ max, share }: FairCacheOptions): FairCache<Value> => {
  const keysOf = new Map<string, Set<string>>();
  const kept = new LRUCache<string, { readonly owner: string; readonly value: Value }>({
    max,
    dispose: ({ owner }, key) => {
      const keys = keysOf.get(owner);
      keys?.delete(key);
      if (keys?.size === 0) keysOf.delete(owner);
    },
  });
  return {
    get: (key) => kept.get(key)?.value,
    delete: (key) => void kept.delete(key),
    set: (owner, key, value) => {
      kept.set(key, { owner, value });
      const keys = keysOf.get(owner) ?? new Set<string>();
      keysOf.set(owner, keys.add(key));
      const [oldest] = keys;
      if (keys.size > share && oldest !== undefined) kept.delete(oldest);
    },
  };
};
