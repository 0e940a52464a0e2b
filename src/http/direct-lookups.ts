import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Caller } from '../base/index.js';
import type { LookupAnswer, LookupInput, Space } from '../space/index.js';
import { findBodyFormat, hasBody } from './body.js';
import type { RequestJudge } from './guard.js';
import type { AskedSchema, AskedSchemas, WrittenAnswer } from './asked-schemas.js';
import { MAX_ASKED_BYTES } from './asked-schemas.js';
import { writeLookup } from './lookup-writer.js';
import { ANSWER_CONTENT_TYPES } from './messages.js';
import type { HttpServices } from './model.js';
import { findFormat } from './negotiation.js';
import type { AnswerFormat } from './negotiation.js';
import { createSecurityHeaders } from './security-headers.js';

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
  /** The route that would have answered, for whoever measures. */
  readonly route: keyof typeof METHODS;
  readonly input: LookupInput;
  /** Where an answer is kept as it was written. */
  readonly asked?: AskedSchema;
}

/** A name without wildcards, in which nothing is escaped. */
const BY_NAME = /^\/spaces\/([\w-]+)\/documents\?name=([\w.~:-]+)$/;
const BY_SCHEMA = /^\/spaces\/([\w-]+)\/lookup$/;

/** Methods of the two routes by their patterns. */
const METHODS = { '/spaces/:space/documents': 'GET', '/spaces/:space/lookup': 'POST' } as const;

/** Longer answers are written anew each time. */
const MAX_WRITTEN_BYTES = 16 * 1024;

/** Text in ASCII is the same bytes in both, and is copied instead of encoded. */
const toBytes = (text: string): Uint8Array =>
  Buffer.from(text, Buffer.byteLength(text) === text.length ? 'latin1' : 'utf8');

const write = (answer: LookupAnswer, format: AnswerFormat, asked: AskedSchema | undefined): WrittenAnswer => {
  const known = asked?.written;
  // Nothing has changed in the space when it gives the same object again.
  if (known?.answer === answer && known.format === format) return known;
  const written = { answer, format, bytes: toBytes(writeLookup(answer, format)) };
  if (asked !== undefined && written.bytes.length <= MAX_WRITTEN_BYTES) asked.written = written;
  return written;
};

/** An answer that is at hand. What is wrong with a question is told by its route, which asks it again. */
const findWritten = (
  space: Space,
  { request, caller }: { readonly request: IncomingMessage; readonly caller: Caller },
  question: Question,
): WrittenAnswer | undefined => {
  const format = findFormat(request.headers.accept);
  if (format === undefined) return undefined;
  try {
    const answer = space.findAnswer(caller, question.input);
    // A further page is announced with its URL.
    if (answer === undefined || answer.next !== undefined) return undefined;
    return write(answer, format, question.asked);
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
  const { observer } = services;
  const headers = Object.entries(createSecurityHeaders(services.certificate !== undefined)).flat();
  const answer = ({ request, response }: Exchange, question: Question): boolean => {
    const sinceMs = observer === undefined ? 0 : performance.now();
    const space = services.spaces.findByAlias(question.alias);
    // Who it is takes no waiting, or the route finds it out.
    const caller = services.authentication.findCaller(request);
    const found = space && caller && findWritten(space, { request, caller }, question);
    if (found === undefined) return false;
    const { format, bytes } = found;
    const types = ['content-type', ANSWER_CONTENT_TYPES[format], 'content-length', String(bytes.length)];
    response.writeHead(200, [...headers, ...types]);
    response.end(bytes);
    const { route: pattern } = question;
    const seconds = (performance.now() - sinceMs) / 1000;
    observer?.answered({ method: METHODS[pattern], route: pattern, status: 200, seconds });
    return true;
  };

  const answerByName = (exchange: Exchange): boolean => {
    const { request } = exchange;
    const [, alias, name] = BY_NAME.exec(request.url ?? '') ?? [];
    if (alias === undefined || name === undefined || hasBody(request)) return false;
    return (
      judge(request) === undefined && answer(exchange, { alias, route: '/spaces/:space/documents', input: { name } })
    );
  };

  /** Whether the request was taken on. */
  const answerBySchema = (exchange: Exchange): boolean => {
    const { request, response } = exchange;
    const [, alias] = BY_SCHEMA.exec(request.url ?? '') ?? [];
    if (alias === undefined || !isSmallSchema(request) || judge(request) !== undefined) return false;
    const take = (body: Uint8Array): boolean => {
      const asked = schemas.find(body);
      return (
        asked !== undefined &&
        answer(exchange, { alias, route: '/spaces/:space/lookup', input: { schemas: asked.parts }, asked })
      );
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
