import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoaError } from '../../base/index.js';
import { findIdentity, isAlive, readProcessIdentity } from './process-identity.js';

/** Name of the lock file in a data directory. */
export const LOCK_FILE = 'stoa.lock';

/** A held lock on a data directory. */
export interface DirectoryLock {
  release(): Promise<void>;
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const refuse = (pid: number): StoaError =>
  new StoaError('STORE_FAILED', `the data directory is in use by process ${pid}`, {
    hint: 'stop that process, or give this one a data directory of its own',
  });

/** Makes the file; `false` when there is one already. */
const createLockFile = async (path: string, content: string): Promise<boolean> => {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

const findText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/**
 * Takes a stale lock file out of the way. Another process may have done so and locked the directory since it was
 * read, so what was moved is looked at again, and put back if it is not the stale one.
 */
const removeStale = async (path: string, stale: string): Promise<void> => {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path);
    await rm(aside, { force: true });
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error;
  }
};

/** Rounds of taking over; each further one means that other processes started in the same moment. */
const MAX_ATTEMPTS = 5;

/**
 * Locks a data directory for this process. The lock of a process that ended without releasing it, killed or by a
 * power cut, is taken over.
 *
 * @throws {StoaError} `STORE_FAILED` when a live process holds it, this one included
 */
export const lockDirectory = async (directory: string): Promise<DirectoryLock> => {
  const path = join(directory, LOCK_FILE);
  const content = JSON.stringify(await readProcessIdentity(process.pid));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (await createLockFile(path, content)) return { release: () => rm(path, { force: true }) };
    const found = await findText(path);
    if (found === undefined) continue;
    const holder = findIdentity(found);
    if (holder && (await isAlive(holder))) throw refuse(holder.pid);
    await removeStale(path, found);
  }
  throw new StoaError('STORE_FAILED', 'several processes try to open the data directory at once');
};

/**
 * Refuses when LMDB itself sees another process that reads this database: catches what the lock file cannot, a
 * process of another container. To be called after a first read, so that of two such processes each sees the other.
 *
 * @throws {StoaError} `STORE_FAILED`
 */
export const assertOnlyReader = (readerList: string): void => {
  for (const line of readerList.split('\n')) {
    const pid = Number(/^\s*(\d+)\s/.exec(line)?.[1] ?? process.pid);
    if (pid !== process.pid) throw refuse(pid);
  }
};
