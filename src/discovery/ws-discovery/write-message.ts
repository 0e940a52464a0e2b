import { toUtf8 } from '../../base/index.js';
import { createElement, writeXml } from '../../xml/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import { soapName } from './dialects.js';
import type { Dialect } from './dialects.js';
import type { AppSequence, WsBody, WsEndpoint, WsHeader, WsMessage, WsQuery } from './model.js';

const ACTIONS: Readonly<Record<WsBody['kind'], string>> = {
  hello: 'Hello',
  bye: 'Bye',
  probe: 'Probe',
  'probe-matches': 'ProbeMatches',
  resolve: 'Resolve',
  'resolve-matches': 'ResolveMatches',
};

const addressing = ({ addressing: namespace }: Dialect, local: string, text: string): XmlElement =>
  createElement({ namespace, local }, { prefix: 'a', children: [text] });

const discovery = ({ discovery: namespace }: Dialect, local: string, children: readonly (XmlElement | string)[]) =>
  createElement({ namespace, local }, { prefix: 'd', children });

const writeReference = (dialect: Dialect, address: string): XmlElement =>
  createElement(
    { namespace: dialect.addressing, local: 'EndpointReference' },
    { prefix: 'a', children: [addressing(dialect, 'Address', address)] },
  );

/** Prefixes that devices in the field want to see: some compare the text of a type, as `wsdd` of Debian does. */
const USUAL_PREFIXES: ReadonlyMap<string, string> = new Map([
  ['http://schemas.xmlsoap.org/ws/2006/02/devprof', 'wsdp'],
  ['http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01', 'dpws'],
  ['http://www.onvif.org/ver10/network/wsdl', 'dn'],
  ['http://schemas.microsoft.com/windows/pub/2005/07', 'pub'],
  ['http://schemas.microsoft.com/windows/2006/08/wdp/print', 'wprt'],
  ['http://schemas.microsoft.com/windows/2006/08/wdp/scan', 'wscn'],
]);

/** A list of QNames, each with a prefix that the list declares. */
const writeTypes = ({ discovery: namespace }: Dialect, types: readonly XmlName[]): readonly XmlElement[] => {
  if (types.length === 0) return [];
  const prefixes = new Map<string, string>();
  const words = types.map((type) => {
    if (type.namespace === '') return type.local;
    const usual = USUAL_PREFIXES.get(type.namespace);
    const prefix = prefixes.get(type.namespace) ?? usual ?? `t${prefixes.size}`;
    prefixes.set(type.namespace, prefix);
    return `${prefix}:${type.local}`;
  });
  const namespaces = Object.fromEntries([...prefixes].map(([uri, prefix]) => [prefix, uri]));
  return [createElement({ namespace, local: 'Types' }, { prefix: 'd', namespaces, children: [words.join(' ')] })];
};

const writeList = (dialect: Dialect, local: string, words: readonly string[]): readonly XmlElement[] =>
  words.length === 0 ? [] : [discovery(dialect, local, [words.join(' ')])];

const writeEndpoint = (dialect: Dialect, endpoint: WsEndpoint): readonly XmlElement[] => [
  writeReference(dialect, endpoint.address),
  ...writeTypes(dialect, endpoint.types),
  ...writeList(dialect, 'Scopes', endpoint.scopes),
  ...writeList(dialect, 'XAddrs', endpoint.xaddrs),
  discovery(dialect, 'MetadataVersion', [String(endpoint.metadataVersion)]),
  ...endpoint.extensions,
];

/** URI of a matching rule: that of the dialect, where it is given by its name. */
const toRuleUri = ({ discovery: namespace, uriRule }: Dialect, matchBy: string): string => {
  if (matchBy.includes(':')) return matchBy;
  return `${namespace}/${matchBy === 'rfc3986' || matchBy === 'rfc2396' ? uriRule : matchBy}`;
};

const writeQuery = (dialect: Dialect, { types = [], scopes = [], matchBy }: WsQuery): readonly XmlElement[] => {
  const attributes = { MatchBy: matchBy && toRuleUri(dialect, matchBy) };
  const children = [scopes.join(' ')];
  const list = createElement({ namespace: dialect.discovery, local: 'Scopes' }, { prefix: 'd', attributes, children });
  return [...writeTypes(dialect, types), ...(scopes.length === 0 && matchBy === undefined ? [] : [list])];
};

const writeContent = (dialect: Dialect, body: WsBody): readonly XmlElement[] => {
  switch (body.kind) {
    case 'hello':
      return writeEndpoint(dialect, body.endpoint);
    case 'probe':
      return writeQuery(dialect, body.query);
    case 'probe-matches':
      return body.matches.map((match) => discovery(dialect, 'ProbeMatch', writeEndpoint(dialect, match)));
    case 'resolve-matches':
      return body.match ? [discovery(dialect, 'ResolveMatch', writeEndpoint(dialect, body.match))] : [];
    case 'bye':
    case 'resolve':
      return [writeReference(dialect, body.address)];
  }
};

const writeSequence = (
  { discovery: namespace }: Dialect,
  { instanceId, sequenceId, messageNumber }: AppSequence,
): XmlElement =>
  createElement(
    { namespace, local: 'AppSequence' },
    {
      prefix: 'd',
      attributes: {
        InstanceId: String(instanceId),
        SequenceId: sequenceId,
        MessageNumber: String(messageNumber),
      },
    },
  );

const writeHeader = (header: WsHeader, action: string): XmlElement => {
  const { dialect, relatesTo, sequence } = header;
  const children = [
    addressing(dialect, 'Action', `${dialect.discovery}/${action}`),
    addressing(dialect, 'MessageID', header.messageId),
    addressing(dialect, 'To', header.to),
    ...(relatesTo === undefined ? [] : [addressing(dialect, 'RelatesTo', relatesTo)]),
    ...(sequence === undefined ? [] : [writeSequence(dialect, sequence)]),
  ];
  return createElement(soapName('Header'), { prefix: 's', children });
};

/**
 * Text of a message.
 *
 * @throws {StoaError} `VALUE_INVALID` for an address, scope or name that XML cannot hold
 */
export const serializeWsMessage = ({ header, body }: WsMessage): string => {
  const { dialect } = header;
  const action = ACTIONS[body.kind];
  const said = discovery(dialect, action, writeContent(dialect, body));
  const envelope = createElement(soapName('Envelope'), {
    prefix: 's',
    namespaces: { a: dialect.addressing, d: dialect.discovery },
    children: [writeHeader(header, action), createElement(soapName('Body'), { prefix: 's', children: [said] })],
  });
  return writeXml(envelope, { declaration: true });
};

/** Bytes of a message; throws as {@link serializeWsMessage}. */
export const writeWsMessage = (message: WsMessage): Uint8Array => toUtf8(serializeWsMessage(message));
