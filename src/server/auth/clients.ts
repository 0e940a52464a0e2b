import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StoaError } from '../../base/index.js';
import type { Log } from '../../base/index.js';
import { checkSource } from '../configuration/index.js';
import type { Configuration, ConfiguredClient } from '../configuration/index.js';

/** Where clients are listed that `stoa client add` added. */
export const toClientsPath = ({ auth, data }: Pick<Configuration, 'auth' | 'data'>): string =>
  auth.clientsFile ?? join(data, 'clients.json');

/** The programs that may get tokens. */
export interface ClientRegistry {
  readonly find: (id: string) => Promise<ConfiguredClient | undefined>;
}

/** The text of a file of clients; `{ "clients": [ … ] }`, as `auth.clients` has them. */
export const parseClients = (text: string, path: string): readonly ConfiguredClient[] => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new StoaError('CONFIGURATION_INVALID', `${path} is not JSON`);
  }
  return checkSource({ auth: value }, path).auth?.clients ?? [];
};

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');

/** Clients in a file; none when it is not there. */
export const readClients = async (path: string): Promise<readonly ConfiguredClient[]> => {
  try {
    return parseClients(await readFile(path, 'utf8'), path);
  } catch (thrown) {
    if (isMissing(thrown)) return [];
    throw thrown;
  }
};

/** What tells whether a file was changed since it was read. */
const stampOf = async (path: string): Promise<string> => {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return [mtimeMs, size, ino].join(' ');
  } catch (thrown) {
    if (isMissing(thrown)) return 'none';
    throw thrown;
  }
};

/** Where clients are listed. */
export interface ClientSources {
  /** Those of the configuration: they win over equal names in the file. */
  readonly configured: readonly ConfiguredClient[];
  /** Read again whenever it has changed. */
  readonly path: string;
}

/** A registry that takes up what `stoa client add` and `remove` write; a file that cannot be read changes nothing. */
export const createClientRegistry = ({ configured, path }: ClientSources, log: Log): ClientRegistry => {
  let added: readonly ConfiguredClient[] = [];
  let stamp = 'none';
  const readAgain = async (): Promise<void> => {
    const found = await stampOf(path);
    if (found === stamp) return;
    added = await readClients(path);
    stamp = found;
  };
  return {
    find: async (id) => {
      await readAgain().catch((err: unknown) =>
        log.error({ err, path }, 'the file of clients cannot be read; those that it held stay'),
      );
      return [...configured, ...added].find((client) => client.id === id);
    },
  };
};
