import { StoaError } from '../../base/index.js';
import type { XmlLimits } from '../../base/index.js';
import type { CheckedInterface, Method } from '../../advertisement/index.js';
import { parseXml, toNameKey } from '../../xml/index.js';
import type { XmlDocument, XmlName } from '../../xml/index.js';
import type { CallHeaders } from '../model.js';
import { assertGranted, isXmlContent } from '../parts.js';

/** A message with the method that it calls. */
export interface ReadMessage {
  readonly method: Method;
  readonly document: XmlDocument;
}

/** What a gate lets pass. */
export interface MessageRules {
  readonly compiled: Pick<CheckedInterface, 'findByRequest' | 'checkRequest'>;
  /** Names of the methods granted; `undefined` grants all. */
  readonly granted: ReadonlySet<string> | undefined;
  readonly limits?: XmlLimits;
}

/**
 * That a call carries XML at all.
 *
 * @throws {StoaError} `BODY_REQUIRED`, `CONTENT_TYPE_UNSUPPORTED`
 */
export const assertXmlBody = (headers: CallHeaders, body: Uint8Array): void => {
  if (body.length === 0) throw new StoaError('BODY_REQUIRED', 'expected an XML message, the body is empty');
  if (isXmlContent(headers['content-type'])) return;
  const came = headers['content-type'] ?? 'none';
  throw new StoaError(
    'CONTENT_TYPE_UNSUPPORTED',
    `expected application/xml or text/xml in UTF-8, got ${came.slice(0, 100)}`,
  );
};

/** As the interface says it, but for what the gate does not grant. */
const undeclared = (name: XmlName, granted: ReadonlySet<string>): StoaError =>
  new StoaError('MESSAGE_UNDECLARED', `no method of the interface takes a message ${toNameKey(name)}`, {
    hint: `the gate grants: ${[...granted].slice(0, 20).join(', ') || 'no method'}`,
  });

/**
 * Reads a message as every gate does, in this order: well-formed, declared, granted, valid. A message that is not
 * granted is not checked further, so that a grant says nothing about the rest of the interface.
 *
 * @throws {StoaError} `XML_…`, `MESSAGE_UNDECLARED`, `METHOD_NOT_GRANTED`, `MESSAGE_INVALID` with findings
 */
export const readMessage = async (
  source: Uint8Array | string,
  { compiled, granted, limits }: MessageRules,
): Promise<ReadMessage> => {
  const document = parseXml(source, limits);
  const declared = compiled.findByRequest(document.root.name);
  if (declared) assertGranted(declared, granted);
  else if (granted !== undefined) throw undeclared(document.root.name, granted);
  return { method: await compiled.checkRequest(document.root, document.source), document };
};
