import type { FastifyPluginCallback } from 'fastify';
import { given } from '../../base/index.js';
import type { DocumentId, GateId } from '../../base/index.js';
import { findLeaseCredential, readCaller } from '../caller.js';
import { streamEvents, toEventStream } from '../event-stream.js';
import { readParameters } from '../parameters.js';
import { readId, readSpace } from '../target.js';
import type { EventRoutesOptions } from './events.js';

/** A closed gate as an event: its URN alone, which is the same in every form. */
const writeClosure = (gate: GateId): string => `event: closed\ndata: ${gate}\n\n`;

/** Which gates of a service were closed, told to whoever holds its advertisement. */
export const closureRoutes: FastifyPluginCallback<EventRoutesOptions> = (app, { services, closing }, done) => {
  const { clock, settings, desk, observer } = services;
  const streaming = observer?.streaming;
  app.get('/spaces/:space/documents/:id/closures', { exposeHeadRoute: false }, async (request, reply) => {
    readParameters(request.query, []);
    const space = await readSpace(request, services);
    const id = readId<DocumentId>(request, 'id', 'DOCUMENT_NOT_FOUND');
    space.takeCall(readCaller(request));
    await space.assertHolder(readCaller(request), { id, ...given('credential', findLeaseCredential(request)) });
    const open = (signal: AbortSignal) => desk.closures(space.id, id, signal);
    const stream = { open, write: writeClosure, closing: closing.signal, clock, settings, streaming };
    await streamEvents(reply, toEventStream(request, stream));
  });
  done();
};
