import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StoaError } from '../base/index.js';
import type { XmlLimits } from '../base/index.js';
import { readAdvertisement } from '../advertisement/index.js';
import type { SpaceDeclaration } from '../space/index.js';
import { parseXml } from '../xml/index.js';

/** The file that declares a space: its own advertisement and policy. */
const DECLARATION = 'space.xml';

/** What may be a segment of a URL as it is, and is no UUID by accident. */
const ALIAS = /^[a-z][a-z0-9-]{0,62}$/;

const inFile = (path: string, { message, findings, hint, cause }: StoaError): StoaError =>
  new StoaError('CONFIGURATION_INVALID', `${path}: ${message}`, {
    cause,
    findings,
    ...(hint !== undefined && { hint }),
  });

/** What keeps a file from being read or used, told with its path; a fault of ours stays one. */
const toFileError = (path: string, thrown: unknown): unknown => {
  if (thrown instanceof StoaError) return inFile(path, thrown);
  if (!(thrown instanceof Error && 'syscall' in thrown)) return thrown;
  return new StoaError('CONFIGURATION_INVALID', `${path} cannot be read: ${thrown.message}`, { cause: thrown });
};

const readDeclaration = async (folder: string, limits: XmlLimits): Promise<SpaceDeclaration['advertisement']> => {
  const path = join(folder, DECLARATION);
  try {
    const { root, source } = parseXml(await readFile(path), limits);
    const advertisement = readAdvertisement(root, source);
    if (advertisement.kind === 'space') return advertisement;
    throw new StoaError('CONFIGURATION_INVALID', `expected kind space, got ${advertisement.kind}`);
  } catch (thrown) {
    throw toFileError(path, thrown);
  }
};

const readDocuments = async (folder: string): Promise<SpaceDeclaration['documents']> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.xml') && file !== DECLARATION).sort();
  return Promise.all(
    files.map(async (file) => ({ name: file.slice(0, -'.xml'.length), bytes: await readFile(join(folder, file)) })),
  );
};

const readSpace = async (parent: string, alias: string, limits: XmlLimits): Promise<SpaceDeclaration> => {
  if (!ALIAS.test(alias)) {
    const rule = 'expected a lower-case letter, then letters, digits and hyphens';
    throw new StoaError('CONFIGURATION_INVALID', `the folder ${alias} in ${parent} cannot name a space: ${rule}`);
  }
  const folder = join(parent, alias);
  const [advertisement, documents] = [await readDeclaration(folder, limits), await readDocuments(folder)];
  return { alias, advertisement, documents };
};

const listFolders = async (parent: string): Promise<readonly string[]> => {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  } catch (thrown) {
    throw toFileError(parent, thrown);
  }
};

/**
 * The spaces that a folder declares, in the order of their names: each folder in it is one, named by its alias.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` naming the file and the place in it
 */
export const readDeclaredSpaces = async (folder: string, limits: XmlLimits): Promise<readonly SpaceDeclaration[]> => {
  const aliases = [...(await listFolders(folder))].sort();
  return Promise.all(aliases.map((alias) => readSpace(folder, alias, limits)));
};
