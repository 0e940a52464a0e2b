import type { Lmdb } from './database.js';

/** What the jobs of a group read and write; nothing reaches the database before the group is written as a whole. */
export interface GroupWriter {
  /** Bytes under a key as the jobs before this one left them; valid until the next call. */
  readonly find: (key: Buffer) => Uint8Array | undefined;
  /** Puts the parts, one after the other, as one value. Copies them at once. */
  readonly put: (key: Buffer, ...parts: readonly Uint8Array[]) => void;
  readonly remove: (key: Buffer) => void;
  /** Keys of an interval, earlier jobs left out; only for a job that is alone in its group. */
  readonly keys: (range: { readonly start: Buffer; readonly end: Buffer; readonly limit: number }) => readonly Buffer[];
}

/** A put, or without a value the removal of a key. */
export interface Write {
  readonly key: Buffer;
  readonly value: Uint8Array | undefined;
}

/** The writes of one group. */
export interface GroupWrites extends GroupWriter {
  /** Whether there are none. */
  readonly isEmpty: () => boolean;
  /** The last write to a key. */
  readonly latest: (key: Buffer) => Write | undefined;
  /** Hands the writes over to the database, which makes them one transaction. Must not be interrupted by other writes. */
  readonly flush: () => void;
}

/** What a group is written with. */
export interface GroupParts {
  /** Gives memory that its values are copied into. */
  readonly allocate: (bytes: number) => Buffer;
  /** Bytes under a key as the group before it leaves them. */
  readonly findBefore: (key: Buffer) => Uint8Array | undefined;
}

/** A write in the list of those that share a hash, the last one first. */
interface ListedWrite extends Write {
  readonly next: ListedWrite | undefined;
}

const HASHED_BYTES = 8;

/** Of the last bytes: keys of one table differ there. */
const hashOf = (key: Buffer): number => {
  const at = key.length - HASHED_BYTES;
  return at < 0 ? key.length : key.readInt32LE(at) ^ Math.imul(key.readInt32LE(at + 4), 31);
};

const concat = (target: Buffer, parts: readonly Uint8Array[]): Buffer => {
  let at = 0;
  for (const part of parts) {
    target.set(part, at);
    at += part.length;
  }
  return target;
};

/** Collects the writes of a group on `db`. */
export const createGroupWrites = (db: Lmdb, { allocate, findBefore }: GroupParts): GroupWrites => {
  const writes: Write[] = [];
  const byHash = new Map<number, ListedWrite>();

  const add = (key: Buffer, value: Uint8Array | undefined): void => {
    const hash = hashOf(key);
    const write: ListedWrite = { key, value, next: byHash.get(hash) };
    byHash.set(hash, write);
    writes.push(write);
  };
  const latest = (key: Buffer): Write | undefined => {
    let write = byHash.get(hashOf(key));
    while (write !== undefined && !write.key.equals(key)) write = write.next;
    return write;
  };

  return {
    latest,
    find: (key) => {
      const write = latest(key);
      return write ? write.value : findBefore(key);
    },
    put: (key, ...parts) => {
      let length = 0;
      for (const part of parts) length += part.length;
      add(key, concat(allocate(length), parts));
    },
    remove: (key) => add(key, undefined),
    keys: (range) => [...db.getKeys(range)].map((key) => Buffer.from(key)),
    isEmpty: () => writes.length === 0,
    flush: () => {
      for (const { key, value } of writes) {
        if (value === undefined) void db.remove(key);
        else void db.put(key, value);
      }
    },
  };
};
