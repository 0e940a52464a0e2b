import type { Allocate, Key, LogEntry } from '../tables/index.js';

/** How the values under a key are written as bytes and read from them; `undefined` stands for no value. */
export interface Codec<Value> {
  readonly read: (bytes: Uint8Array | undefined) => Value;
  readonly write: (value: Value) => Uint8Array;
}

/** What a change sees and writes: the values of the keys it named, with the changes before it in the same commit. */
export interface View {
  /** Value of a key that the change named in `reads`, or that it wrote. */
  get(key: Key): Uint8Array | undefined;
  /** The same, read; what many changes of a commit read is read once. */
  read<Value>(key: Key, codec: Codec<Value>): Value;
  put(key: Key, value: Uint8Array): void;
  /** Puts a value that is written as bytes when the commit is: what many changes write is written once. */
  write<Value>(key: Key, value: Value, codec: Codec<Value>): void;
  delete(key: Key): void;
  /** Appends an entry to the space's log: its bytes, and what reading them gives. */
  append(bytes: Uint8Array, entry?: LogEntry): void;
  /** Gives bytes for values and entries of this commit. */
  readonly allocate: Allocate;
}

/** A value that was read, or is to be written. */
export interface Held {
  readonly value: unknown;
  readonly codec: Codec<unknown>;
  bytes: Uint8Array | undefined;
  isWritten: boolean;
}

/** A value that was read. */
export const toHeld = <Value>(bytes: Uint8Array | undefined, codec: Codec<Value>): Held => ({
  value: codec.read(bytes),
  codec: codec as Codec<unknown>,
  bytes,
  isWritten: true,
});

/** An entry of the log as bytes and, for the index of this node, as it would be read from them. */
export interface Appended {
  readonly bytes: Uint8Array;
  readonly entry: LogEntry | undefined;
}

/** The values that a batch of changes starts from and what it has written so far; `undefined` = no such key. */
export interface BatchState {
  readonly values: Map<Key, Uint8Array | Held | undefined>;
  readonly written: Set<Key>;
  readonly entries: Appended[];
  readonly allocate: Allocate;
}

/** Bytes of a value of a batch. */
export const bytesOf = (held: Uint8Array | Held | undefined): Uint8Array | undefined => {
  if (held === undefined || held instanceof Uint8Array) return held;
  if (!held.isWritten) {
    held.bytes = held.codec.write(held.value);
    held.isWritten = true;
  }
  return held.bytes;
};

interface Undo {
  readonly key: Key;
  readonly held: Uint8Array | Held | undefined;
  readonly wasWritten: boolean;
}

/** The view of all changes of a batch, one after the other. */
class BatchView implements View {
  readonly #state: BatchState;
  /** How to take back what the present change wrote. */
  readonly #undo: Undo[] = [];
  #entries: number;
  readonly allocate: Allocate;

  constructor(state: BatchState) {
    this.#state = state;
    this.allocate = state.allocate;
    this.#entries = state.entries.length;
  }

  get(key: Key): Uint8Array | undefined {
    return bytesOf(this.#state.values.get(key));
  }

  read<Value>(key: Key, codec: Codec<Value>): Value {
    const held = this.#state.values.get(key);
    if (held !== undefined && !(held instanceof Uint8Array) && held.codec === codec) return held.value as Value;
    const read = toHeld(bytesOf(held), codec);
    this.#state.values.set(key, read);
    return read.value as Value;
  }

  put(key: Key, value: Uint8Array): void {
    this.#set(key, value);
  }

  write<Value>(key: Key, value: Value, codec: Codec<Value>): void {
    this.#set(key, { value, codec: codec as Codec<unknown>, bytes: undefined, isWritten: false });
  }

  delete(key: Key): void {
    this.#set(key, undefined);
  }

  append(bytes: Uint8Array, entry?: LogEntry): void {
    this.#state.entries.push({ bytes, entry });
  }

  /** The present change is over, and what it wrote counts. */
  keep(): void {
    this.#undo.length = 0;
    this.#entries = this.#state.entries.length;
  }

  /** Takes back what the present change wrote. */
  undo(): void {
    const { values, written, entries } = this.#state;
    for (const { key, held, wasWritten } of this.#undo.reverse()) {
      values.set(key, held);
      if (!wasWritten) written.delete(key);
    }
    entries.length = this.#entries;
    this.keep();
  }

  #set(key: Key, held: Uint8Array | Held | undefined): void {
    const { values, written } = this.#state;
    this.#undo.push({ key, held: values.get(key), wasWritten: written.has(key) });
    values.set(key, held);
    written.add(key);
  }
}

/** What became of a change. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown };

/**
 * A function that runs changes on the state of a batch, one after the other. What a change wrote counts only when it returns;
 * one that throws leaves the state as it was.
 */
export const createRunner = (state: BatchState): ((apply: (view: View) => unknown) => Outcome) => {
  const view = new BatchView(state);
  return (apply) => {
    try {
      const result = apply(view);
      view.keep();
      return { result };
    } catch (error) {
      view.undo();
      return { error };
    }
  };
};
