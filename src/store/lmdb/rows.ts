import type { CompleteRange } from '../check-limits.js';
import type { StoredRow, StoredValue } from '../port.js';
import { NUMBER_BYTES, readNumber, writeNumber } from './keys.js';
import type { Lmdb } from './database.js';
import type { GroupWriter } from './group-writes.js';
import type { SpaceKeys } from './keys.js';

/** A row's value is its version and then its bytes. */
export const encodeVersion = (version: number): Uint8Array => {
  const bytes = Buffer.allocUnsafe(NUMBER_BYTES);
  writeNumber(bytes, version, 0);
  return bytes;
};

/** A copy of `bytes` from a place on: what LMDB hands out is overwritten by the next read. */
export const copyFrom = (bytes: Uint8Array, start: number): Uint8Array => {
  // LMDB reuses one long buffer and sets its `length` to that of the value, so the end has to be said.
  const copy = new Uint8Array(bytes.length - start);
  copy.set(bytes.subarray(start, bytes.length));
  return copy;
};

const decodeRow = (bytes: Uint8Array): StoredValue => ({
  version: readNumber(bytes, 0),
  value: copyFrom(bytes, NUMBER_BYTES),
});

/** The row under a key. */
export const findRow = (db: Lmdb, keys: SpaceKeys, key: Uint8Array): StoredValue | undefined => {
  const bytes = db.getBinaryFast(keys.row(key));
  return bytes && decodeRow(bytes);
};

/** Version of the row under a key, as the jobs before left it. */
export const findVersion = (writer: GroupWriter, keys: SpaceKeys, key: Uint8Array): number | undefined => {
  const bytes = writer.find(keys.row(key));
  return bytes && readNumber(bytes, 0);
};

/** Puts a row; `version` as {@link encodeVersion} gives it. */
export const putRow = (
  writer: GroupWriter,
  key: Buffer,
  { value, version }: { readonly value: Uint8Array; readonly version: Uint8Array },
): void => writer.put(key, version, value);

/** Bytes of the buffers that the rows of a range are copied into: one for each row would cost more than the reading. */
const CHUNK_BYTES = 64 * 1024;
const SHORT_BYTES = 256;

/** Copies bytes into large buffers, and gives the part of each. */
const createChunkCopier = (): ((bytes: Uint8Array, start: number) => Uint8Array) => {
  let chunk = new Uint8Array(0);
  let used = 0;
  return (bytes, start) => {
    const length = bytes.length - start;
    if (used + length > chunk.length) {
      chunk = new Uint8Array(Math.max(CHUNK_BYTES, length));
      used = 0;
    }
    const from = used;
    used += length;
    // A view of a short value takes longer to make than its bytes to copy.
    if (length > SHORT_BYTES) chunk.set(bytes.subarray(start, bytes.length), from);
    else for (let at = 0; at < length; at++) chunk[from + at] = bytes[start + at] ?? 0;
    return chunk.subarray(from, used);
  };
};

/** The rows of an interval. */
export const readRange = (db: Lmdb, keys: SpaceKeys, { from, to, rows }: CompleteRange): readonly StoredRow[] => {
  const start = keys.row(from);
  const end = keys.row(to);
  // LMDB walks backwards from a start that lies behind the end.
  if (Buffer.compare(start, end) >= 0) return [];
  const found: StoredRow[] = [];
  const copy = createChunkCopier();
  for (const { key, value } of db.getRange({ start, end, limit: rows })) {
    found.push({
      key: copy(key, keys.rowPrefixBytes),
      version: readNumber(value, 0),
      value: copy(value, NUMBER_BYTES),
    });
  }
  return found;
};
