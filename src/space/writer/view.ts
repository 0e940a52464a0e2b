import type { Key } from '../tables/index.js';

/** What a change sees and writes: the values of the keys it named, with the changes before it in the same commit. */
export interface View {
  /** Value of a key that the change named in `reads`, or that it wrote. */
  get(key: Key): Uint8Array | undefined;
  put(key: Key, value: Uint8Array): void;
  delete(key: Key): void;
  /** Appends an entry to the space's log. */
  append(entry: Uint8Array): void;
}

/** The values that a batch of changes starts from and what it has written so far; `undefined` = no such key. */
export interface BatchState {
  readonly values: Map<Key, Uint8Array | undefined>;
  readonly written: Set<Key>;
  readonly entries: Uint8Array[];
}

/**
 * Runs one change on the state of its batch. What it wrote counts only when it returns; a change that throws
 * leaves the state as it was.
 */
export const runChange = <Result>(state: BatchState, apply: (view: View) => Result): Result => {
  const own = new Map<Key, Uint8Array | undefined>();
  const entries: Uint8Array[] = [];
  const result = apply({
    get: (key) => (own.has(key) ? own.get(key) : state.values.get(key)),
    put: (key, value) => void own.set(key, value),
    delete: (key) => void own.set(key, undefined),
    append: (entry) => void entries.push(entry),
  });
  for (const [key, value] of own) {
    state.values.set(key, value);
    state.written.add(key);
  }
  state.entries.push(...entries);
  return result;
};
