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

/** The writes of one group. */
export interface GroupWrites extends GroupWriter {
  /** Whether there are none. */
  readonly isEmpty: () => boolean;
  /** Hands the writes over to the database, which makes them one transaction. Must not be interrupted by other writes. */
  readonly flush: () => void;
}

interface Write {
  readonly key: Buffer;
  /** `undefined` to remove the key. */
  readonly value: Uint8Array | undefined;
}

/** What is expected of a group. */
export interface GroupShape {
  /** Memory that its values are copied into. */
  readonly block: Buffer;
  /** Whether jobs have to see what others before them wrote. */
  readonly isShared: boolean;
}

const idOf = (key: Buffer): string => key.toString('latin1');

/** Hands out parts of one block of memory, whose address LMDB asks for once, and others when it is used up. */
const createArena = (block: Buffer): ((bytes: number) => Buffer) => {
  let used = 0;
  return (bytes) => {
    if (used + bytes > block.length) return Buffer.allocUnsafeSlow(bytes);
    used += bytes;
    return block.subarray(used - bytes, used);
  };
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
export const createGroupWrites = (db: Lmdb, { block, isShared }: GroupShape): GroupWrites => {
  const allocate = createArena(block);
  const writes: Write[] = [];
  const latest = new Map<string, Uint8Array | undefined>();
  const add = (write: Write): void => {
    writes.push(write);
    if (isShared) latest.set(idOf(write.key), write.value);
  };
  return {
    find: (key) => {
      const id = latest.size > 0 ? idOf(key) : '';
      return latest.has(id) ? latest.get(id) : db.getBinaryFast(key);
    },
    put: (key, ...parts) => {
      let length = 0;
      for (const part of parts) length += part.length;
      add({ key, value: concat(allocate(length), parts) });
    },
    remove: (key) => add({ key, value: undefined }),
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
