import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { LookupInput, Space } from '../space/index.js';
import { findBodyFormat, hasBody } from './body.js';
import { readCaller } from './caller.js';
import type { RequestJudge } from './guard.js';
import type { AskedSchemas } from './asked-schemas.js';
import { MAX_ASKED_BYTES } from './asked-schemas.js';
import { writeLookup } from './lookup-writer.js';
import { ANSWER_CONTENT_TYPES } from './messages.js';
import type { HttpServices } from './model.js';
import { findFormat } from './negotiation.js';
import type { AnswerFormat } from './negotiation.js';
import { SECURITY_HEADERS } from './security-headers.js';

export interface DirectLookupsCollaborators {
  readonly services: HttpServices;
  readonly judge: RequestJudge;
  readonly schemas: AskedSchemas;
}

/** An exchange with its client. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** What is asked of a space. */
interface Question {
  readonly alias: string;
  readonly input: LookupInput;
}

interface FormattedText {
  readonly format: AnswerFormat;
  readonly text: string;
}

/** A name without wildcards, in which nothing is escaped. */
const BY_NAME = /^\/spaces\/([\w-]+)\/documents\?name=([\w.~:-]+)$/;
const BY_SCHEMA = /^\/spaces\/([\w-]+)\/lookup$/;

const HEADERS = Object.entries(SECURITY_HEADERS).flat();

/** Text of an answer that is at hand. What is wrong with a question is told by its route, which asks it again. */
const findText = (space: Space, request: IncomingMessage, input: LookupInput): FormattedText | undefined => {
  const format = findFormat(request.headers.accept);
  if (format === undefined) return undefined;
  try {
    const answer = space.findAnswer(readCaller(request), input);
    // A further page is announced with its URL.
    if (answer === undefined || answer.next !== undefined) return undefined;
    return { format, text: writeLookup(answer, format) };
  } catch {
    return undefined;
  }
};

/**
 * Hands the first piece of a request's body to `take` when it is the whole body. If it is not, or is not taken, it is put
 * back, and the request goes to `pass` as if nothing had been read.
 */
const peekBody = (request: IncomingMessage, take: (body: Uint8Array) => boolean, pass: () => void): void => {
  const length = Number(request.headers['content-length']);
  request.once('data', (piece: Buffer) => {
    if (piece.length === length && take(piece)) return;
    request.pause();
    request.unshift(piece);
    pass();
  });
};

const isSmallSchema = ({ headers }: IncomingMessage): boolean => {
  const length = Number(headers['content-length'] ?? '0');
  return length > 0 && length <= MAX_ASKED_BYTES && findBodyFormat(headers['content-type']) === 'xml';
};

/**
 * Answers the two lookups that are the bulk of reads in discovery, by a name and by a partial schema known already,
 * before the router is asked: what is at hand is found in less time than the framework takes. Everything else, and all
 * that is wrong, goes to `route`; the answers are the same (a test compares them).
 */
export const answerDirectly = (
  { services, judge, schemas }: DirectLookupsCollaborators,
  route: RequestListener,
): RequestListener => {
  const answer = ({ request, response }: Exchange, { alias, input }: Question): boolean => {
    const space = services.spaces.findByAlias(alias);
    const found = space && findText(space, request, input);
    if (found === undefined) return false;
    const length = Buffer.byteLength(found.text);
    const types = ['content-type', ANSWER_CONTENT_TYPES[found.format], 'content-length', String(length)];
    response.writeHead(200, [...HEADERS, ...types]);
    // Text in ASCII is the same bytes in both, and is copied instead of encoded.
    response.end(found.text, length === found.text.length ? 'latin1' : 'utf8');
    return true;
  };

  const answerByName = (exchange: Exchange): boolean => {
    const { request } = exchange;
    const [, alias, name] = BY_NAME.exec(request.url ?? '') ?? [];
    if (alias === undefined || name === undefined || hasBody(request)) return false;
    return judge(request) === undefined && answer(exchange, { alias, input: { name } });
  };

  /** Whether the request was taken on. */
  const answerBySchema = (exchange: Exchange): boolean => {
    const { request, response } = exchange;
    const [, alias] = BY_SCHEMA.exec(request.url ?? '') ?? [];
    if (alias === undefined || !isSmallSchema(request) || judge(request) !== undefined) return false;
    const take = (body: Uint8Array): boolean => {
      const known = schemas.find(body);
      return known !== undefined && answer(exchange, { alias, input: { schemas: known } });
    };
    peekBody(request, take, () => route(request, response));
    return true;
  };

  return (request, response) => {
    const exchange = { request, response };
    // Answers to pages of other origins have headers of their own.
    const isTaken =
      request.headers.origin === undefined &&
      ((request.method === 'GET' && answerByName(exchange)) || (request.method === 'POST' && answerBySchema(exchange)));
    if (!isTaken) route(request, response);
  };
};
