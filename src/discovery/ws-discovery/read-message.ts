import { childElements, findAttribute, findChild, parseXml, resolveQName, textOf } from '../../xml/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import { findDialect, SOAP, soapName } from './dialects.js';
import type { Dialect } from './dialects.js';
import type { WsLimits } from './limits.js';
import type { AppSequence, WsBody, WsEndpoint, WsHeader, WsMessage, WsQuery } from './model.js';

/** Where elements are read: the limits, and the dialect by which its message is written. */
interface Reading {
  readonly dialect: Dialect;
  readonly limits: WsLimits;
}

const trim = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');

/** Text of a child, trimmed; `undefined` when it is not there, empty, or too long to be what it should. */
const readText = (parent: XmlElement, name: XmlName, { maxTextLength }: WsLimits): string | undefined => {
  const child = findChild(parent, name);
  if (child === undefined) return undefined;
  const text = trim(textOf(child));
  return text === '' || text.length > maxTextLength ? undefined : text;
};

/** A list of words; `undefined` when it has more than are taken, or a longer one. */
const readWords = (element: XmlElement, { maxListed, maxTextLength }: WsLimits): readonly string[] | undefined => {
  const text = trim(textOf(element));
  if (text === '') return [];
  const words = text.split(/[ \t\r\n]+/);
  return words.length > maxListed || words.some((word) => word.length > maxTextLength) ? undefined : words;
};

const readList = (parent: XmlElement, local: string, reading: Reading): readonly string[] | undefined => {
  const list = findChild(parent, { namespace: reading.dialect.discovery, local });
  return list === undefined ? [] : readWords(list, reading.limits);
};

/** Types of an endpoint or a query. A prefix that stands for nothing spoils the list. */
const readTypes = (parent: XmlElement, reading: Reading): readonly XmlName[] | undefined => {
  const list = findChild(parent, { namespace: reading.dialect.discovery, local: 'Types' });
  const words = list === undefined ? [] : readWords(list, reading.limits);
  if (words === undefined) return undefined;
  const types = words.map((word) => resolveQName(word, list?.scope));
  return types.every((type) => type !== undefined) ? types : undefined;
};

/** Address in an endpoint reference, or `undefined`. */
const readReference = (parent: XmlElement, name: XmlName, { dialect, limits }: Reading): string | undefined => {
  const reference = findChild(parent, name);
  return reference && readText(reference, { namespace: dialect.addressing, local: 'Address' }, limits);
};

const readAddress = (parent: XmlElement, reading: Reading): string | undefined =>
  readReference(parent, { namespace: reading.dialect.addressing, local: 'EndpointReference' }, reading);

/** An unsigned 32-bit number, or `undefined`. */
const toUnsigned = (text: string | undefined): number | undefined => {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= 0xffffffff ? value : undefined;
};

const readEndpoint = (element: XmlElement, reading: Reading): WsEndpoint | undefined => {
  const { discovery, addressing } = reading.dialect;
  const address = readAddress(element, reading);
  const types = readTypes(element, reading);
  const scopes = readList(element, 'Scopes', reading);
  const xaddrs = readList(element, 'XAddrs', reading);
  if (address === undefined || types === undefined || scopes === undefined || xaddrs === undefined) return undefined;
  const version = readText(element, { namespace: discovery, local: 'MetadataVersion' }, reading.limits);
  return {
    address,
    types,
    scopes,
    xaddrs,
    metadataVersion: toUnsigned(version) ?? 0,
    extensions: childElements(element).filter(
      ({ name }) => name.namespace !== discovery && name.namespace !== addressing,
    ),
  };
};

const readQuery = (element: XmlElement, reading: Reading): WsQuery | undefined => {
  const types = readTypes(element, reading);
  const scopes = readList(element, 'Scopes', reading);
  if (types === undefined || scopes === undefined) return undefined;
  const list = findChild(element, { namespace: reading.dialect.discovery, local: 'Scopes' });
  const matchBy = list && findAttribute(list, 'MatchBy');
  return { types, scopes, ...(matchBy !== undefined && { matchBy }) };
};

type ReadBody = (element: XmlElement, reading: Reading) => WsBody | undefined;

const readHello: ReadBody = (element, reading) => {
  const endpoint = readEndpoint(element, reading);
  return endpoint && { kind: 'hello', endpoint };
};

const readBye: ReadBody = (element, reading) => {
  const address = readAddress(element, reading);
  return address === undefined ? undefined : { kind: 'bye', address };
};

const readProbe: ReadBody = (element, reading) => {
  const query = readQuery(element, reading);
  return query && { kind: 'probe', query };
};

const readMatches = (element: XmlElement, local: string, reading: Reading): readonly WsEndpoint[] => {
  const { discovery } = reading.dialect;
  const matches: WsEndpoint[] = [];
  for (const child of childElements(element)) {
    if (child.name.local !== local || child.name.namespace !== discovery) continue;
    const endpoint = readEndpoint(child, reading);
    if (endpoint !== undefined) matches.push(endpoint);
    if (matches.length >= reading.limits.maxListed) break;
  }
  return matches;
};

