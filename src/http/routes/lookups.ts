import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { XSD_NAMESPACE } from '../../schema/index.js';
import type { LookupAnswer, LookupInput } from '../../space/index.js';
import { toLookupResponse } from '../../space/index.js';
import { parseXml } from '../../xml/index.js';
import { findBodyFormat, requireBody } from '../body.js';
import { readCaller } from '../caller.js';
import { writeLookupAnswer } from '../lookup-writer.js';
import { ANSWER_CONTENT_TYPES, readMessage, sendMessage, toTypedValue, writeMessage } from '../messages.js';
import type { RoutesOptions } from '../model.js';
import { negotiate } from '../negotiation.js';
import type { AnswerFormat } from '../negotiation.js';
import { readParameters } from '../parameters.js';
import { performMessage } from '../perform.js';
import { readSpace } from '../target.js';

const LOOKUP_PARAMETERS = ['name', 'kind', 'publisher', 'fresh', 'limit', 'cursor'];

const readLookupInput = (query: unknown): LookupInput => {
  const parameters = readParameters(query, LOOKUP_PARAMETERS);
  const [name, publisher, cursor] = [parameters.text('name'), parameters.text('publisher'), parameters.text('cursor')];
  const [kinds, fresh, limit] = [parameters.kinds('kind'), parameters.flag('fresh'), parameters.whole('limit')];
  return {
    ...(name !== undefined && { name }),
    ...(kinds !== undefined && { kinds }),
    ...(publisher !== undefined && { publisher }),
    ...(fresh !== undefined && { fresh }),
    ...(limit !== undefined && { limit }),
    ...(cursor !== undefined && { cursor }),
  };
};

const writeAnswer = (answer: LookupAnswer, format: AnswerFormat): string =>
  format === 'xml'
    ? writeLookupAnswer(answer)
    : writeMessage('lookupResponse', toTypedValue(toLookupResponse(answer)), format);

/** `Link` to the next page (RFC 8288): the same query with its cursor. */
const writeNextLink = (request: FastifyRequest, spaceUrl: string, next: string): string => {
  const [, query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next);
  return `<${spaceUrl}/documents?${parameters.toString()}>; rel="next"`;
};

/** Lookups by query, by schema and by message. */
export const lookupRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  app.get('/spaces/:space/documents', async (request, reply) => {
    const format = negotiate(request.headers.accept);
    const input = readLookupInput(request.query);
    const found = readSpace(request, services);
    const space = found instanceof Promise ? await found : found;
    const answer = await space.lookup(readCaller(request), input);
    if (answer.next !== undefined) {
      reply.header('link', writeNextLink(request, services.addresses.space(space), answer.next));
    }
    return reply.header('content-type', ANSWER_CONTENT_TYPES[format]).send(writeAnswer(answer, format));
  });

  app.post('/spaces/:space/lookup', async (request, reply) => {
    const format = negotiate(request.headers.accept);
    const space = await readSpace(request, services);
    const { xmlLimits } = services.settings;
    if (findBodyFormat(request.headers['content-type']) === 'xml') {
      const { root } = parseXml(requireBody(request), xmlLimits);
      if (root.name.namespace === XSD_NAMESPACE && root.name.local === 'schema') {
        const input = { ...readLookupInput(request.query), schemas: [{ location: '', root }] };
        const answer = await space.lookup(readCaller(request), input);
        return reply.header('content-type', ANSWER_CONTENT_TYPES[format]).send(writeAnswer(answer, format));
      }
    }
    // A message says everything itself.
    readParameters(request.query, []);
    const message = readMessage(request, xmlLimits, ['lookup']);
    const response = await performMessage(request, { services, space }, message);
    return sendMessage(request, reply, { method: 'lookup', response });
  });

  done();
};
