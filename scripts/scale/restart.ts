import { join } from 'node:path';
import { open } from 'lmdb';
import type { Figures, ScaleOptions } from './steps.js';
import { heldBytes, openSpaceAt, timeMs, watchDelay } from './steps.js';

/** Opens the space again, in a process that has done nothing else. */
export const restartStep = async ({ folder, documents }: ScaleOptions): Promise<Figures> => {
  const before = heldBytes();
  const delay = watchDelay();
  let opened: Awaited<ReturnType<typeof openSpaceAt>> | undefined;
  const restartMs = await timeMs(async () => {
    opened = await openSpaceAt(folder);
  });
  const restartDelayMs = await delay();
  const heapPerDocument = (heldBytes() - before) / documents;
  await opened?.close();
  return { restartMs, restartDelayMs, heapPerDocument };
};

/** Letters of the tables of documents and of component sets; in a key a slash follows, and 18 bytes of the space come before. */
const DOCUMENTS_TABLE = 0x65;
const SETS_TABLE = 0x69;
const PREFIX_BYTES = 18;

/** What a bare reading of index records found. */
export interface Scan {
  readonly records: number;
  readonly bytes: number;
  /** Without opening the database. */
  readonly scanMs: number;
}

/** Reads the index records of documents, or of component sets, straight from LMDB and does nothing with them. */
export const scanIndexRecords = async (folder: string, table: number = DOCUMENTS_TABLE): Promise<Scan> => {
  const db = open<Uint8Array, Uint8Array>({
    path: join(folder, 'space'),
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    readOnly: true,
  });
  const [start, end] = findTable([...db.getKeys({ start: Buffer.of(1), limit: 1 })], table);
  let [records, bytes] = [0, 0];
  const from = performance.now();
  for (const { value } of db.getRange({ start, end })) {
    records++;
    bytes += value.length;
  }
  const scanMs = performance.now() - from;
  await db.close();
  return { records, bytes, scanMs };
};

/** The bare scan, in a process of its own too. */
export const scanStep = async ({ folder, documents }: ScaleOptions): Promise<Figures> => {
  const { records, bytes, scanMs } = await scanIndexRecords(folder);
  if (records !== documents) throw new RangeError(`expected ${documents} index records, found ${records}`);
  const sets = await scanIndexRecords(folder, SETS_TABLE);
  return {
    scanMs,
    scanSetsMs: sets.scanMs,
    bytesPerIndexRecord: bytes / records,
    bytesPerSet: sets.bytes / sets.records,
  };
};

/** Where the index records of the one space with documents begin and end. */
const findTable = (keys: readonly Uint8Array[], table: number): readonly [Buffer, Buffer] => {
  const [key] = keys;
  if (!key) throw new RangeError('the store is empty');
  const prefix = Buffer.concat([key.subarray(0, PREFIX_BYTES - 1), Buffer.of(3)]);
  return [Buffer.concat([prefix, Buffer.of(table, 0x2f)]), Buffer.concat([prefix, Buffer.of(table, 0x30)])];
};
