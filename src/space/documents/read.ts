import type { Caller, DocumentId } from '../../base/index.js';
import { StoaError, toUtf8 } from '../../base/index.js';
import { ADMINISTRATION } from '../access/rules.js';
import { createSight } from '../access/sight.js';
import type { Sight } from '../access/sight.js';
import { admit, isHolder, refuse } from '../admission.js';
import type { AccessAction } from '../access/model.js';
import { askedBy } from '../context.js';
import type { SpaceContext } from '../context.js';
import { heldUntilMs } from '../parts.js';
import type { ReadDocument } from '../model.js';
import type { Row } from '../projection/index.js';
import { entryOf } from './entry-of.js';
import type { FoundBody } from './find-body.js';
import { findBody } from './find-body.js';

/** Told of a document that is not there, or of which the caller may not know. */
export const notFound = (id: DocumentId): StoaError =>
  new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${id} in this space`);

/** The row of a document. @throws {StoaError} `DOCUMENT_NOT_FOUND` */
export const getRow = ({ projection }: Pick<SpaceContext, 'projection'>, id: DocumentId): Row => {
  const row = projection.find(id);
  if (row) return row;
  throw notFound(id);
};

/** As {@link findBody}. @throws {StoaError} `DOCUMENT_NOT_FOUND` */
export const getBody = async (context: SpaceContext, id: DocumentId): Promise<FoundBody> => {
  const found = await findBody(context, id);
  if (found) return found;
  throw notFound(id);
};

/** Who is refused what. */
interface RefusedCaller {
  readonly caller: Caller;
  readonly sight: Sight;
  readonly action: AccessAction;
}

/** The refusal of a document that is there: it tells its name only to who may find it; to others it is not there. */
export const refuseDocument = (context: SpaceContext, row: Row, { caller, sight, action }: RefusedCaller): StoaError =>
  sight.of(row) === 'hidden' ? notFound(row.id) : refuse(context, caller, { action, name: row.name });

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
  if (!rights.may('read', row.name)) throw refuseDocument(context, row, { caller, sight, action: 'read' });
  const view = await context.shared.views.read(askedBy(context, caller), row, sight);
  if (!view) throw notFound(id);
  const entry = entryOf(context, view.row, heldUntilMs(context));
  if (view.view !== undefined) return { entry, bytes: toUtf8(view.text), view: view.view };
  return view.row === row ? { entry, bytes: body.bytes } : read(context, caller, id);
};
