import type { FastifyPluginCallback } from 'fastify';
import { StoaError } from '../../base/index.js';
import { ATTACH_PROTOCOL } from '../../gate/index.js';
import { ATTACHMENT_ROUTE } from '../attach-sockets.js';
import type { RoutesOptions } from '../model.js';

/** What a request that is no WebSocket gets at the address of an attachment. */
export const attachmentRoutes: FastifyPluginCallback<RoutesOptions> = (app, _options, done) => {
  app.get(ATTACHMENT_ROUTE, (_request, reply) => {
    reply.headers({ upgrade: 'websocket', connection: 'upgrade' });
    throw new StoaError('UPGRADE_REQUIRED', `expected a WebSocket with the subprotocol ${ATTACH_PROTOCOL}`);
  });
  done();
};
