import type { Caller, DocumentId } from '../../base/index.js';
import { StoaError, given } from '../../base/index.js';
import type { Interface } from '../../advertisement/index.js';
import { ADMINISTRATION } from '../access/rules.js';
import { createSight } from '../access/sight.js';
import type { Sight } from '../access/sight.js';
import { admit, findRights, isHolder } from '../admission.js';
import { askedBy } from '../context.js';
import type { SpaceContext } from '../context.js';
import { heldUntilMs } from '../parts.js';
import type { FoundService, SeenHit } from '../model.js';
import type { Row } from '../projection/index.js';
import { entryOf } from './entry-of.js';
import { getRow, notFound, refuseDocument } from './read.js';

/** What a caller sees of documents here that it may know of. */
const createReadingSight = (context: SpaceContext, caller: Caller, row: Row): Sight => {
  if (isHolder(context.keys, caller.credentials, row.lease)) return createSight(context, caller, ADMINISTRATION);
  const rights = findRights(context, caller);
  return createSight(context, caller, rights.may('lookup') ? rights : admit(context, caller, 'read'));
};

/**
 * A document's advertisement as the caller sees it: itself when it is one, else one made for it.
 *
 * @throws {StoaError} `DOCUMENT_NOT_FOUND`, and what admission throws
 */
export const readAdvertisementOf = async (context: SpaceContext, caller: Caller, id: DocumentId): Promise<SeenHit> => {
  const row = context.projection.find(id);
  if (!row) {
    if (!findRights(context, caller).may('lookup')) admit(context, caller, 'read');
    throw notFound(id);
  }
  const sight = createReadingSight(context, caller, row);
  const found = await context.shared.views.read(askedBy(context, caller), row, sight);
  // What is hidden from the caller is not there for it.
  if (!found) throw notFound(id);
  const hit = { entry: entryOf(context, found.row, heldUntilMs(context)), advertisement: found.text };
  return { ...hit, ...given('view', found.view) };
};

/**
 * The service behind a document, for a caller that may open gates on it: with the methods granted, and the advertisement cut to
 * them.
 *
 * @throws {StoaError} `NOT_A_SERVICE` when it has no methods; `DOCUMENT_NOT_FOUND`, and what admission throws
 */
export const findService = async (context: SpaceContext, caller: Caller, id: DocumentId): Promise<FoundService> => {
  const rights = admit(context, caller, 'open');
  const found = await context.shared.texts.read(context, getRow(context, id));
  if (!found) throw notFound(id);
  const { row, text } = found;
  const { advertisement } = await context.shared.texts.open(askedBy(context, caller), found);
  const count = advertisement.interface?.methods.length ?? 0;
  const readText = (): Promise<string> => Promise.resolve(text);
  const service = { entry: entryOf(context, row, heldUntilMs(context)), advertisement, readText };
  const sight = createSight(context, caller, rights);
  if (count === 0 && sight.of(row) !== 'hidden')
    throw new StoaError('NOT_A_SERVICE', `document "${row.name}" (${id}) has no methods to call`);
  if (sight.isWhole(row)) return service;
  const grantedMethods = sight.methodsOf(row);
  if (grantedMethods.length === 0) throw refuseDocument(context, row, { caller, sight, action: 'open' });
  if (grantedMethods.length === count) return service;
  const readView = async (): Promise<string> => {
    const view = await context.shared.views.read(askedBy(context, caller), row, { of: () => grantedMethods });
    if (view) return view.text;
    throw notFound(id);
  };
  const readSeen = async (): Promise<Interface | undefined> => {
    const seen = await context.shared.texts.openText(askedBy(context, caller), await readView());
    return seen.advertisement.interface;
  };
  return { ...service, readText: readView, grantedMethods, readSeen };
};
