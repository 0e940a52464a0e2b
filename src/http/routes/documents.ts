import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { StoaError, toDateTime } from '../../base/index.js';
import type { DocumentId } from '../../base/index.js';
import { XML_CONTENT_TYPE } from '../../protocol/index.js';
import { toHeldResponse } from '../../space/index.js';
import type { Entry, HeldDocument, Space } from '../../space/index.js';
import { sendAdvertisement } from '../advertisement-reply.js';
import { requireXmlBody } from '../body.js';
import { findLeaseCredential, readCaller } from '../caller.js';
import { isMatch, isNoneMatch, toEntityTag } from '../entity-tag.js';
import { sendMessage } from '../messages.js';
import type { HttpServices, RoutesOptions } from '../model.js';
import { assertAcceptsXml } from '../negotiation.js';
import { readParameters } from '../parameters.js';
import { performMessage } from '../perform.js';
import { readId, readSpace } from '../target.js';

/** What the space says of a document, as headers; names may hold what headers cannot, so they are percent-encoded. */
const entryHeaders = (entry: Entry): Readonly<Record<string, string>> => ({
  'last-modified': new Date(entry.updatedAtMs).toUTCString(),
  // Kept by a client that asks each time whether it is still so.
  'cache-control': 'no-cache',
  'stoa-id': entry.id,
  'stoa-name': encodeURIComponent(entry.name),
  'stoa-kind': entry.kind,
  'stoa-version': String(entry.version),
  'stoa-sequence': String(entry.sequence),
  'stoa-expires': toDateTime(entry.expiresAtMs),
  'stoa-stale': String(entry.stale),
});

const readDocumentId = (request: FastifyRequest): DocumentId => readId<DocumentId>(request, 'id', 'DOCUMENT_NOT_FOUND');

/** The version that `If-Match` asks for, compared with what is there now. */
const findExpectedVersion = async (request: FastifyRequest, space: Space): Promise<number | undefined> => {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  const { entry, view } = await space.read(readCaller(request), readDocumentId(request));
  if (isMatch(header, toEntityTag(entry, view))) return entry.version;
  throw new StoaError(
    'VERSION_CONFLICT',
    `expected ${header.slice(0, 100)}, the document is at ${toEntityTag(entry, view)}`,
    {
      hint: 'read it again and repeat the change on what it is now',
    },
  );
};

const leaseCredential = (request: FastifyRequest): { readonly credential?: string } => {
  const credential = findLeaseCredential(request);
  return credential === undefined ? {} : { credential };
};

const publish = async (request: FastifyRequest, space: Space): Promise<HeldDocument> => {
  const parameters = readParameters(request.query, ['name', 'period']);
  const [name, periodMs] = [parameters.text('name'), parameters.periodMs('period')];
  return space.publish(readCaller(request), {
    bytes: requireXmlBody(request),
    ...(name !== undefined && { name }),
    ...(periodMs !== undefined && { periodMs }),
    ...leaseCredential(request),
  });
};

const update = async (request: FastifyRequest, space: Space): Promise<HeldDocument> => {
  readParameters(request.query, []);
  const bytes = requireXmlBody(request);
  const version = await findExpectedVersion(request, space);
  return space.update(readCaller(request), {
    id: readDocumentId(request),
    bytes,
    ...(version !== undefined && { version }),
    ...leaseCredential(request),
  });
};

interface HeldReply {
  readonly space: Space;
  readonly held: HeldDocument;
  readonly method: 'publish' | 'update';
}

const sendHeld =
  (services: HttpServices) =>
  (request: FastifyRequest, reply: FastifyReply, { space, held, method }: HeldReply): FastifyReply => {
    const location = services.addresses.document(space, held.entry.id);
    reply.code(held.created ? 201 : 200).headers({ location, etag: toEntityTag(held.entry) });
    return sendMessage(request, reply, { method, response: toHeldResponse(held) });
  };

/** Documents: published, read, brought up to date, removed. */
export const documentRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  const send = sendHeld(services);

  app.post('/spaces/:space/documents', async (request, reply) => {
    const space = await readSpace(request, services);
    return send(request, reply, { space, held: await publish(request, space), method: 'publish' });
  });

  app.get('/spaces/:space/documents/:id', async (request, reply) => {
    readParameters(request.query, []);
    assertAcceptsXml(request.headers.accept);
    const space = await readSpace(request, services);
    const { entry, bytes, view } = await space.read(readCaller(request), readDocumentId(request));
    const etag = toEntityTag(entry, view);
    reply.headers(entryHeaders(entry)).header('etag', etag);
    if (isNoneMatch(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.header('content-type', XML_CONTENT_TYPE).send(bytes);
  });

  app.put('/spaces/:space/documents/:id', async (request, reply) => {
    const space = await readSpace(request, services);
    return send(request, reply, { space, held: await update(request, space), method: 'update' });
  });

  app.delete('/spaces/:space/documents/:id', async (request, reply) => {
    readParameters(request.query, []);
    const space = await readSpace(request, services);
    await findExpectedVersion(request, space);
    const message = { method: 'remove', request: { '@id': readDocumentId(request) } } as const;
    await performMessage(request, { services, space }, message);
    return reply.code(204).send();
  });

  app.get('/spaces/:space/documents/:id/advertisement', async (request, reply) => {
    readParameters(request.query, []);
    const space = await readSpace(request, services);
    const { entry, advertisement } = await space.readAdvertisement(readCaller(request), readDocumentId(request));
    // Without the document's own tag: its bytes are others.
    return sendAdvertisement(request, reply.headers(entryHeaders(entry)), advertisement);
  });

  done();
};
