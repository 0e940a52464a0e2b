import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { RELAY_PATH } from '../../gate/index.js';
import type { CallHeaders } from '../../gate/index.js';
import { requireBody } from '../body.js';
import { createHangUpSignal } from '../hang-up.js';
import type { RoutesOptions } from '../model.js';
import { readSegment, readSpace } from '../target.js';

const toCallHeaders = ({ headers }: FastifyRequest): CallHeaders => {
  const taken: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) taken[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return taken;
};

/** Calls that go through the space: the desk judges and forwards them. */
export const relayRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  app.post(`/spaces/:space/${RELAY_PATH}/:address`, async (request, reply) => {
    const space = await readSpace(request, services);
    const answer = await services.desk.relay(space.id, {
      address: readSegment(request, 'address'),
      headers: toCallHeaders(request),
      body: requireBody(request),
      signal: createHangUpSignal(reply.raw),
    });
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  });
  done();
};
