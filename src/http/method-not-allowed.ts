import type { FastifyInstance, HTTPMethods, RouteOptions } from 'fastify';
import { StoaError } from '../base/index.js';
import { answerPreflight } from './guard.js';

const ALL_METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'];

/** Notes the routes as they are added; call before adding any. */
export const collectRoutes = (app: FastifyInstance): ReadonlyMap<string, readonly string[]> => {
  const methodsByPath = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const methods = methodsByPath.get(url) ?? [];
    methodsByPath.set(url, [...methods, ...(Array.isArray(method) ? method : [method])]);
  });
  return methodsByPath;
};

/**
 * Adds to each path the methods that it does not take: they answer 405 with `Allow` (RFC 9110 section 15.5.6), and
 * `OPTIONS` says what is taken. Call after all routes are added.
 */
export const refuseOtherMethods = (app: FastifyInstance, routes: ReadonlyMap<string, readonly string[]>): void => {
  for (const [url, methods] of [...routes]) {
    const allowed = [...new Set([...methods, 'OPTIONS'])];
    app.route({
      method: 'OPTIONS',
      url,
      config: { isOwn: false },
      handler: (_request, reply) => answerPreflight(reply, allowed),
    });
    app.route({
      method: ALL_METHODS.filter((method) => !methods.includes(method)),
      url,
      config: { isOwn: false },
      exposeHeadRoute: false,
      handler: (request, reply) => {
        reply.header('allow', allowed.join(', '));
        throw new StoaError('METHOD_NOT_ALLOWED', `expected ${allowed.join(', ')}, got ${request.method}`);
      },
    });
  }
};
