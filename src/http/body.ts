import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { StoaError } from '../base/index.js';
import { isXmlContent, mediaTypeOf } from '../protocol/index.js';
import type { AnswerFormat } from './negotiation.js';

/** A request before its body is read. */
export interface RequestHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Whether a body comes with the request. */
export const hasBody = ({ headers }: RequestHead): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** Form of a request's body by its content type, or `undefined` when it is neither XML nor JSON in UTF-8. */
export const findBodyFormat = (contentType: string | undefined): AnswerFormat | undefined => {
  if (isXmlContent(contentType)) return 'xml';
  const isUtf8 = !/charset\s*=\s*"?(?!utf-?8\b)/i.test(contentType ?? '');
  return mediaTypeOf(contentType) === 'application/json' && isUtf8 ? 'json' : undefined;
};

/** Where tokens are asked for: the one place that takes a form, as OAuth 2.0 has it; a secret goes along, no cookie. */
export const TOKEN_PATH = '/oauth/token';

const checkForm = (type: string | undefined): StoaError | undefined =>
  mediaTypeOf(type) === 'application/x-www-form-urlencoded'
    ? undefined
    : new StoaError('CONTENT_TYPE_UNSUPPORTED', `expected application/x-www-form-urlencoded, got ${type ?? 'none'}`);

/**
 * Why a request's body is refused before it is read, or `undefined`. Forms of web pages can send no XML and no JSON
 * without asking first, so the content type also keeps foreign pages out.
 */
export const checkBodyType = (request: RequestHead): StoaError | undefined => {
  if (request.method === 'GET' || request.method === 'HEAD' || !hasBody(request)) return undefined;
  const { 'content-type': type, 'content-encoding': encoding } = request.headers;
  if (request.url === TOKEN_PATH) return checkForm(type);
  if (findBodyFormat(type) === undefined) {
    const message = `expected a body of type application/xml or application/json in UTF-8, got ${type ?? 'none'}`;
    return new StoaError('CONTENT_TYPE_UNSUPPORTED', message);
  }
  if (encoding === undefined || encoding === 'identity') return undefined;
  return new StoaError('CONTENT_TYPE_UNSUPPORTED', `expected no content encoding, got ${encoding}`);
};

/** Lets every body arrive as its bytes, within the limit; types are judged by {@link checkBodyType}. */
export const takeBodiesAsBytes = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
};

/** The bytes of a request's body, or `undefined` when it has none. */
export const findBody = (request: FastifyRequest): Uint8Array | undefined =>
  request.body instanceof Uint8Array && request.body.length > 0 ? request.body : undefined;

/**
 * The bytes of a request's body.
 *
 * @throws {StoaError} `BODY_REQUIRED`
 */
export const requireBody = (request: FastifyRequest): Uint8Array => {
  const body = findBody(request);
  if (body !== undefined) return body;
  throw new StoaError('BODY_REQUIRED', `${request.method} needs a body here, got none`);
};

/**
 * The bytes of a body that must be XML.
 *
 * @throws {StoaError} `BODY_REQUIRED`, `CONTENT_TYPE_UNSUPPORTED`
 */
export const requireXmlBody = (request: FastifyRequest): Uint8Array => {
  const body = requireBody(request);
  if (isXmlContent(request.headers['content-type'])) return body;
  throw new StoaError('CONTENT_TYPE_UNSUPPORTED', 'expected application/xml: documents are kept as they are published');
};
