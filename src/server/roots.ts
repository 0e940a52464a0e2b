import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoaError, createOneAtATime } from '../base/index.js';
import type { Spaces } from '../space/index.js';
import type { Configuration } from './configuration/index.js';

/** The root credential of a declared space. */
export interface DeclaredRoot {
  readonly alias: string;
  readonly id: string;
  readonly root: string;
}

/**
 * File of the root credentials in the data folder. It says nothing that the store beside it does not: whoever may read one may
 * read the other, and both are readable by their owner alone. A command can read it while the server has the store open.
 */
const toPath = ({ data }: Pick<Configuration, 'data'>): string => join(data, 'roots.json');

const writeRoots = async (configuration: Pick<Configuration, 'data' | 'store'>, spaces: Spaces): Promise<void> => {
  if (configuration.store === 'memory') return;
  const roots = spaces.declared().map(({ alias = '', id }): DeclaredRoot => ({ alias, id, root: spaces.root(id) }));
  const path = toPath(configuration);
  const draft = `${path}.${String(process.pid)}`;
  await writeFile(draft, `${JSON.stringify({ spaces: roots }, undefined, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, path);
};

/** Writes the root credentials of the declared spaces for `stoa space root`, as they are then, one time after the other; nothing for a store in memory. */
export const createRootsKeeper = (
  configuration: Pick<Configuration, 'data' | 'store'>,
  spaces: Spaces,
): (() => Promise<void>) => {
  const inTurn = createOneAtATime();
  return () => inTurn(() => writeRoots(configuration, spaces));
};

const isRoot = (value: unknown): value is DeclaredRoot =>
  typeof value === 'object' && value !== null && 'alias' in value && 'id' in value && 'root' in value;

/**
 * The root credentials of the spaces that the server with this configuration declares.
 *
 * @throws {StoaError} `USAGE` when it never ran with this data folder
 */
export const readRoots = async (configuration: Pick<Configuration, 'data'>): Promise<readonly DeclaredRoot[]> => {
  const path = toPath(configuration);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const hint = 'run stoa serve once with this data folder, or name the one it runs with: --data FOLDER';
    throw new StoaError('USAGE', `the file ${path} cannot be read`, { cause, hint });
  }
  const value: unknown = JSON.parse(text);
  const spaces = typeof value === 'object' && value !== null && 'spaces' in value ? value.spaces : undefined;
  return Array.isArray(spaces) ? spaces.filter(isRoot) : [];
};
