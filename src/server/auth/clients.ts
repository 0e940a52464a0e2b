import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StoaError } from '../../base/index.js';
import type { Clock, Log, ScheduledCall } from '../../base/index.js';
import { checkSource } from '../configuration/index.js';
import type { Configuration, ConfiguredClient } from '../configuration/index.js';

/** Where clients are listed that `stoa client add` added. */
export const toClientsPath = ({ auth, data }: Pick<Configuration, 'auth' | 'data'>): string =>
  auth.clientsFile ?? join(data, 'clients.json');

/** The programs that may get tokens. */
export interface ClientRegistry {
  /** A client as it stands in the file now. */
  readonly find: (id: string) => Promise<ConfiguredClient | undefined>;
  /** Groups of a client, as it was known last; `undefined` when there is none of that name. */
  readonly groupsOf: (id: string) => readonly string[] | undefined;
  /** Looks at the file no more. */
  readonly close: () => void;
}

const NO_GROUPS: readonly string[] = Object.freeze([]);

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

/** What a registry is made with. */
export interface ClientRegistryParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Told when clients were added, changed or removed. */
  readonly changed?: () => void;
}

/** How often the file is looked at, in milliseconds: a client that was removed is none any more within that. */
const LOOK_MS = 10_000;

/**
 * A registry that takes up what `stoa client add` and `remove` write, when it is asked for a client and every ten seconds; a file
 * that cannot be read changes nothing.
 */
export const openClientRegistry = async (
  { configured, path }: ClientSources,
  { clock, log, changed }: ClientRegistryParts,
): Promise<ClientRegistry> => {
  let added: readonly ConfiguredClient[] = [];
  let stamp = 'none';
  let timer: ScheduledCall | undefined;
  let isOpen = false;
  const findKnown = (id: string): ConfiguredClient | undefined =>
    configured.find((client) => client.id === id) ?? added.find((client) => client.id === id);
  const readAgain = async (): Promise<void> => {
    const found = await stampOf(path);
    if (found === stamp) return;
    added = await readClients(path);
    stamp = found;
    if (isOpen) changed?.();
  };
  const look = (): Promise<void> =>
    readAgain().catch((err: unknown) =>
      log.error({ err, path }, 'the file of clients cannot be read; those that it held stay'),
    );
  const arm = (): void => {
    timer = clock.callAt(clock.nowMs() + LOOK_MS, () => void look().finally(() => timer && arm()));
  };
  await look();
  isOpen = true;
  arm();
  return {
    find: async (id) => {
      await look();
      return findKnown(id);
    },
    groupsOf: (id) => {
      const client = findKnown(id);
      return client && (client.groups ?? NO_GROUPS);
    },
    close: () => {
      timer?.cancel();
      timer = undefined;
    },
  };
};
