import { concatBytes } from '../../base/index.js';

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

export const writeBodyRecord = ({ bytes, rootStart, rootEnd }: BodyRecord): Uint8Array => {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  header.setUint8(0, VERSION);
  header.setUint32(1, rootStart);
  header.setUint32(5, rootEnd);
  return concatBytes(new Uint8Array(header.buffer), bytes);
};

export const readBodyRecord = (record: Uint8Array): BodyRecord => {
  const header = new DataView(record.buffer, record.byteOffset, HEADER_BYTES);
  return { bytes: record.subarray(HEADER_BYTES), rootStart: header.getUint32(1), rootEnd: header.getUint32(5) };
};
