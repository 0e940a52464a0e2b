import type { FastifyReply, FastifyRequest } from 'fastify';
import type { XmlLimits } from '../base/index.js';
import { OWN_NAMESPACES, SPACE_METHODS, XML_CONTENT_TYPE, ownSchemas } from '../protocol/index.js';
import type { SpaceMethod } from '../protocol/index.js';
import type { TypedValue } from '../schema/index.js';
import { isSmallDocument, readMessageBody } from '../space/index.js';
import type { Asker, MessageBody, MessageWorker, SpaceMessage } from '../space/index.js';
import { findBodyFormat, requireBody } from './body.js';
import { readCaller } from './caller.js';
import { writeJsonMessage } from './json-values.js';
import { negotiate } from './negotiation.js';
import type { AnswerFormat } from './negotiation.js';

/** Namespace of the messages of a space. */
export const SPACE_NAMESPACE = OWN_NAMESPACES.space;

const METHODS = Object.keys(SPACE_METHODS);

/** What messages are read with. */
export interface MessageReading {
  readonly workers: { readonly for: (asker: Asker) => MessageWorker };
  readonly settings: { readonly xmlLimits: XmlLimits };
}

/**
 * The message in a request's body: of a large one outside the event loop.
 *
 * @throws {StoaError} `BODY_REQUIRED`, and what {@link readMessageBody} throws
 */
export const readMessage = async (
  request: FastifyRequest,
  { workers, settings }: MessageReading,
  methods: readonly string[] = METHODS,
): Promise<SpaceMessage> => {
  const bytes = requireBody(request);
  const format = findBodyFormat(request.headers['content-type']) === 'json' ? 'json' : 'xml';
  const body: MessageBody = { bytes, format, methods, limits: settings.xmlLimits };
  if (isSmallDocument(bytes)) return readMessageBody(body);
  return workers.for(readCaller(request).subject).readMessage(body);
};

/** The interfaces of messages state what their schema says; to the codec they are values like any other. */
export const toTypedValue = (message: object): TypedValue => message as TypedValue;

/** Text of a message of a space in the form asked for. */
export const writeMessage = (local: string, value: TypedValue, format: AnswerFormat): string =>
  format === 'json'
    ? writeJsonMessage(local, value)
    : ownSchemas.space.encode({ name: { namespace: SPACE_NAMESPACE, local }, value }, { trusted: true });

/** Content type of answers by form. */
export const ANSWER_CONTENT_TYPES: Readonly<Record<AnswerFormat, string>> = {
  xml: XML_CONTENT_TYPE,
  json: 'application/json; charset=utf-8',
};

/** Answers with the response of a method in the form that the client prefers. */
export const sendMessage = (
  request: FastifyRequest,
  reply: FastifyReply,
  { method, response }: { readonly method: SpaceMethod; readonly response: object },
): FastifyReply => {
  const format = negotiate(request.headers.accept);
  return reply
    .header('content-type', ANSWER_CONTENT_TYPES[format])
    .send(writeMessage(`${method}Response`, toTypedValue(response), format));
};
