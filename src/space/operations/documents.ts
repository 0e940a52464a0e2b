import { given } from '../../base/index.js';
import type { DocumentId } from '../../base/index.js';
import { readCriteria, readDocument, readId, readPeriod } from './from-message.js';
import type { Operation } from './model.js';
import {
  toAdvertisementFragment,
  toEntryValue,
  toHeldResponse,
  toLookupResponse,
  toReadResponse,
} from './to-message.js';

export const publishOperation: Operation<'publish'> = async (_, { space, caller, request }) =>
  toHeldResponse(
    await space.publish(caller, {
      bytes: readDocument(request.document),
      ...given('name', request['@name']),
      ...given('periodMs', readPeriod(request['@period'])),
      ...given('credential', request['@credential']),
    }),
  );

export const updateOperation: Operation<'update'> = async (_, { space, caller, request }) =>
  toHeldResponse(
    await space.update(caller, {
      id: readId<DocumentId>(request['@id'], 'DOCUMENT_NOT_FOUND'),
      bytes: readDocument(request.document),
      ...given('version', request['@version']),
      ...given('credential', request['@credential']),
    }),
  );

export const readOperation: Operation<'read'> = async (_, { space, caller, request }) => {
  const id = readId<DocumentId>(request['@id'], 'DOCUMENT_NOT_FOUND');
  if (request['@view'] !== 'advertisement') return toReadResponse(await space.read(caller, id));
  const { entry, advertisement } = await space.readAdvertisement(caller, id);
  return { entry: toEntryValue(entry), document: toAdvertisementFragment(advertisement) };
};

export const removeOperation: Operation<'remove'> = async (_, { space, caller, request }) => {
  const id = readId<DocumentId>(request['@id'], 'DOCUMENT_NOT_FOUND');
  await space.remove(caller, { id, ...given('credential', request['@credential']) });
  return {};
};

export const lookupOperation: Operation<'lookup'> = async (_, { space, caller, request }) =>
  toLookupResponse(
    await space.lookup(caller, {
      ...given('name', request.name),
      ...readCriteria(request),
      ...given('explain', request.explain),
      ...given('kinds', request.kind),
      ...given('publisher', request.publisher),
      ...(request.id !== undefined && { id: readId<DocumentId>(request.id, 'PARAMETER_INVALID') }),
      ...given('fresh', request.fresh),
      ...given('limit', request.limit),
      ...given('cursor', request.cursor),
    }),
  );
