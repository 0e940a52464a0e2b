import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { StoaError } from '../../base/index.js';
import type { GateId } from '../../base/index.js';
import type { GateValue } from '../../protocol/index.js';
import { readMessage, sendMessage } from '../messages.js';
import type { RoutesOptions } from '../model.js';
import { performMessage } from '../perform.js';
import { readId, readSpace } from '../target.js';

const requireControl = ({ headers }: FastifyRequest): string => {
  const control = headers['stoa-control'];
  if (typeof control === 'string' && control !== '') return control;
  throw new StoaError('CREDENTIAL_REQUIRED', 'expected the control credential of the gate in the header Stoa-Control');
};

/** Gates: opened, refreshed, closed. */
export const gateRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  const readTarget = async (request: FastifyRequest) => ({ services, space: await readSpace(request, services) });

  const readControl = (request: FastifyRequest) => ({
    '@gate': readId<GateId>(request, 'gate', 'GATE_NOT_FOUND'),
    '@control': requireControl(request),
  });

  app.post('/spaces/:space/gates', async (request, reply) => {
    const target = await readTarget(request);
    const message = await readMessage(request, services, ['openGate']);
    const response = await performMessage(request, target, message);
    reply.code(201).header('location', (response as GateValue)['@uri']);
    return sendMessage(request, reply, { method: 'openGate', response });
  });

  app.post('/spaces/:space/gates/:gate/refresh', async (request, reply) => {
    const message = { method: 'refreshGate', request: readControl(request) } as const;
    const response = await performMessage(request, await readTarget(request), message);
    return sendMessage(request, reply, { method: 'refreshGate', response });
  });

  app.delete('/spaces/:space/gates/:gate', async (request, reply) => {
    const message = { method: 'closeGate', request: readControl(request) } as const;
    await performMessage(request, await readTarget(request), message);
    return reply.code(204).send();
  });

  done();
};
