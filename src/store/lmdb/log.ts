import { LOG_PAGE_BYTES, LOG_PAGE_ENTRIES, assertResumable } from '../change-feed.js';
import type { LogBounds } from '../change-feed.js';
import type { Change } from '../port.js';
import type { GroupWriter } from './group-writes.js';
import { NUMBER_BYTES, readNumber, writeNumber } from './keys.js';
import type { SpaceKeys } from './keys.js';
import { copyFrom } from './rows.js';
import type { Lmdb } from './database.js';

/** Bounds of a space's log, `0` and `0` before its first entry. */
export const readBounds = (from: Lmdb | GroupWriter, keys: SpaceKeys): LogBounds => {
  const bytes = 'find' in from ? from.find(keys.bounds) : from.getBinaryFast(keys.bounds);
  if (!bytes) return { last: 0, trimmedThrough: 0 };
  return { last: readNumber(bytes, 0), trimmedThrough: readNumber(bytes, NUMBER_BYTES) };
};

const writeBounds = (writer: GroupWriter, keys: SpaceKeys, { last, trimmedThrough }: LogBounds): void => {
  const bytes = Buffer.allocUnsafe(2 * NUMBER_BYTES);
  writeNumber(bytes, last, 0);
  writeNumber(bytes, trimmedThrough, NUMBER_BYTES);
  writer.put(keys.bounds, bytes);
};

/** Most bytes of entries in one row, unless it has one alone: a reader that wants the last of them reads them all. */
const MAX_ROW_BYTES = 16 * 1024;
const COUNT_BYTES = 4;
const LENGTH_BYTES = 4;

/** Entries of one row from `from` on: as many as fit, at least one. */
const takeRow = (entries: readonly Uint8Array[], from: number): readonly Uint8Array[] => {
  let end = from;
  let bytes = 0;
  do bytes += entries[end++]?.length ?? 0;
  while (end < entries.length && bytes + (entries[end]?.length ?? 0) <= MAX_ROW_BYTES);
  return entries.slice(from, end);
};

/** Number of entries(4), the length of each(4), and the entries: a row for each would cost more than all that is in them. */
const headOf = (row: readonly Uint8Array[]): Buffer => {
  const head = Buffer.allocUnsafe(COUNT_BYTES + LENGTH_BYTES * row.length);
  head.writeUInt32BE(row.length, 0);
  row.forEach(({ length }, at) => head.writeUInt32BE(length, COUNT_BYTES + LENGTH_BYTES * at));
  return head;
};

/** Appends entries and tells the log's last sequence. */
export const appendEntries = (writer: GroupWriter, keys: SpaceKeys, entries: readonly Uint8Array[]): number => {
  const bounds = readBounds(writer, keys);
  if (entries.length === 0) return bounds.last;
  for (let from = 0; from < entries.length;) {
    const row = takeRow(entries, from);
    from += row.length;
    writer.put(keys.entries(bounds.last + from), headOf(row), ...row);
  }
  const last = bounds.last + entries.length;
  writeBounds(writer, keys, { ...bounds, last });
  return last;
};

interface LogRow {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * The changes of a row after a sequence, each with a copy of its entry: what LMDB hands out is overwritten by the next read. Those before
 * it may have been read, or trimmed.
 */
function* changesIn({ key, value: row }: LogRow, after: number): Generator<Change, void> {
  const view = new DataView(row.buffer, row.byteOffset);
  const count = view.getUint32(0);
  const before = readNumber(key, key.length - NUMBER_BYTES) - count;
  let from = COUNT_BYTES + LENGTH_BYTES * count;
  for (let at = 0; at < count; at++) {
    const length = view.getUint32(COUNT_BYTES + LENGTH_BYTES * at);
    const sequence = before + at + 1;
    if (sequence > after) yield { sequence, entry: copyFrom(row.subarray(from, from + length), 0) };
    from += length;
  }
}

/**
 * A page of entries after a sequence.
 *
 * @throws {StoaError} `RESUME_GONE` when the log cannot tell all of them
 */
export const readEntries = (db: Lmdb, keys: SpaceKeys, after: number): readonly Change[] => {
  assertResumable(readBounds(db, keys), after);
  const page: Change[] = [];
  const range = { start: keys.entries(after + 1), end: keys.logEnd, limit: LOG_PAGE_ENTRIES };
  let bytes = 0;
  for (const row of db.getRange(range)) {
    for (const change of changesIn(row, after)) {
      page.push(change);
      bytes += change.entry.length;
      if (page.length === LOG_PAGE_ENTRIES || bytes >= LOG_PAGE_BYTES) return page;
    }
  }
  return page;
};

/** Trims entries through a sequence, at most `most` rows of them, and tells how many. */
export const trimEntries = (
  writer: GroupWriter,
  keys: SpaceKeys,
  { through, most }: { through: number; most: number },
): number => {
  const { last, trimmedThrough } = readBounds(writer, keys);
  const wanted = Math.min(through, last);
  if (wanted <= trimmedThrough) return 0;
  const start = keys.entries(trimmedThrough + 1);
  // A row goes with its last entry; that others in it are trimmed is told by the bounds.
  const rows = writer.keys({ start, end: keys.entries(wanted + 1), limit: most });
  for (const row of rows) writer.remove(row);
  const lastRow = rows.length === most ? rows.at(-1) : undefined;
  const end = lastRow ? readNumber(lastRow, lastRow.length - NUMBER_BYTES) : wanted;
  writeBounds(writer, keys, { last, trimmedThrough: end });
  return end - trimmedThrough;
};
