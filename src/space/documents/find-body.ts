import type { DocumentId } from '../../base/index.js';
import { SERVER_SUBJECT, toUtf8 } from '../../base/index.js';
import type { SpaceParts } from '../parts.js';
import type { Projection, Row } from '../projection/index.js';
import type { Asker } from '../schemas/index.js';
import type { BodyRecord } from '../tables/index.js';
import { bodyKey, readBodyRecord } from '../tables/index.js';

/** A space whose documents can be read. */
export interface ReadableSpace extends SpaceParts {
  readonly projection: Projection;
  /** For whom it is read: what has to be worked on outside the event loop counts for that one. Default: the server itself. */
  readonly asker?: Asker;
}

/** For whom a space is read. */
export const askerOf = ({ asker = SERVER_SUBJECT }: Pick<ReadableSpace, 'asker'>): Asker => asker;

/** A row with the body of its version. */
export interface FoundBody {
  readonly row: Row;
  readonly body: BodyRecord;
}

/** How often a read starts again because the document changed between the heap and the store. */
const MAX_ATTEMPTS = 5;

/** A document's row and the body of just that version, or `undefined` when it was removed. */
export const findBody = async (
  { shared, definition, projection }: ReadableSpace,
  id: DocumentId,
): Promise<FoundBody | undefined> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const row = projection.find(id);
    if (!row) return undefined;
    const found = await shared.collaborators.store.get(definition.id, toUtf8(bodyKey(id, row.version)));
    if (found) return { row, body: readBodyRecord(found.value) };
  }
  return undefined;
};
