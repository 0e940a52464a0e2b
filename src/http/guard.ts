import type { FastifyInstance, FastifyReply } from 'fastify';
import { StoaError } from '../base/index.js';
import { checkBodyType } from './body.js';
import type { RequestHead } from './body.js';
import type { HttpServices } from './model.js';
import { SECURITY_HEADERS } from './security-headers.js';

const CORS_METHODS = 'GET, HEAD, POST, PUT, DELETE';
const CORS_REQUEST_HEADERS =
  'Content-Type, Accept, Authorization, Stoa-Credential, Stoa-Lease, Stoa-Control, If-Match, If-None-Match, Prefer, Last-Event-ID, ' +
  'Content-Digest, Signature-Input, Signature, Stoa-Gate, Stoa-Key, Stoa-Agree';
const CORS_ANSWER_HEADERS =
  'ETag, Link, Location, Retry-After, Preference-Applied, Stoa-Id, Stoa-Name, Stoa-Kind, Stoa-Version, Stoa-Sequence, Stoa-Expires, Stoa-Stale, Stoa-Agreed';

/** Whether the server has begun to shut down. */
export interface ClosingState {
  /** Aborted when shutdown begins: event streams end on it. */
  readonly signal: AbortSignal;
}

const allowOrigin = (reply: FastifyReply, origin: string): void => {
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': CORS_ANSWER_HEADERS,
    vary: 'Origin',
  });
};

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
    if (origin !== undefined && services.access().isAllowedOrigin(origin)) allowOrigin(reply, origin);
    done();
  });
};

/** What a browser asks before it sends a request of an allowed foreign page. */
export const answerPreflight = (reply: FastifyReply, allowed: readonly string[]): FastifyReply =>
  reply
    .code(204)
    .headers({ allow: allowed.join(', '), 'access-control-allow-methods': CORS_METHODS })
    .headers({ 'access-control-allow-headers': CORS_REQUEST_HEADERS, 'access-control-max-age': '600' })
    .send();
