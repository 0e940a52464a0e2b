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

/** Appends entries and tells the log's last sequence. */
export const appendEntries = (writer: GroupWriter, keys: SpaceKeys, entries: readonly Uint8Array[]): number => {
  const bounds = readBounds(writer, keys);
  if (entries.length === 0) return bounds.last;
  let { last } = bounds;
  for (const entry of entries) {
    last += 1;
    writer.put(keys.entry(last), entry);
  }
  writeBounds(writer, keys, { ...bounds, last });
  return last;
};

/**
 * A page of entries after a sequence.
 *
 * @throws {StoaError} `RESUME_GONE` when the log cannot tell all of them
 */
export const readEntries = (db: Lmdb, keys: SpaceKeys, after: number): readonly Change[] => {
  assertResumable(readBounds(db, keys), after);
  const page: Change[] = [];
  const range = { start: keys.entry(after + 1), end: keys.logEnd, limit: LOG_PAGE_ENTRIES };
  let bytes = 0;
  for (const { value } of db.getRange(range)) {
    page.push({ sequence: after + page.length + 1, entry: copyFrom(value, 0) });
    bytes += value.length;
    if (bytes >= LOG_PAGE_BYTES) break;
  }
  return page;
};

/** Trims at most `most` entries through a sequence and tells how many. */
export const trimEntries = (
  writer: GroupWriter,
  keys: SpaceKeys,
  { through, most }: { through: number; most: number },
): number => {
  const { last, trimmedThrough } = readBounds(writer, keys);
  const end = Math.min(through, last, trimmedThrough + most);
  for (let sequence = trimmedThrough + 1; sequence <= end; sequence++) writer.remove(keys.entry(sequence));
  if (end <= trimmedThrough) return 0;
  writeBounds(writer, keys, { last, trimmedThrough: end });
  return end - trimmedThrough;
};