const readProbeMatches: ReadBody = (element, reading) => ({
  kind: 'probe-matches',
  matches: readMatches(element, 'ProbeMatch', reading),
});

const readResolve: ReadBody = (element, reading) => {
  const address = readAddress(element, reading);
  return address === undefined ? undefined : { kind: 'resolve', address };
};

const readResolveMatches: ReadBody = (element, reading) => {
  const [match] = readMatches(element, 'ResolveMatch', reading);
  return { kind: 'resolve-matches', ...(match && { match }) };
};

/** By local name of the body's element, which is also the end of the action. */
const BODIES: ReadonlyMap<string, ReadBody> = new Map([
  ['Hello', readHello],
  ['Bye', readBye],
  ['Probe', readProbe],
  ['ProbeMatches', readProbeMatches],
  ['Resolve', readResolve],
  ['ResolveMatches', readResolveMatches],
]);

const readSequence = (header: XmlElement, { dialect, limits }: Reading): AppSequence | undefined => {
  const element = findChild(header, { namespace: dialect.discovery, local: 'AppSequence' });
  if (element === undefined) return undefined;
  const instanceId = toUnsigned(findAttribute(element, 'InstanceId'));
  const messageNumber = toUnsigned(findAttribute(element, 'MessageNumber'));
  const sequenceId = findAttribute(element, 'SequenceId');
  if (instanceId === undefined || messageNumber === undefined) return undefined;
  if (sequenceId !== undefined && sequenceId.length > limits.maxTextLength) return undefined;
  return { instanceId, messageNumber, ...(sequenceId !== undefined && { sequenceId }) };
};

const isUnderstood = ({ name }: XmlElement, { discovery, addressing }: Dialect): boolean =>
  name.namespace === discovery || name.namespace === addressing;

/** Whether a header block has to be understood that is not (SOAP 1.2 part 1, section 5.2.3). */
const asksTooMuch = (header: XmlElement, dialect: Dialect): boolean =>
  childElements(header).some(
    (block) =>
      !isUnderstood(block, dialect) &&
      block.attributes.some(
        ({ name, value }) =>
          name.local === 'mustUnderstand' && name.namespace === SOAP && /^\s*(?:1|true)\s*$/.test(value),
      ),
  );

const readHeader = (header: XmlElement, action: string, reading: Reading): WsHeader | undefined => {
  const { dialect, limits } = reading;
  const own = (local: string): string | undefined => readText(header, { namespace: dialect.addressing, local }, limits);
  const messageId = own('MessageID');
  const relatesTo = own('RelatesTo');
  if (own('Action') !== `${dialect.discovery}/${action}` || messageId === undefined) return undefined;
  if (asksTooMuch(header, dialect)) return undefined;
  const sequence = readSequence(header, reading);
  const replyTo = readReference(header, { namespace: dialect.addressing, local: 'ReplyTo' }, reading);
  return {
    dialect,
    messageId,
    to: own('To') ?? dialect.anonymous,
    ...(relatesTo !== undefined && { relatesTo }),
    ...(replyTo !== undefined && replyTo !== dialect.anonymous && { replyTo }),
    ...(sequence && { sequence }),
  };
};

const parse = (bytes: Uint8Array, { xml }: WsLimits): XmlElement | undefined => {
  try {
    return parseXml(bytes, xml).root;
  } catch {
    // Whatever is on the link comes by here; what is no XML is nobody's message.
    return undefined;
  }
};

/** The parts of a SOAP 1.2 envelope with one element in its body, or `undefined`. */
const openEnvelope = (root: XmlElement) => {
  if (root.name.local !== 'Envelope' || root.name.namespace !== SOAP) return undefined;
  const [header, body] = [findChild(root, soapName('Header')), findChild(root, soapName('Body'))];
  const [content, ...others] = body ? childElements(body) : [];
  return header === undefined || content === undefined || others.length > 0 ? undefined : { header, content };
};

/**
 * Reads a message, or gives `undefined` for what is none: no XML within the limits, not SOAP 1.2, not WS-Discovery, an action that
 * is not that of the body, a header that must be understood and is not. Never throws.
 */
export const readWsMessage = (bytes: Uint8Array, limits: WsLimits): WsMessage | undefined => {
  const root = bytes.length > limits.xml.maxBytes ? undefined : parse(bytes, limits);
  const envelope = root && openEnvelope(root);
  if (envelope === undefined) return undefined;
  const { header, content } = envelope;
  const addressing = childElements(header).find(({ name }) => name.local === 'Action')?.name.namespace ?? '';
  const dialect = findDialect(content.name.namespace, addressing);
  const readBody = BODIES.get(content.name.local);
  if (dialect === undefined || readBody === undefined) return undefined;
  const reading = { dialect, limits };
  const readTo = readHeader(header, content.name.local, reading);
  const said = readTo && readBody(content, reading);
  return said && { header: readTo, body: said };
};
