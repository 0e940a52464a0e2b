import type { Caller, DocumentId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { admit, admitHolder, findRights, isHolder, showing } from '../admission.js';
import type { SpaceContext } from '../context.js';
import type { Kept } from './changes.js';
import { removeChange } from './changes.js';

export interface RemoveInput {
  readonly id: DocumentId;
  readonly credential?: string;
}

/**
 * Deletes a document at once.
 *
 * @throws {StoaError} `DOCUMENT_NOT_FOUND`, `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const remove = async (context: SpaceContext, caller: Caller, input: RemoveInput): Promise<void> => {
  const who = showing(caller, input.credential);
  const shown = who.credentials;
  const row = context.projection.find(input.id);
  if (!row || !isHolder(context.keys, shown, row.lease)) admit(context, who, 'publish');
  const { isAdministrator } = findRights(context, who);
  const allow = ({ record }: Kept): boolean => {
    if (!isAdministrator) admitHolder(context.keys, shown, record.lease);
    return true;
  };
  const atMs = context.shared.collaborators.clock.nowMs();
  const removed = await context.writer.write(
    removeChange(context, { id: input.id, publisher: row?.publisher, atMs, allow }),
  );
  if (!removed) throw new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${input.id} in this space`);
};
