import { StoaError } from '../base/index.js';
import type { TypedValue } from '../schema/index.js';
import type { XmlDocument, XmlName } from '../xml/index.js';
import { equalNames, parseXml, toNameKey } from '../xml/index.js';
import { decodeEvent } from './generated/space.js';
import { OWN_NAMESPACES } from './own-namespaces.js';
import { SPACE_CODECS } from './space-method-codecs.js';
import type { EventValue, SpaceMessages, SpaceMethod } from './space-messages.js';

const nameOf = (local: string): XmlName => ({ namespace: OWN_NAMESPACES.space, local });

/**
 * Text of a request message of a space. XML in it is parsed and checked to be one element.
 *
 * @throws {StoaError} `VALUE_INVALID` with findings
 */
export const encodeSpaceRequest = <Name extends SpaceMethod>(
  method: Name,
  request: SpaceMessages[Name]['request'],
): string => SPACE_CODECS[method].encode(request as TypedValue, { declaration: true });

const decode = (document: XmlDocument, local: string, read: (document: XmlDocument) => TypedValue): TypedValue => {
  const wanted = nameOf(local);
  const { name } = document.root;
  if (!equalNames(name, wanted)) {
    throw new StoaError('ANSWER_INVALID', `expected ${toNameKey(wanted)}, got ${toNameKey(name)}`);
  }
  try {
    return read(document);
  } catch (thrown) {
    const { message, findings } = StoaError.from(thrown);
    throw new StoaError('ANSWER_INVALID', message, { findings, cause: thrown });
  }
};

/**
 * Value of a space's answer to `method`; that it has the shape its type says was checked against the schema.
 *
 * @throws {StoaError} `ANSWER_INVALID` with findings
 */
export const decodeSpaceResponse = <Name extends SpaceMethod>(
  method: Name,
  document: XmlDocument,
): SpaceMessages[Name]['response'] =>
  decode(document, `${method}Response`, SPACE_CODECS[method].decode) as unknown as SpaceMessages[Name]['response'];

/**
 * Value of an `event` message, the data of one server-sent event.
 *
 * @throws {StoaError} `ANSWER_INVALID` with findings, `XML_…`
 */
export const decodeSpaceEvent = (text: string): EventValue =>
  decode(parseXml(text), 'event', decodeEvent) as unknown as EventValue;
