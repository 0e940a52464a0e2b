import type { FastifyPluginCallback } from 'fastify';
import type { RoutesOptions } from '../model.js';
import { readSpace } from '../target.js';

/** Keys change rarely, and a service that meets an unknown one asks again. */
const KEYS_CACHE = 'public, max-age=300';

/** The public keys by which services verify the credentials of gates. */
export const keyRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  app.get('/spaces/:space/keys', async (request, reply) => {
    await readSpace(request, services);
    const keys = JSON.stringify(await services.keys());
    return reply.header('cache-control', KEYS_CACHE).type('application/jwk-set+json').send(keys);
  });
  done();
};
