import type { CompleteRange } from '../check-limits.js';
import type { StoredRow, StoredValue } from '../port.js';
import { fromMemoryKey, toMemoryKey } from './keys.js';
import type { MemoryKey } from './keys.js';

/** The rows of one space, in key order. */
export interface MemoryRows {
  find(key: Uint8Array): StoredValue | undefined;
  put(key: Uint8Array, stored: StoredValue): void;
  delete(key: Uint8Array): void;
  range(range: CompleteRange): readonly StoredRow[];
}

const copyOf = ({ value, version }: StoredValue): StoredValue => ({ value: value.slice(), version });

/** No rows. */
export const createMemoryRows = (): MemoryRows => {
  const values = new Map<MemoryKey, StoredValue>();
  const order: MemoryKey[] = [];

  /** Place of the first key that is not below `key`. */
  const placeOf = (key: MemoryKey): number => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((order[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    find: (key) => {
      const stored = values.get(toMemoryKey(key));
      return stored && copyOf(stored);
    },
    put: (key, stored) => {
      const text = toMemoryKey(key);
      if (!values.has(text)) order.splice(placeOf(text), 0, text);
      values.set(text, copyOf(stored));
    },
    delete: (key) => {
      const text = toMemoryKey(key);
      if (values.delete(text)) order.splice(placeOf(text), 1);
    },
    range: ({ from, to, rows }) => {
      const start = placeOf(toMemoryKey(from));
      const end = Math.min(placeOf(toMemoryKey(to)), start + rows);
      const found: StoredRow[] = [];
      for (const key of order.slice(start, Math.max(start, end))) {
        const stored = values.get(key);
        if (stored) found.push({ key: fromMemoryKey(key), ...copyOf(stored) });
      }
      return found;
    },
  };
};
