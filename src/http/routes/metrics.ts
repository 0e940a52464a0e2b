import type { FastifyPluginCallback } from 'fastify';
import { StoaError } from '../../base/index.js';
import { readCaller } from '../caller.js';
import type { RoutesOptions } from '../model.js';

/** Figures for whoever operates the server. */
export const metricsRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services: { metrics } }, done) => {
  app.get('/metrics', async (request, reply) => {
    if (metrics === undefined) throw new StoaError('ROUTE_NOT_FOUND', 'this server keeps no metrics');
    const { contentType, text } = await metrics.read(readCaller(request));
    return reply.headers({ 'content-type': contentType, 'cache-control': 'no-store' }).send(text);
  });
  done();
};
