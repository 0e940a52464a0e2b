import { mkdir } from 'node:fs/promises';
import { open } from 'lmdb';
import { checkDataFile } from './data-file.js';
import { checkFormat } from './format.js';
import { toStoreFailure } from './failure.js';
import { assertOnlyReader, lockDirectory } from './directory-lock.js';
import type { Lmdb } from './database.js';

/** An open data directory that belongs to this process alone. */
export interface DataDirectory {
  readonly db: Lmdb;
  readonly release: () => Promise<void>;
}

const openDatabase = async (path: string): Promise<Lmdb> => {
  await checkDataFile(path);
  const db = open<Uint8Array, Buffer>({
    path,
    // A directory whose name has a dot is a directory too.
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    // Plain LMDB: a commit is visible, and its promise resolves, only after fdatasync and the synchronous write of
    // the meta page. With overlapping sync, readers would see what a power cut may still undo.
    overlappingSync: false,
    // With batching by turn, a failed commit also rejects a promise that nobody can reach and so ends the process.
    eventTurnBatching: false,
  });
  try {
    await checkFormat(db);
    assertOnlyReader(db.readerList());
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
};

/**
 * Opens the database in directory `path`, made with mode 0700 when it does not exist.
 *
 * @throws {StoaError} `STORE_FAILED` when another process has it open, or it cannot be opened or made
 * @throws {StoaError} `STORE_VERSION_UNSUPPORTED` when a newer version wrote it
 */
export const openDirectory = async (path: string): Promise<DataDirectory> => {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const lock = await lockDirectory(path);
    try {
      const db = await openDatabase(path);
      const release = async (): Promise<void> => {
        await db.close();
        await lock.release();
      };
      return { db, release };
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw await toStoreFailure(error, 'the data directory could not be opened');
  }
};
