import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createServer } from 'node:http';
import type { RequestListener, Server, ServerOptions } from 'node:http';
import { Server as SecureServer, createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { StoaError, toHex } from '../base/index.js';
import type { Random, ScheduledCall } from '../base/index.js';
import { takeAttachments } from './attach-sockets.js';
import { takeBodiesAsBytes } from './body.js';
import { answerDirectly } from './direct-lookups.js';
import { authenticateRequests, createRequestJudge, guardRequests } from './guard.js';
import { createAskedSchemas } from './asked-schemas.js';
import type { AskedSchemas } from './asked-schemas.js';
import { collectRoutes, refuseOtherMethods } from './method-not-allowed.js';
import { toListenError } from './listen.js';
import type { ListenOptions } from './listen.js';
import type { Certificate, HttpServices, HttpSettings } from './model.js';
import { createSecurityHeaders } from './security-headers.js';
import { createErrorHandler, sendProblem, toRawProblem } from './problem-reply.js';
import { attachmentRoutes } from './routes/attachments.js';
import { closureRoutes } from './routes/closures.js';
import { documentRoutes } from './routes/documents.js';
import { eventRoutes } from './routes/events.js';
import { fileRoutes } from './routes/files.js';
import { gateRoutes } from './routes/gates.js';
import { keyRoutes } from './routes/keys.js';
import { metricsRoutes } from './routes/metrics.js';
import { oauthRoutes } from './routes/oauth.js';
import { leaseRoutes } from './routes/leases.js';
import { lookupRoutes } from './routes/lookups.js';
import { policyRoutes } from './routes/policy.js';
import { relayRoutes } from './routes/relay.js';
import { spaceRoutes } from './routes/spaces.js';

/** A route as it was added, for the test that holds `openapi.yaml` against them. */
export interface AddedRoute {
  readonly url: string;
  readonly methods: readonly string[];
}

/** The routes over fastify, not yet listening. */
export interface HttpApp {
  readonly fastify: FastifyInstance;
  readonly routes: readonly AddedRoute[];
  /**
   * Resolves with the address bound.
   *
   * @throws {StoaError} `CONFIGURATION_INVALID` when it cannot listen there
   */
  readonly listen: (options: ListenOptions) => Promise<AddressInfo>;
  /** Uses another certificate for connections that begin from now on; only of a server that was made with one. */
  readonly setCertificate: (certificate: Certificate) => void;
  /**
   * Refuses new requests, ends event streams, lets requests under way end for at most `graceMs`, then closes all
   * connections.
   */
  readonly close: (graceMs: number) => Promise<void>;
}

/** Longest segment of a path: addresses of relay gates hold their grant. */
const MAX_SEGMENT_LENGTH = 8192;

const MAX_HEADER_BYTES = 16_384;

/** What comes before the router. */
type Intercept = (route: RequestListener) => RequestListener;

/** Ids of requests: unique in this process, told apart from those of other runs by their beginning. */
const createRequestIds = (random: Random): (() => string) => {
  const run = toHex(random.bytes(4));
  let count = 0;
  return () => `${run}-${(++count).toString(36)}`;
};

/** No older version has ciphers that are all sound (RFC 8996, RFC 9325). */
const TLS_OPTIONS = { minVersion: 'TLSv1.2' } as const;

/** How long an idle connection is kept for a next request, in milliseconds: longer than proxies keep theirs. */
const KEEP_ALIVE_MS = 72_000;

const toServerOptions = ({ requestTimeoutMs }: HttpSettings): ServerOptions => ({
  requireHostHeader: false,
  maxHeaderSize: MAX_HEADER_BYTES,
  keepAliveTimeout: KEEP_ALIVE_MS,
  requestTimeout: requestTimeoutMs,
  headersTimeout: requestTimeoutMs,
  // How often Node looks for requests that take too long.
  connectionsCheckingInterval: Math.min(5_000, Math.ceil(requestTimeoutMs / 4)),
});

const createNodeServer = ({ settings, certificate }: HttpServices, listener: RequestListener): Server => {
  const server =
    certificate === undefined
      ? createServer(toServerOptions(settings), listener)
      : createSecureServer({ ...toServerOptions(settings), ...TLS_OPTIONS, ...certificate }, listener);
  // Node would refuse them without a problem document; an expectation that is unknown may be passed over (RFC 9110 section 10.1.1).
  return server.on('checkExpectation', listener);
};

const createFastify = (services: HttpServices, intercept: Intercept): FastifyInstance => {
  const { settings, random } = services;
  const app = fastify({
    logger: false,
    genReqId: createRequestIds(random),
    bodyLimit: settings.xmlLimits.maxBytes,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: true,
    serverFactory: (route) => createNodeServer(services, intercept(route)),
    routerOptions: { maxParamLength: MAX_SEGMENT_LENGTH },
    clientErrorHandler: (error, socket) => {
      if (socket.writable) socket.end(toRawProblem(error, createSecurityHeaders(services.certificate !== undefined)));
      else socket.destroy();
    },
    frameworkErrors: (error, request, reply) => {
      void sendProblem(error, request, reply);
    },
  });
  return app;
};

const logRequests = (app: FastifyInstance, { log }: HttpServices): void => {
  app.addHook('onResponse', (request, reply, done) => {
    // The pattern and not the path: relay addresses are secrets.
    const { url } = request.routeOptions;
    const fields = { requestId: request.id, method: request.method, route: url ?? 'none', status: reply.statusCode };
    log.debug({ ...fields, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });
};

const observeRequests = (app: FastifyInstance, { observer }: HttpServices): void => {
  if (observer === undefined) return;
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const answered = { method, route: routeOptions.url ?? 'none', status: reply.statusCode };
    observer.answered({ ...answered, seconds: reply.elapsedTime / 1000 });
    done();
  });
};

interface RouteParts {
  readonly services: HttpServices;
  readonly schemas: AskedSchemas;
  readonly closing: AbortSignal;
}

const addRoutes = async (app: FastifyInstance, { services, schemas, closing }: RouteParts): Promise<void> => {
  const options = { services };
  await app.register(fileRoutes, options);
  await app.register(spaceRoutes, options);
  await app.register(policyRoutes, options);
  await app.register(documentRoutes, options);
  await app.register(lookupRoutes, { ...options, schemas });
  await app.register(leaseRoutes, options);
  await app.register(eventRoutes, { ...options, closing: { signal: closing } });
  await app.register(closureRoutes, { ...options, closing: { signal: closing } });
  await app.register(gateRoutes, options);
  await app.register(relayRoutes, options);
  await app.register(keyRoutes, options);
  await app.register(oauthRoutes, options);
  await app.register(attachmentRoutes, options);
  await app.register(metricsRoutes, options);
};

/** Every route, with what guards them. */
export const createHttpApp = async (services: HttpServices): Promise<HttpApp> => {
  const closing = new AbortController();
  const judge = createRequestJudge(services, { signal: closing.signal });
  const schemas = createAskedSchemas(services.settings.xmlLimits);
  // A line for every request is written by the framework.
  const app = createFastify(services, (route) =>
    services.settings.logRequests ? route : answerDirectly({ services, judge, schemas }, route),
  );
  const collected = collectRoutes(app);
  takeBodiesAsBytes(app);
  app.decorate('answering', {
    headers: createSecurityHeaders(services.certificate !== undefined),
    findTokenBase: () => services.oauth && services.addresses.base(),
  });
  takeAttachments(app, services, judge);
  guardRequests(app, services, judge);
  authenticateRequests(app, services);
  if (services.settings.logRequests) logRequests(app, services);
  observeRequests(app, services);
  app.setErrorHandler(createErrorHandler(services.log));
  app.setNotFoundHandler((request) => {
    throw new StoaError('ROUTE_NOT_FOUND', `there is nothing at ${request.url.split('?', 1)[0]?.slice(0, 200) ?? ''}`);
  });
  await addRoutes(app, { services, schemas, closing: closing.signal });
  const routes = [...collected].map(([url, methods]) => ({ url, methods: [...new Set(methods)] }));
  refuseOtherMethods(app, collected);
  await app.ready();
  return {
    fastify: app,
    routes,
    listen: (options) => listenOn(app, options),
    setCertificate: (certificate) => {
      if (app.server instanceof SecureServer) app.server.setSecureContext({ ...TLS_OPTIONS, ...certificate });
    },
    close: (graceMs) => closeApp(app, { closing, graceMs, services }),
  };
};

const listenOn = async (app: FastifyInstance, options: ListenOptions): Promise<AddressInfo> => {
  try {
    // Taken as a name, localhost would make a second server for the other family, which could not be shut down as well.
    const host = options.host === 'localhost' ? '127.0.0.1' : options.host.replaceAll(/^\[|\]$/g, '');
    await app.listen({ host, port: options.port });
  } catch (thrown) {
    throw toListenError(thrown, options);
  }
  const address = app.server.address();
  if (typeof address === 'object' && address !== null) return address;
  throw new StoaError('INTERNAL', 'the server listens on no address');
};

interface Closing {
  readonly closing: AbortController;
  readonly graceMs: number;
  readonly services: HttpServices;
}

/** How often connections that have become idle are closed while the server shuts down. */
const CLOSE_IDLE_MS = 50;

const closeApp = async (app: FastifyInstance, { closing, graceMs, services: { clock } }: Closing): Promise<void> => {
  closing.abort();
  const untilMs = clock.nowMs() + graceMs;
  const armClosing = (): ScheduledCall =>
    clock.callAt(Math.min(untilMs, clock.nowMs() + CLOSE_IDLE_MS), () => {
      if (clock.nowMs() >= untilMs) app.server.closeAllConnections();
      else {
        app.server.closeIdleConnections();
        timer = armClosing();
      }
    });
  let timer = armClosing();
  await app.close();
  timer.cancel();
};
