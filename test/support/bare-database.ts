import { open } from 'lmdb';
import type { RootDatabase } from 'lmdb';
import type { Test } from 'tap';
import { makeDataDirectory } from './data-directory.js';

/** A database of LMDB as the store opens it, for the time of a test. */
export const useBareDatabase = (t: Test): RootDatabase<Uint8Array, Buffer> => {
  const db = open<Uint8Array, Buffer>({
    path: makeDataDirectory(t),
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    overlappingSync: false,
    eventTurnBatching: false,
  });
  t.teardown(() => db.close());
  return db;
};
