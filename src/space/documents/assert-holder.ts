import type { Caller, DocumentId } from '../../base/index.js';
import { createSight } from '../access/sight.js';
import { admit, admitHolder, isHolder, showing } from '../admission.js';
import type { SpaceContext } from '../context.js';
import { getRow, notFound } from './read.js';

/** Which document is said to be held, by the credential of which lease. */
export interface HolderInput {
  readonly id: DocumentId;
  readonly credential?: string;
}

/**
 * That the caller holds a document: by the credential of its lease, or by the root credential of its space.
 *
 * @throws {StoaError} `DOCUMENT_NOT_FOUND`, `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const assertHolder = (context: SpaceContext, caller: Caller, { id, credential }: HolderInput): Promise<void> => {
  const who = showing(caller, credential);
  const shown = who.credentials;
  const row = context.projection.find(id);
  if (row && isHolder(context.keys, shown, row.lease)) return Promise.resolve();
  // Whether the document is there is not for everybody to know.
  const sight = createSight(context, who, admit(context, who, 'read'));
  const known = getRow(context, id);
  if (sight.of(known) === 'hidden') throw notFound(id);
  admitHolder(context.keys, shown, known.lease);
  return Promise.resolve();
};
