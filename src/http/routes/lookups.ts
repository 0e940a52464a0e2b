import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { given } from '../../base/index.js';
import { isSmallDocument } from '../../space/index.js';
import type { LookupInput, SchemaDocument } from '../../space/index.js';
import { findBodyFormat, requireBody } from '../body.js';
import { readCaller } from '../caller.js';
import type { AskedSchemas } from '../asked-schemas.js';
import { writeLookup } from '../lookup-writer.js';
import { ANSWER_CONTENT_TYPES, readMessage, sendMessage } from '../messages.js';
import type { RoutesOptions } from '../model.js';
import { negotiate } from '../negotiation.js';
import { readParameters } from '../parameters.js';
import type { Parameters } from '../parameters.js';
import { performMessage } from '../perform.js';
import { readSpace } from '../target.js';

const LOOKUP_PARAMETERS = ['name', 'kind', 'publisher', 'id', 'fresh', 'limit', 'cursor'];

/** What goes with a partial schema only. */
const SCHEMA_PARAMETERS = ['grade', 'explain', 'method', 'input', 'output'];

const HIT_GRADES = ['exact', 'compatible', 'overlap', 'undecided'] as const;

const readSchemaInput = (schemas: readonly SchemaDocument[], parameters: Parameters): LookupInput => {
  const grade = parameters.word('grade', HIT_GRADES);
  const explain = parameters.flag('explain');
  const method = {
    ...given('name', parameters.text('method')),
    ...given('input', parameters.text('input')),
    ...given('output', parameters.text('output')),
  };
  return {
    schemas,
    ...(Object.keys(method).length > 0 && { methods: [method] }),
    ...given('grade', grade),
    ...given('explain', explain),
  };
};

const readLookupInput = (parameters: Parameters): LookupInput => {
  const [name, publisher, cursor] = [parameters.text('name'), parameters.text('publisher'), parameters.text('cursor')];
  const [kinds, fresh, limit] = [parameters.kinds('kind'), parameters.flag('fresh'), parameters.whole('limit')];
  const id = parameters.id('id');
  return {
    ...given('name', name),
    ...given('kinds', kinds),
    ...given('publisher', publisher),
    ...given('id', id),
    ...given('fresh', fresh),
    ...given('limit', limit),
    ...given('cursor', cursor),
  };
};

/** `Link` to the next page (RFC 8288): the same query with its cursor. */
const writeNextLink = (request: FastifyRequest, spaceUrl: string, next: string): string => {
  const [, query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next);
  return `<${spaceUrl}/documents?${parameters.toString()}>; rel="next"`;
};

export interface LookupRoutesOptions extends RoutesOptions {
  readonly schemas: AskedSchemas;
}

/** Lookups by query, by schema and by message. */
export const lookupRoutes: FastifyPluginCallback<LookupRoutesOptions> = (app, { services, schemas }, done) => {
  const { xmlLimits } = services.settings;

  /** The partial schema in a body, `undefined` when it is XML of another kind. */
  const readSchemas = async (
    request: FastifyRequest,
    body: Uint8Array,
  ): Promise<readonly SchemaDocument[] | undefined> => {
    if (isSmallDocument(body)) return schemas.read(body)?.parts;
    const xml = await services.workers.for(readCaller(request).subject).openSchema(body, xmlLimits);
    return xml === undefined ? undefined : [{ location: '', xml }];
  };

  app.get('/spaces/:space/documents', async (request, reply) => {
    const format = negotiate(request.headers.accept);
    const input = readLookupInput(readParameters(request.query, LOOKUP_PARAMETERS));
    const found = readSpace(request, services);
    const space = found instanceof Promise ? await found : found;
    const answer = await space.lookup(readCaller(request), input);
    if (answer.next !== undefined) {
      reply.header('link', writeNextLink(request, services.addresses.space(space), answer.next));
    }
    return reply.header('content-type', ANSWER_CONTENT_TYPES[format]).send(writeLookup(answer, format));
  });

  app.post('/spaces/:space/lookup', async (request, reply) => {
    const format = negotiate(request.headers.accept);
    const space = await readSpace(request, services);
    if (findBodyFormat(request.headers['content-type']) === 'xml') {
      const asked = await readSchemas(request, requireBody(request));
      if (asked !== undefined) {
        const parameters = readParameters(request.query, [...LOOKUP_PARAMETERS, ...SCHEMA_PARAMETERS]);
        const input = { ...readLookupInput(parameters), ...readSchemaInput(asked, parameters) };
        const answer = await space.lookup(readCaller(request), input);
        return reply.header('content-type', ANSWER_CONTENT_TYPES[format]).send(writeLookup(answer, format));
      }
    }
    // A message says everything itself.
    readParameters(request.query, []);
    const message = await readMessage(request, services, ['lookup']);
    const response = await performMessage(request, { services, space }, message);
    return sendMessage(request, reply, { method: 'lookup', response });
  });

  done();
};
