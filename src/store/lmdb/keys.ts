import { MAX_URN_LENGTH, StoaError } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';

/**
 * Layout of the keys. The first byte says whose key it is:
 *
 *     00 name…                          the store's own records
 *     01 uuid(16)              table …  a space whose id is a lower-case `urn:uuid:`
 *     02 length(2) id(length)  table …  any other space
 *
 * and within a space the table byte is followed by
 *
 *     01                                bounds of the log
 *     02 sequence(8)                    entries of the log that were appended together, by the sequence of the last one
 *     03 key…                           one row
 *
 * Numbers are big-endian, so that they sort by value. No space's prefix begins another's.
 */
const OWNER = { store: 0, uuid: 1, text: 2 } as const;
const TABLE = { bounds: 1, log: 2, rows: 3 } as const;

/** First key of every table that comes after those above. */
const END_OF_TABLES = 0xff;

/** Largest sequence and version written: the numbers are JavaScript's, exact up to here. */
const MAX_NUMBER = Number.MAX_SAFE_INTEGER;

const UUID_URN = /^urn:uuid:([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/;

/** Most bytes that the layout puts before a row's key. */
export const MAX_PREFIX_BYTES = 1 + 2 + MAX_URN_LENGTH + 1;

/** What an 8-byte number takes. */
export const NUMBER_BYTES = 8;

/** Writes a whole number from 0 to 2^53 - 1 into 8 bytes. */
export const writeNumber = (target: Buffer, value: number, at: number): void => {
  target.writeUInt32BE(Math.floor(value / 2 ** 32), at);
  target.writeUInt32BE(value % 2 ** 32, at + 4);
};

/** Reads what {@link writeNumber} wrote. */
export const readNumber = (source: Uint8Array, at: number): number => {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
};

/** Key of one of the store's own records. */
export const storeKey = (name: string): Buffer => Buffer.concat([Buffer.of(OWNER.store), Buffer.from(name)]);

/**
 * The bytes that all keys of a space begin with.
 *
 * @throws {StoaError} `STORE_LIMIT_EXCEEDED` when the id is no URN of bounded length
 */
export const spacePrefix = (space: SpaceId): Buffer => {
  const uuid = UUID_URN.exec(space);
  if (uuid) return Buffer.concat([Buffer.of(OWNER.uuid), Buffer.from(uuid.slice(1).join(''), 'hex')]);
  const id = Buffer.from(space);
  if (id.length > MAX_URN_LENGTH) {
    const message = `expected a space id of at most ${MAX_URN_LENGTH} bytes, got ${id.length}`;
    throw new StoaError('STORE_LIMIT_EXCEEDED', message, { limit: 'MAX_URN_LENGTH' });
  }
  return Buffer.concat([Buffer.of(OWNER.text, id.length >> 8, id.length & 0xff), id]);
};

/** Keys of one space. */
export interface SpaceKeys {
  /** Where the log begins and ends. */
  readonly bounds: Buffer;
  /** The row of the log whose last entry has a sequence. */
  readonly entries: (sequence: number) => Buffer;
  /** First key behind the log. */
  readonly logEnd: Buffer;
  /** A row. */
  readonly row: (key: Uint8Array) => Buffer;
  /** First key of the rows. */
  readonly rowsStart: Buffer;
  /** First key behind the rows. */
  readonly rowsEnd: Buffer;
  /** What {@link row} put before the row's own key. */
  readonly rowPrefixBytes: number;
}

/** The keys of a space. */
export const createSpaceKeys = (space: SpaceId): SpaceKeys => {
  const prefix = spacePrefix(space);
  const tableKey = (table: number, length = 0): Buffer => {
    const key = Buffer.allocUnsafe(prefix.length + 1 + length);
    key.set(prefix);
    key[prefix.length] = table;
    return key;
  };
  const entries = (sequence: number): Buffer => {
    const key = tableKey(TABLE.log, NUMBER_BYTES);
    writeNumber(key, sequence, prefix.length + 1);
    return key;
  };
  return {
    bounds: tableKey(TABLE.bounds),
    entries,
    logEnd: entries(MAX_NUMBER),
    row: (own) => {
      const key = tableKey(TABLE.rows, own.length);
      key.set(own, prefix.length + 1);
      return key;
    },
    rowsStart: tableKey(TABLE.rows),
    rowsEnd: tableKey(END_OF_TABLES),
    rowPrefixBytes: prefix.length + 1,
  };
};
