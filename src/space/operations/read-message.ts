import { StoaError } from '../../base/index.js';
import type { XmlLimits } from '../../base/index.js';
import { OWN_NAMESPACES, SPACE_METHODS, ownSchemas } from '../../protocol/index.js';
import type { SpaceMessages, SpaceMethod } from '../../protocol/index.js';
import type { TypedMessage } from '../../schema/index.js';
import { parseXml } from '../../xml/index.js';
import type { XmlDocument, XmlName } from '../../xml/index.js';
import { readJsonMessage } from './read-json.js';

/** Namespace of the messages of a space. */
const SPACE_NAMESPACE = OWN_NAMESPACES.space;

/** A request message of a space, checked against its schema. */
export type SpaceMessage = {
  readonly [Method in SpaceMethod]: { readonly method: Method; readonly request: SpaceMessages[Method]['request'] };
}[SpaceMethod];

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

/** The body of a message, and what it may be. */
export interface MessageBody {
  readonly bytes: Uint8Array;
  readonly format: 'xml' | 'json';
  /** Names of the methods whose messages are taken. */
  readonly methods: readonly string[];
  readonly limits: XmlLimits;
}

/**
 * Reads a message, XML or JSON, at once; from plain data to plain data, so that it can be done in another thread.
 *
 * @throws {StoaError} `MESSAGE_UNDECLARED` unless it is one of `methods`, `MESSAGE_INVALID`, `VALUE_INVALID`, and what
 *   reading XML throws
 */
export const readMessageBody = ({ bytes, format, methods, limits }: MessageBody): SpaceMessage =>
  format === 'json' ? readJson(bytes, methods, limits) : readXml(parseXml(bytes, limits), methods);

/** Reads large messages outside the event loop. */
export interface MessageWorker {
  /** As {@link readMessageBody}. */
  readonly readMessage: (body: MessageBody) => Promise<SpaceMessage>;
}
