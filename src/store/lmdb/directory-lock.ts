import { link, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

/**
 * Makes a lock file with its content in one step, so that nobody ever reads one half written; `false` when there is
 * one already.
 */
const createLockFile = async (path: string, content: string): Promise<boolean> => {
  const aside = await mkdtemp(`${path}-`);
  try {
    const file = join(aside, 'holder');
    await writeFile(file, content, { mode: 0o600 });
    await link(file, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
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

/** The live process that a lock file names. */
const findHolder = async (content: string): Promise<number | undefined> => {
  const identity = findIdentity(content);
  return identity && (await isAlive(identity)) ? identity.pid : undefined;
};

/**
 * Removes the stale lock at `path`, in turn: only who made the guard file may remove a lock, so that a lock which
 * another process has just made is never taken for the stale one that it replaced.
 */
const removeStale = async (path: string, content: string): Promise<void> => {
  const guard = `${path}.takeover`;
  if (!(await createLockFile(guard, content))) {
    const guarded = (await findText(guard)) ?? '';
    const holder = await findHolder(guarded);
    if (holder !== undefined) throw refuse(holder);
    // Left by a process that was killed in these few lines.
    await rm(guard, { force: true });
    return;
  }
  try {
    const found = await findText(path);
    if (found !== undefined && (await findHolder(found)) === undefined) await rm(path);
  } finally {
    await rm(guard, { force: true });
  }
};

/** Rounds of taking over; each further one means that another process started and ended in the same moment. */
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
    const holder = await findHolder(found);
    if (holder !== undefined) throw refuse(holder);
    await removeStale(path, content);
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
