import { StoaError, findIdInPath, isStoaError, isUrn } from '../base/index.js';
import type { DocumentId } from '../base/index.js';
import type { Hit, LookupQuery, SpaceClient } from '../client/index.js';
import type { CommandContext, SeekSpace } from './command.js';

/** Most ids listed when a name is not unique. */
const MAX_LISTED = 10;

/**
 * The document that a person means by an id (URN or UUID) or by a name that only one document has.
 *
 * @throws {StoaError} `DOCUMENT_NOT_FOUND` when there is none, `USAGE` with the ids when several have the name
 */
export const findDocument = async (space: SpaceClient, idOrName: string): Promise<Hit> => {
  const id = findIdInPath<DocumentId>(idOrName);
  if (id !== undefined || isUrn(idOrName)) return space.readAdvertisement(id ?? idOrName);
  const { hits } = await space.lookup({ name: idOrName, limit: MAX_LISTED });
  const [hit, ...others] = hits;
  if (hit === undefined)
    throw new StoaError('DOCUMENT_NOT_FOUND', `nothing in ${space.url} is named '${idOrName}'`, {
      hint: `stoa lookup --name '${idOrName}*' shows what comes near`,
    });
  if (others.length > 0)
    throw new StoaError('USAGE', `${hits.length} documents are named '${idOrName}'`, {
      hint: `say which by its id: ${hits.map(({ entry }) => entry.id).join(', ')}`,
    });
  return hit;
};

/** Spaces that have the document which the first argument means. */
export const seekDocument = ({ positionals: [idOrName] }: CommandContext): SeekSpace | undefined => {
  if (idOrName === undefined) return undefined;
  return async (space) => {
    try {
      await findDocument(space, idOrName);
      return true;
    } catch (thrown) {
      // Where several have the name, the command says so.
      if (isStoaError(thrown, 'USAGE')) return true;
      if (isStoaError(thrown, 'DOCUMENT_NOT_FOUND')) return false;
      throw thrown;
    }
  };
};

/** Spaces in which a lookup has a hit; any space, where it asks for nothing in particular. */
export const seekHit = ({ fresh, ...criteria }: Omit<LookupQuery, 'explain'>): SeekSpace | undefined => {
  if (Object.keys(criteria).length === 0) return undefined;
  const query = { ...criteria, ...(fresh === true && { fresh }), limit: 1 };
  return async (space) => (await space.lookup(query)).hits.length > 0;
};
