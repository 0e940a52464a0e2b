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

/** Key of the first index record: the table's letter and a slash behind the 18 bytes of the space. */
const TABLE = 0x65;
const PREFIX_BYTES = 18;

/** Reads the index records straight from LMDB and does nothing with them, in a process of its own too. */
export const scanStep = async ({ folder, documents }: ScaleOptions): Promise<Figures> => {
  const db = open<Uint8Array, Uint8Array>({
    path: join(folder, 'space'),
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    readOnly: true,
  });
  const [start, end] = findTable([...db.getKeys({ start: Buffer.of(1), limit: 100 })]);
  let [records, bytes] = [0, 0];
  const from = performance.now();
  for (const { value } of db.getRange({ start, end })) {
    records++;
    bytes += value.length;
  }
  const scanMs = performance.now() - from;
  await db.close();
  if (records !== documents) throw new RangeError(`expected ${documents} index records, found ${records}`);
  return { scanMs, bytesPerIndexRecord: bytes / records };
};

/** Where the index records of the one space with documents begin and end. */
const findTable = (keys: readonly Uint8Array[]): readonly [Buffer, Buffer] => {
  const [key] = keys;
  if (!key) throw new RangeError('the store is empty');
  const prefix = Buffer.concat([key.subarray(0, PREFIX_BYTES - 1), Buffer.of(3)]);
  return [Buffer.concat([prefix, Buffer.of(TABLE, 0x2f)]), Buffer.concat([prefix, Buffer.of(TABLE, 0x30)])];
};
