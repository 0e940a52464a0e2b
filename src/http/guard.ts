import type { FastifyInstance, FastifyReply } from 'fastify';
import { StoaError } from '../base/index.js';
import { RELAY_PATH } from '../gate/index.js';
import { checkBodyType } from './body.js';
import { originHeaders, preflightHeaders } from './cors.js';
import type { RequestHead } from './body.js';
import { TOKEN_PATH } from './body.js';
import type { HttpServices } from './model.js';

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
    reply.headers(app.answering.headers);
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

/** Routes whose `Authorization` is not for the server: it passes calls on, or says which client asks for a token. */
const isForOthers = (url: string | undefined): boolean =>
  url === TOKEN_PATH || (url !== undefined && url.includes(`/${RELAY_PATH}/`));

/** Finds out who sends each request, before its body is read. */
export const authenticateRequests = (app: FastifyInstance, { authentication }: HttpServices): void => {
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    if (isForOthers(request.routeOptions.url)) {
      done();
      return;
    }
    request.caller = authentication.findCaller(request);
    if (request.caller !== undefined) {
      done();
      return;
    }
    authentication.authenticate(request).then(
      (caller) => {
        request.caller = caller;
        done();
      },
      (thrown: unknown) => done(StoaError.from(thrown)),
    );
  });
};

/** What a browser asks before it sends a request of an allowed foreign page. */
export const answerPreflight = (reply: FastifyReply, allowed: readonly string[]): FastifyReply =>
  reply
    .code(204)
    .headers({ allow: allowed.join(', '), ...preflightHeaders(CORS_METHODS) })
    .send();
