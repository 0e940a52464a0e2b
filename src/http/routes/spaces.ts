import type { FastifyPluginCallback } from 'fastify';
import type { SpawnResponse, SpacesResponse } from '../../protocol/index.js';
import { sendAdvertisement } from '../advertisement-reply.js';
import { readCaller } from '../caller.js';
import { ANSWER_CONTENT_TYPES, readMessage, sendMessage, toTypedValue, writeMessage } from '../messages.js';
import type { HttpServices, RoutesOptions } from '../model.js';
import { negotiate } from '../negotiation.js';
import { readParameters } from '../parameters.js';
import { performMessage } from '../perform.js';
import { readSpace } from '../target.js';

const listSpaces = ({ spaces, addresses }: HttpServices): SpacesResponse => ({
  space: spaces.declared().map((space) => ({
    '@id': space.id,
    '@name': space.name,
    '@uri': addresses.space(space),
    ...(space.alias !== undefined && { '@alias': space.alias }),
  })),
});

/** Spaces: listed, described, spoken to, spawned, ended. */
export const spaceRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  app.get('/spaces', (request, reply) => {
    const format = negotiate(request.headers.accept);
    const text = writeMessage('spaces', toTypedValue(listSpaces(services)), format);
    return reply.header('content-type', ANSWER_CONTENT_TYPES[format]).send(text);
  });

  app.get('/spaces/:space', async (request, reply) => {
    const space = await readSpace(request, services);
    return sendAdvertisement(request, reply, services.operations.describe(readCaller(request), space));
  });

  app.post('/spaces/:space', async (request, reply) => {
    const target = { services, space: await readSpace(request, services) };
    const message = await readMessage(request, services);
    const response = await performMessage(request, target, message);
    return sendMessage(request, reply, { method: message.method, response });
  });

  app.delete('/spaces/:space', async (request, reply) => {
    readParameters(request.query, []);
    const target = { services, space: await readSpace(request, services) };
    await performMessage(request, target, { method: 'destroy', request: {} });
    return reply.code(204).send();
  });

  app.post('/spaces/:space/spaces', async (request, reply) => {
    const target = { services, space: await readSpace(request, services) };
    const message = await readMessage(request, services, ['spawn']);
    const response = await performMessage(request, target, message);
    reply.code(201).header('location', (response as SpawnResponse)['@uri']);
    return sendMessage(request, reply, { method: 'spawn', response });
  });

  done();
};
