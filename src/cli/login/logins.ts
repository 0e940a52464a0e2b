import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { StoaError, systemClock } from '../../base/index.js';
import type { ClientKey } from '../../client/index.js';

/** A login of this user at a server: all of it is secret. */
export interface Login {
  /** What URLs of the server begin with. */
  readonly server: string;
  readonly issuer: string;
  readonly clientId: string;
  /** What tokens are asked for (RFC 8707). */
  readonly resource?: string;
  /** Private JWK of the key that the tokens are bound to. */
  readonly key: string;
  readonly publicJwk: ClientKey['publicJwk'];
  readonly thumbprint: string;
  readonly accessToken: string;
  readonly tokenType: 'Bearer' | 'DPoP';
  readonly expiresAtMs: number;
  readonly refreshToken?: string;
  /** Who logged in, as the provider says it. */
  readonly subject?: string;
}

/** The logins of this user. */
export interface Logins {
  readonly all: () => Promise<readonly Login[]>;
  readonly find: (server: string) => Promise<Login | undefined>;
  readonly keep: (login: Login) => Promise<void>;
  /** Resolves with what was removed. */
  readonly remove: (server: string) => Promise<Login | undefined>;
  /** Runs `work` while no other process does: a refresh token is good for one use. */
  readonly alone: <Done>(work: () => Promise<Done>) => Promise<Done>;
}

/** Where logins are kept: `$XDG_CONFIG_HOME/stoa`, by default `~/.config/stoa`. */
export const loginsPath = (environment: Readonly<Record<string, string | undefined>>): string =>
  join(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'stoa', 'logins.json');

const TEXTS = ['server', 'issuer', 'clientId', 'key', 'thumbprint', 'accessToken'];

const isLogin = (value: unknown): value is Login => {
  if (typeof value !== 'object' || value === null || !('publicJwk' in value)) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return TEXTS.every((name) => typeof members.get(name) === 'string');
};

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

const readLogins = async (path: string): Promise<readonly Login[]> => {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(content) ? content.filter(isLogin) : [];
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    // The cause may quote the text, which is a secret.
    throw new StoaError('CONFIGURATION_INVALID', `the logins in ${path} cannot be read`, {
      hint: 'remove the file and log in again: stoa login',
    });
  }
};

const LOCK_STALE_MS = 30_000;
const LOCK_POLL_MS = 50;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => void systemClock.callAt(systemClock.nowMs() + ms, resolve));

/** Makes the lock, or takes that of a process which died with it. */
const takeLock = async (lock: string): Promise<boolean> => {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Infinity }));
    if (systemClock.nowMs() - mtimeMs > LOCK_STALE_MS) await rm(lock, { force: true });
    return false;
  }
};

/** Logins in a file that only its owner can read; a write replaces the file whole, so a crash leaves the old one. */
export const createLogins = (path: string): Logins => {
  const write = async (logins: readonly Login[]): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${String(process.pid)}`;
    await writeFile(draft, `${JSON.stringify(logins, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, path);
  };
  const all = (): Promise<readonly Login[]> => readLogins(path);
  const find = async (server: string): Promise<Login | undefined> =>
    (await all()).find((login) => login.server === server);
  return {
    all,
    find,
    keep: async (login) => write([...(await all()).filter(({ server }) => server !== login.server), login]),
    remove: async (server) => {
      const found = await find(server);
      if (found !== undefined) await write((await all()).filter((login) => login.server !== server));
      return found;
    },
    alone: async (work) => {
      const lock = `${path}.lock`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      while (!(await takeLock(lock))) await pause(LOCK_POLL_MS);
      try {
        return await work();
      } finally {
        await rm(lock, { force: true });
      }
    },
  };
};
