import { StoaError } from '../../base/index.js';
import { NUMBER_BYTES, readNumber, storeKey, writeNumber } from './keys.js';
import type { Lmdb } from './database.js';

/** Version of the layout of keys and values, those of the tables of spaces included, that this code reads and writes. */
export const FORMAT_VERSION = 4;

const FORMAT_KEY = storeKey('format');

/**
 * Marks a new database with the format's version, or checks the mark of one that exists.
 *
 * @throws {StoaError} `STORE_VERSION_UNSUPPORTED` when a newer version wrote it, or one that was never released
 * @throws {StoaError} `STORE_FAILED` when it holds something else than a store
 */
export const checkFormat = async (db: Lmdb): Promise<void> => {
  const mark = db.getBinaryFast(FORMAT_KEY);
  if (mark) {
    assertSupported(readNumber(mark, 0));
    return;
  }
  if ([...db.getKeys({ limit: 1 })].length > 0) {
    throw new StoaError(
      'STORE_FAILED',
      'the data directory holds an LMDB database that is not a store of this product',
    );
  }
  const bytes = Buffer.alloc(NUMBER_BYTES);
  writeNumber(bytes, FORMAT_VERSION, 0);
  await db.put(FORMAT_KEY, bytes);
};

const assertSupported = (found: number): void => {
  if (found === FORMAT_VERSION) return;
  const message = `expected data of format ${FORMAT_VERSION}, found format ${found}`;
  const hint =
    found > FORMAT_VERSION
      ? 'start the newer version that wrote the data'
      : 'the data was written before the first release; start with an empty data directory';
  throw new StoaError('STORE_VERSION_UNSUPPORTED', message, { hint });
};
