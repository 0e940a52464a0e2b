import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { StoaError } from '../../base/index.js';

/** Name that LMDB gives the file with the data. */
const DATA_FILE = 'data.mdb';

/** Places and values in a meta page (`MDB_page`, `MDB_meta` of LMDB 0.9.90), little-endian. */
const MAGIC_AT = 24;
const MAGIC = 0xbeefc0de;
const PAGE_SIZE_AT = 48;
const LAST_PAGE_AT = 144;
const HEAD_BYTES = LAST_PAGE_AT + 8;

interface Meta {
  readonly pageBytes: number;
  /** Number of the last page in use, from 0. */
  readonly lastPage: number;
}

const readMeta = async (file: FileHandle, position: number): Promise<Meta> => {
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, HEAD_BYTES, position);
  if (bytesRead < HEAD_BYTES || head.readUInt32LE(MAGIC_AT) !== MAGIC) {
    throw new StoaError('STORE_FAILED', `${DATA_FILE} in the data directory is damaged or is no LMDB file`);
  }
  return { pageBytes: head.readUInt32LE(PAGE_SIZE_AT), lastPage: Number(head.readBigUInt64LE(LAST_PAGE_AT)) };
};

/**
 * Checks what LMDB does not check and ends the whole process on: that the data file begins with two meta pages, and
 * that it is as long as they say. The last pages may be missing rightly, when they are unused, so they are filled
 * in with zeros; where they are in use, LMDB finds them damaged and says so. A missing or empty file is a new
 * database.
 *
 * @throws {StoaError} `STORE_FAILED` when the file does not begin as LMDB's do
 */
export const checkDataFile = async (directory: string): Promise<void> => {
  const file = await open(join(directory, DATA_FILE), 'a+', 0o600);
  try {
    const { size } = await file.stat();
    if (size === 0) return;
    const first = await readMeta(file, 0);
    const second = await readMeta(file, first.pageBytes);
    const needed = (Math.max(first.lastPage, second.lastPage) + 1) * first.pageBytes;
    if (size < needed) await file.truncate(needed);
  } finally {
    await file.close();
  }
};
