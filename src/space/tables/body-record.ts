import type { Allocate } from './allocate.js';
import { allocateAlone } from './allocate.js';

/** The bytes as published, and where in them the root element stands. */
export interface BodyRecord {
  readonly bytes: Uint8Array;
  /** Offset in bytes of the root's `<`. */
  readonly rootStart: number;
  /** Offset in bytes after the root's last `>`. */
  readonly rootEnd: number;
}

/** Format version, then two offsets of four bytes each. */
const HEADER_BYTES = 9;
const VERSION = 1;

export const writeBodyRecord = (
  { bytes, rootStart, rootEnd }: BodyRecord,
  allocate: Allocate = allocateAlone,
): Uint8Array => {
  const record = allocate(HEADER_BYTES + bytes.length);
  const header = new DataView(record.buffer, record.byteOffset);
  header.setUint8(0, VERSION);
  header.setUint32(1, rootStart);
  header.setUint32(5, rootEnd);
  record.set(bytes, HEADER_BYTES);
  return record;
};

export const readBodyRecord = (record: Uint8Array): BodyRecord => {
  const header = new DataView(record.buffer, record.byteOffset, HEADER_BYTES);
  return { bytes: record.subarray(HEADER_BYTES), rootStart: header.getUint32(1), rootEnd: header.getUint32(5) };
};
