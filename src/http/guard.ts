import type { FastifyInstance, FastifyReply } from 'fastify';
import { StoaError } from '../base/index.js';
import { checkBodyType } from './body.js';
import { originHeaders, preflightHeaders } from './cors.js';
import type { RequestHead } from './body.js';
import type { HttpServices } from './model.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** Whether the server has begun to shut down. */
export interface ClosingState {
  /** Aborted when shutdown begins: event streams end on it. */
  readonly signal: AbortSignal;
}

/** Why a request is refused before its body is read, or `undefined`: shutdown, `Host`, `Origin`, content type. */
export type RequestJudge = (request: RequestHead) => StoaError | undefined;

export const createRequestJudge =
  (services: HttpServices, closing: ClosingState): RequestJudge =>
  (request) => {
    if (closing.signal.aborted)
      return new StoaError('SHUTTING_DOWN', 'the server takes no new requests', { retryAfterSeconds: 5 });
    return services.access().check(request) ?? checkBodyType(request);
  };

/** Judges every request before its body is read. */
export const guardRequests = (app: FastifyInstance, services: HttpServices, judge: RequestJudge): void => {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    const refused = judge(request);
    if (refused !== undefined) {
      // What is left of a refused body is not read, so the connection cannot be used again.
      reply.header('connection', 'close');
      done(refused);
      return;
    }
    const { origin } = request.headers;
    if (origin !== undefined && services.access().isAllowedOrigin(origin)) reply.headers(originHeaders(origin));
    done();
  });
};

const CORS_METHODS = 'GET, HEAD, POST, PUT, DELETE';

/** What a browser asks before it sends a request of an allowed foreign page. */
export const answerPreflight = (reply: FastifyReply, allowed: readonly string[]): FastifyReply =>
  reply
    .code(204)
    .headers({ allow: allowed.join(', '), ...preflightHeaders(CORS_METHODS) })
    .send();
