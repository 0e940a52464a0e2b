import { StoaError, findIdInPath, isUrn } from '../base/index.js';
import type { DocumentId } from '../base/index.js';
import type { Hit, SpaceClient } from '../client/index.js';

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
