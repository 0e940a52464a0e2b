import type { Caller, DocumentId } from '../../base/index.js';
import { StoaError, toUtf8 } from '../../base/index.js';
import { ADMINISTRATION } from '../access/rules.js';
import { createSight } from '../access/sight.js';
import { admit, isHolder, refuse } from '../admission.js';
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
 * The document as it was published, byte for byte; to a caller that is not granted all of it, its advertisement as the caller sees
 * it.
 *
 * @throws {StoaError} `DOCUMENT_NOT_FOUND`, and what admission throws
 */
export const read = async (context: SpaceContext, caller: Caller, id: DocumentId): Promise<ReadDocument> => {
  if (context.access.rules() === undefined) {
    const { row, body } = await getBody(context, id);
    if (!row.guarded) return { entry: entryOf(context, row, heldUntilMs(context)), bytes: body.bytes };
  }
  const held = context.projection.find(id);
  const isHeld = held !== undefined && isHolder(context.keys, caller.credentials, held.lease);
  const rights = isHeld ? ADMINISTRATION : admit(context, caller, 'read');
  const { row, body } = await getBody(context, id);
  const sight = createSight(context, caller, rights);
  if (sight.isWhole(row)) return { entry: entryOf(context, row, heldUntilMs(context)), bytes: body.bytes };
  if (!rights.may('read', row.name)) throw refuse(context, caller, { action: 'read', name: row.name });
  const view = await context.shared.views.read(context, row, sight);
  if (!view) throw new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${id} in this space`);
  const entry = entryOf(context, view.row, heldUntilMs(context));
  if (view.view !== undefined) return { entry, bytes: toUtf8(view.text), view: view.view };
  return view.row === row ? { entry, bytes: body.bytes } : read(context, caller, id);
};
