import type { FastifyReply, FastifyRequest } from 'fastify';
import { StoaError } from '../base/index.js';
import type { XmlLimits } from '../base/index.js';
import { OWN_NAMESPACES, SPACE_METHODS, XML_CONTENT_TYPE, ownSchemas } from '../protocol/index.js';
import type { SpaceMessages, SpaceMethod } from '../protocol/index.js';
import type { TypedMessage, TypedValue } from '../schema/index.js';
import { parseXml } from '../xml/index.js';
import type { XmlDocument, XmlName } from '../xml/index.js';
import { findBodyFormat, requireBody } from './body.js';
import { readJsonMessage, writeJsonMessage } from './json-values.js';
import { negotiate } from './negotiation.js';
import type { AnswerFormat } from './negotiation.js';

/** Namespace of the messages of a space. */
export const SPACE_NAMESPACE = OWN_NAMESPACES.space;

/** A request message of a space, checked against its schema. */
export type SpaceMessage = {
  readonly [Method in SpaceMethod]: { readonly method: Method; readonly request: SpaceMessages[Method]['request'] };
}[SpaceMethod];

const METHODS = Object.keys(SPACE_METHODS);

const isMethod = (local: string): local is SpaceMethod => Object.hasOwn(SPACE_METHODS, local);

const assertDeclared = ({ namespace, local }: XmlName, methods: readonly string[]): SpaceMethod => {
  if (namespace === SPACE_NAMESPACE && methods.includes(local) && isMethod(local)) return local;
  const message = `expected a message that is declared here, got ${local.slice(0, 100)} in namespace ${namespace.slice(0, 100) || '(none)'}`;
  const hint = `declared in ${SPACE_NAMESPACE}: ${methods.join(', ')}`;
  throw new StoaError('MESSAGE_UNDECLARED', message, { hint });
};

/** A decoded value is the request of its method: the schema that it was checked against says so. */
const toMessage = (method: SpaceMethod, { value }: TypedMessage): SpaceMessage =>
  ({ method, request: value }) as unknown as SpaceMessage;

const readXml = (document: XmlDocument, methods: readonly string[]): SpaceMessage => {
  const method = assertDeclared(document.root.name, methods);
  return toMessage(method, ownSchemas.space.decode(document.root, document.source));
};

/** JSON goes the way of XML, so that one check judges both. */
const readJson = (body: Uint8Array, methods: readonly string[], limits: XmlLimits): SpaceMessage => {
  const message = readJsonMessage(body, SPACE_NAMESPACE);
  assertDeclared(message.name, methods);
  return readXml(parseXml(ownSchemas.space.encode(message), limits), methods);
};

/**
 * The message in a request's body, XML or JSON.
 *
 * @throws {StoaError} `BODY_REQUIRED`, `MESSAGE_UNDECLARED` unless it is one of `methods`, `MESSAGE_INVALID`,
 *   `VALUE_INVALID`, and what reading XML throws
 */
export const readMessage = (
  request: FastifyRequest,
  limits: XmlLimits,
  methods: readonly string[] = METHODS,
): SpaceMessage => {
  const body = requireBody(request);
  return findBodyFormat(request.headers['content-type']) === 'json'
    ? readJson(body, methods, limits)
    : readXml(parseXml(body, limits), methods);
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
