import { StoaError } from '../../base/index.js';
import type { Allocate } from './allocate.js';
import { allocateAlone } from './allocate.js';
import type { SetNumber } from './document-record.js';

/** Where the end of a document is kept, from its interface on, when other documents have it too. */
export interface TailPlace {
  readonly set: SetNumber;
  /** Among the tails that are kept of the set: less than 256. */
  readonly place: number;
}

/** A document's bytes as they are kept. */
export interface KeptBody {
  /** The bytes as published; without the tail, where that is kept elsewhere. */
  readonly bytes: Uint8Array;
  readonly tail: TailPlace | undefined;
  /** Offset in bytes of the root's `<`. */
  readonly rootStart: number;
  /** Offset in bytes after the root's last `>`. */
  readonly rootEnd: number;
}

/** The bytes as published, and where in them the root element stands. */
export type BodyRecord = Omit<KeptBody, 'tail'>;

/**
 * Layout, numbers big-endian:
 *
 *     0 version(1) root's start(4) root's end(4)
 *     9 of version 2: set(4) place(1)
 *       bytes
 */
const VERSION = { whole: 1, tailed: 2 } as const;
const AT = { version: 0, rootStart: 1, rootEnd: 5, set: 9, place: 13 } as const;
const HEADER_BYTES = { whole: 9, tailed: 14 } as const;

/** Most tails that are kept of one set. */
export const MAX_TAILS = 8;

export const writeBodyRecord = (
  { bytes, rootStart, rootEnd, tail }: KeptBody,
  allocate: Allocate = allocateAlone,
): Uint8Array => {
  const form = tail ? 'tailed' : 'whole';
  const record = allocate(HEADER_BYTES[form] + bytes.length);
  const header = new DataView(record.buffer, record.byteOffset);
  header.setUint8(AT.version, VERSION[form]);
  header.setUint32(AT.rootStart, rootStart);
  header.setUint32(AT.rootEnd, rootEnd);
  if (tail) {
    header.setUint32(AT.set, tail.set);
    header.setUint8(AT.place, tail.place);
  }
  record.set(bytes, HEADER_BYTES[form]);
  return record;
};

/** @throws {StoaError} `STORE_VERSION_UNSUPPORTED` for a record of another version */
export const readBodyRecord = (record: Uint8Array): KeptBody => {
  const header = new DataView(record.buffer, record.byteOffset, record.length);
  const form = formOf(header.getUint8(AT.version));
  return {
    bytes: record.subarray(HEADER_BYTES[form]),
    rootStart: header.getUint32(AT.rootStart),
    rootEnd: header.getUint32(AT.rootEnd),
    tail: form === 'tailed' ? { set: header.getUint32(AT.set), place: header.getUint8(AT.place) } : undefined,
  };
};

const formOf = (version: number): keyof typeof VERSION => {
  if (version === VERSION.whole) return 'whole';
  if (version === VERSION.tailed) return 'tailed';
  const message = `expected the record of a body of version ${VERSION.whole} or ${VERSION.tailed}, found version ${version}`;
  throw new StoaError('STORE_VERSION_UNSUPPORTED', message);
};
