import type { Caller, DocumentId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { admit } from '../admission.js';
import type { SpaceContext } from '../context.js';
import { heldUntilMs } from '../parts.js';
import type { FoundService, Hit } from '../model.js';
import { entryOf } from './entry-of.js';
import type { RowText } from './advertisement-texts.js';
import { getRow } from './read.js';

const getText = async (context: SpaceContext, id: DocumentId): Promise<RowText> => {
  const found = await context.shared.texts.read(context, getRow(context, id));
  if (found) return found;
  throw new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${id} in this space`);
};

/**
 * A document's advertisement: itself when it is one, else one made for it.
 *
 * @throws {StoaError} `DOCUMENT_NOT_FOUND`, `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const readAdvertisementOf = async (context: SpaceContext, caller: Caller, id: DocumentId): Promise<Hit> => {
  admit(context, caller, 'read');
  const { row, text } = await getText(context, id);
  return { entry: entryOf(context, row, heldUntilMs(context)), advertisement: text };
};

/**
 * The service behind a document.
 *
 * @throws {StoaError} `NOT_A_SERVICE` when it has no methods; `DOCUMENT_NOT_FOUND`, `CREDENTIAL_REQUIRED`,
 *   `CREDENTIAL_INVALID`
 */
export const findService = async (context: SpaceContext, caller: Caller, id: DocumentId): Promise<FoundService> => {
  admit(context, caller, 'open');
  const { row, text } = await getText(context, id);
  const advertisement = context.shared.texts.parse(row, text);
  if ((advertisement.interface?.methods.length ?? 0) > 0) {
    return { entry: entryOf(context, row, heldUntilMs(context)), advertisement, text };
  }
  throw new StoaError('NOT_A_SERVICE', `document "${row.name}" (${id}) has no methods to call`);
};
