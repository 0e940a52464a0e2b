import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { StoaError } from '../../base/index.js';
import type { PolicyResponse } from '../../protocol/index.js';
import type { SpaceMessage } from '../../space/index.js';
import { isNoneMatch } from '../entity-tag.js';
import { readMessage, sendMessage } from '../messages.js';
import type { RoutesOptions } from '../model.js';
import { readParameters } from '../parameters.js';
import { performMessage } from '../perform.js';
import { readSpace } from '../target.js';

const toTag = ({ '@version': version }: PolicyResponse): string => `"${version}"`;

/** The version that `If-Match` asks for. @throws {StoaError} `VERSION_CONFLICT` for a tag that no policy ever had */
const readVersion = ({ headers }: FastifyRequest): { readonly '@version'?: number } => {
  const header = headers['if-match']?.trim();
  if (header === undefined || header === '*') return {};
  const [, version] = /^"(\d{1,9})"$/.exec(header) ?? [];
  if (version !== undefined) return { '@version': Number(version) };
  throw new StoaError('VERSION_CONFLICT', `expected the ETag of a policy in If-Match, got ${header.slice(0, 100)}`);
};

const send = (request: FastifyRequest, reply: FastifyReply, response: PolicyResponse): FastifyReply => {
  reply.headers({ etag: toTag(response), 'cache-control': 'no-cache' });
  return sendMessage(request, reply, { method: 'policy', response });
};

/** The access policy of a space, read and changed, and its root credential, replaced. */
export const policyRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  const perform = async (request: FastifyRequest, message: SpaceMessage): Promise<PolicyResponse> => {
    const target = { services, space: await readSpace(request, services) };
    return (await performMessage(request, target, message)) as PolicyResponse;
  };

  app.get('/spaces/:space/policy', async (request, reply) => {
    readParameters(request.query, []);
    const response = await perform(request, { method: 'policy', request: {} });
    if (isNoneMatch(request.headers['if-none-match'], toTag(response)))
      return reply.code(304).header('etag', toTag(response)).send();
    return send(request, reply, response);
  });

  app.put('/spaces/:space/policy', async (request, reply) => {
    readParameters(request.query, []);
    const message = await readMessage(request, services, ['policy']);
    const change = { ...message.request, ...readVersion(request) };
    return send(request, reply, await perform(request, { method: 'policy', request: change }));
  });

  app.put('/spaces/:space/root', async (request, reply) => {
    readParameters(request.query, []);
    const target = { services, space: await readSpace(request, services) };
    const response = await performMessage(request, target, await readMessage(request, services, ['replaceRoot']));
    reply.header('cache-control', 'no-store');
    return sendMessage(request, reply, { method: 'replaceRoot', response });
  });

  done();
};
