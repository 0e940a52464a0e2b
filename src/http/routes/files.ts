import type { FastifyPluginCallback } from 'fastify';
import { StoaError } from '../../base/index.js';
import { XML_CONTENT_TYPE } from '../../protocol/index.js';
import { writeIndexPage, writeIndexText } from '../index-page.js';
import type { RoutesOptions } from '../model.js';
import { prefers } from '../negotiation.js';
import { readSegment } from '../target.js';

/** What describes the server itself: index, health, schemas, OpenAPI. */
export const fileRoutes: FastifyPluginCallback<RoutesOptions> = (app, { services }, done) => {
  const { addresses, files, spaces } = services;

  app.get('/', (request, reply) => {
    const listed = spaces.declared().map((space) => ({ name: space.name, url: addresses.space(space) }));
    if (prefers(request.headers.accept, 'text/html')) {
      return reply.type('text/html; charset=utf-8').send(writeIndexPage(addresses.base(), listed));
    }
    return reply.type('text/plain; charset=utf-8').send(writeIndexText(addresses.base(), listed));
  });

  app.get('/health', (_request, reply) => reply.type('application/json; charset=utf-8').send('{"status":"ok"}'));

  app.get('/openapi.yaml', (_request, reply) => reply.type('application/yaml; charset=utf-8').send(files.openapi));

  app.get('/schemas/:file', (request, reply) => {
    const file = readSegment(request, 'file');
    const text = Object.hasOwn(files.schemas, file) ? files.schemas[file] : undefined;
    if (text !== undefined) return reply.type(XML_CONTENT_TYPE).send(text);
    const names = Object.keys(files.schemas).join(', ');
    throw new StoaError('ROUTE_NOT_FOUND', `expected one of ${names}, got ${file.slice(0, 100)}`);
  });

  done();
};
