import type { FastifyReply, FastifyRequest } from 'fastify';
import { StoaError, statusOf, titleOf } from '../base/index.js';
import type { ErrorCode, Log, StoaErrorOptions } from '../base/index.js';
import { PROBLEM_CONTENT_TYPES, writeProblem } from '../protocol/index.js';
import { writeChallenge } from './challenge.js';
import { findFormat } from './negotiation.js';
import { SECURITY_HEADERS } from './security-headers.js';

interface Translation {
  readonly code: ErrorCode;
  readonly message: string;
  readonly options?: StoaErrorOptions;
}

/** What the framework and the HTTP parser refuse by themselves, in our words. */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'BODY_TOO_LARGE',
    message: 'the body is larger than this server takes',
    options: { limit: 'xml.maxBytes' },
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'CONTENT_TYPE_UNSUPPORTED',
    message: 'expected a body of type application/xml or application/json',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'REQUEST_MALFORMED',
    message: 'the body is not as long as Content-Length says',
  },
  FST_ERR_BAD_URL: { code: 'REQUEST_MALFORMED', message: 'the path holds an invalid percent-encoding' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'REQUEST_MALFORMED', message: 'a segment of the path is too long' },
  HPE_HEADER_OVERFLOW: {
    code: 'HEADERS_TOO_LARGE',
    message: 'the headers are larger than 16384 bytes',
    options: { limit: 'maxHeaderBytes' },
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    code: 'BODY_TOO_LARGE',
    message: 'the chunk extensions are larger than this server takes',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'REQUEST_TIMEOUT', message: 'the request did not arrive in time' },
  ECONNRESET: { code: 'ABORTED', message: 'the client hung up' },
  EPIPE: { code: 'ABORTED', message: 'the client hung up' },
};

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

const foreignStatusOf = (thrown: unknown): number =>
  thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500;

/** The error of ours for whatever was thrown, by us, by the framework or by the HTTP parser. */
export const toStoaError = (thrown: unknown): StoaError => {
  if (thrown instanceof StoaError) return thrown;
  const code = codeOf(thrown);
  const known = TRANSLATIONS[code];
  if (known !== undefined) return new StoaError(known.code, known.message, { ...known.options, cause: thrown });
  const isClientFault = code.startsWith('HPE_') || (foreignStatusOf(thrown) >= 400 && foreignStatusOf(thrown) < 500);
  if (!isClientFault) return StoaError.from(thrown);
  return new StoaError('REQUEST_MALFORMED', 'the request is not well-formed HTTP/1.1', { cause: thrown });
};

const logProblem = (log: Log, request: FastifyRequest, error: StoaError): void => {
  const fields = {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    code: error.code,
  };
  if (statusOf(error) >= 500) log.error({ ...fields, err: error.cause ?? error }, 'a request failed');
  else log.debug(fields, 'a request was refused');
};

/** Headers that belong to a problem by its code. */
const headersOf = (error: StoaError, base: string | undefined): Readonly<Record<string, string>> => ({
  ...(statusOf(error) === 401 && { 'www-authenticate': writeChallenge(error, base) }),
  ...(error.retryAfterSeconds !== undefined && { 'retry-after': String(Math.ceil(error.retryAfterSeconds)) }),
});

/** What all answers have in common. */
export interface AnswerSettings {
  readonly headers: Readonly<Record<string, string>>;
  /** What URLs of ours begin with, where tokens are taken. */
  readonly findTokenBase: () => string | undefined;
}

/** URI of one request, to be found again in the log. */
export const toRequestUri = (id: string): string => `urn:stoa:request:${id}`;

/** Answers with the problem document of `thrown`, in the form that the client prefers, else in XML. */
export const sendProblem = (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const error = toStoaError(thrown);
  const format = findFormat(request.headers.accept) ?? 'xml';
  return reply
    .code(statusOf(error))
    .headers(request.server.answering.headers)
    .headers(headersOf(error, request.server.answering.findTokenBase()))
    .header('content-type', PROBLEM_CONTENT_TYPES[format])
    .send(writeProblem(error, { format, instance: toRequestUri(request.id) }));
};

/** Handles everything that a route, a hook or the framework throws. */
export const createErrorHandler =
  (log: Log) =>
  (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    logProblem(log, request, toStoaError(thrown));
    return sendProblem(thrown, request, reply);
  };

/** The raw answer to bytes that never became a request; XML, since nothing is known of the client. */
export const toRawProblem = (
  thrown: unknown,
  headers: Readonly<Record<string, string>> = SECURITY_HEADERS,
): Uint8Array => {
  const error = toStoaError(thrown);
  const body = writeProblem(error, { format: 'xml' });
  const head = [
    `HTTP/1.1 ${String(statusOf(error))} ${titleOf(error)}`,
    `content-type: ${PROBLEM_CONTENT_TYPES.xml}`,
    `content-length: ${String(body.length)}`,
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
};

declare module 'fastify' {
  interface FastifyInstance {
    answering: AnswerSettings;
  }
}
