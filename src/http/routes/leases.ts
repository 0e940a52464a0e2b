import type { FastifyPluginCallback } from 'fastify';
import { toDuration } from '../../base/index.js';
import type { LeaseId } from '../../base/index.js';
import { sendMessage } from '../messages.js';
import type { RoutesOptions } from '../model.js';
import { readParameters } from '../parameters.js';
import { performMessage } from '../perform.js';
import { readId, readSpace } from '../target.js';

/** Leases: renewed and let go by the holder of their credential. */
export const leaseRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  const path = '/spaces/:space/leases/:lease';

  app.put(path, async (request, reply) => {
    const periodMs = readParameters(request.query, ['period']).periodMs('period');
    const target = { services, space: await readSpace(request, services) };
    const response = await performMessage(request, target, {
      method: 'renew',
      request: {
        '@lease': readId<LeaseId>(request, 'lease', 'LEASE_NOT_FOUND'),
        ...(periodMs !== undefined && { '@period': toDuration(periodMs) }),
      },
    });
    return sendMessage(request, reply, { method: 'renew', response });
  });

  app.delete(path, async (request, reply) => {
    readParameters(request.query, []);
    const target = { services, space: await readSpace(request, services) };
    const lease = readId<LeaseId>(request, 'lease', 'LEASE_NOT_FOUND');
    await performMessage(request, target, { method: 'cancel', request: { '@lease': lease } });
    return reply.code(204).send();
  });

  done();
};
