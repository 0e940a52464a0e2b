import type { Caller, DocumentId } from '../../base/index.js';
import { StoaError, toUtf8 } from '../../base/index.js';
import { admit, shownCredentials } from '../admission.js';
import type { SpaceContext } from '../context.js';
import { heldUntilMs } from '../context.js';
import type { ReadDocument } from '../model.js';
import type { Row } from '../projection/index.js';
import { toEntry } from '../projection/index.js';
import type { BodyRecord } from '../tables/index.js';
import { bodyKey, readBodyRecord } from '../tables/index.js';

/** A row with the body of its version. */
export interface FoundBody {
  readonly row: Row;
  readonly body: BodyRecord;
}

/** How often a read starts again because the document changed between the heap and the store. */
const MAX_ATTEMPTS = 5;

/** The row of a document. @throws {StoaError} `DOCUMENT_NOT_FOUND` */
export const getRow = ({ projection }: Pick<SpaceContext, 'projection'>, id: DocumentId): Row => {
  const row = projection.find(id);
  if (row) return row;
  throw new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${id} in this space`);
};

/** A document's row and the body of just that version, or `undefined` when it was removed. */
export const findBody = async (
  { shared, definition, projection }: Pick<SpaceContext, 'shared' | 'definition' | 'projection'>,
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

/** As {@link findBody}. @throws {StoaError} `DOCUMENT_NOT_FOUND` */
export const getBody = async (context: SpaceContext, id: DocumentId): Promise<FoundBody> => {
  const found = await findBody(context, id);
  if (found) return found;
  throw new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${id} in this space`);
};

/**
 * The document as it was published, byte for byte.
 *
 * @throws {StoaError} `DOCUMENT_NOT_FOUND`, `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const read = async (context: SpaceContext, caller: Caller, id: DocumentId): Promise<ReadDocument> => {
  admit(context, shownCredentials(caller, undefined), 'read');
  const { row, body } = await getBody(context, id);
  return { entry: toEntry(row, heldUntilMs(context)), bytes: body.bytes };
};
