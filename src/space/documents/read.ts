import type { Caller, DocumentId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { admit } from '../admission.js';
import type { SpaceContext } from '../context.js';
import { heldUntilMs } from '../parts.js';
import type { ReadDocument } from '../model.js';
import type { Row } from '../projection/index.js';
import { entryOf } from './entry-of.js';
import type { FoundBody } from './find-body.js';
import { findBody } from './find-body.js';

/** The row of a document. @throws {StoaError} `DOCUMENT_NOT_FOUND` */
export const getRow = ({ projection }: Pick<SpaceContext, 'projection'>, id: DocumentId): Row => {
  const row = projection.find(id);
  if (row) return row;
  throw new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${id} in this space`);
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
  admit(context, caller, 'read');
  const { row, body } = await getBody(context, id);
  return { entry: entryOf(context, row, heldUntilMs(context)), bytes: body.bytes };
};
