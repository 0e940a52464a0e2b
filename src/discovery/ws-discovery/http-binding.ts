import { StoaError, systemClock, systemRandom, toUtf8 } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import { carryInTime } from '../../gate/index.js';
import type { Carrier } from '../../gate/index.js';
import { createElement, writeXml } from '../../xml/index.js';
import { answerProbe, answerResolve } from './answers.js';
import type { Telling, WsTarget } from './answers.js';
import { DIALECTS, soapName } from './dialects.js';
import type { Dialect } from './dialects.js';
import { DEFAULT_WS_LIMITS } from './limits.js';
import type { WsLimits } from './limits.js';
import type { WsBody, WsEndpoint, WsMessage, WsQuery } from './model.js';
import { readWsMessage } from './read-message.js';
import { isRuleSupported } from './scopes.js';
import { createOutgoing } from './sequence.js';
import { writeWsMessage } from './write-message.js';

/** Content type of SOAP 1.2. */
export const SOAP_CONTENT_TYPE = 'application/soap+xml; charset=utf-8';

/** Longest answer over HTTP in bytes; whoever wants more looks in the spaces themselves. */
const MAX_HTTP_ANSWER_BYTES = 1024 * 1024;

/** The answer to a question that came over HTTP. */
export interface WsHttpAnswer {
  readonly status: 200 | 400;
  readonly body: Uint8Array;
}

/** For whom is answered, and by what addresses this host is reached from there. */
export interface WsAnswering {
  readonly targets: readonly WsTarget[];
  readonly addresses: readonly string[];
}

const writeFault = (code: 'Sender', subcode: { readonly dialect: Dialect; readonly local: string }, reason: string) => {
  const { dialect, local } = subcode;
  const value = (text: string, children: readonly ReturnType<typeof createElement>[] = []) => [
    createElement(soapName('Value'), { prefix: 's', children: [text] }),
    ...children,
  ];
  const sub = createElement(soapName('Subcode'), { prefix: 's', children: value(`d:${local}`) });
  const text = createElement(soapName('Text'), {
    prefix: 's',
    attributes: [
      { name: { namespace: 'http://www.w3.org/XML/1998/namespace', local: 'lang' }, prefix: 'xml', value: 'en' },
    ],
    children: [reason],
  });
  const fault = createElement(soapName('Fault'), {
    prefix: 's',
    children: [
      createElement(soapName('Code'), { prefix: 's', children: value(`s:${code}`, [sub]) }),
      createElement(soapName('Reason'), { prefix: 's', children: [text] }),
    ],
  });
  const body = createElement(soapName('Body'), { prefix: 's', children: [fault] });
  const namespaces = { d: dialect.discovery };
  return toUtf8(writeXml(createElement(soapName('Envelope'), { prefix: 's', namespaces, children: [body] })));
};

const refuse = (dialect: Dialect, local: string, reason: string): WsHttpAnswer => ({
  status: 400,
  body: writeFault('Sender', { dialect, local }, reason),
});

const answerTo = ({ body }: WsMessage, targets: readonly WsTarget[], telling: Telling): WsBody | undefined => {
  if (body.kind === 'probe')
    return answerProbe(body.query, targets, telling)[0] ?? { kind: 'probe-matches', matches: [] };
  if (body.kind === 'resolve') return answerResolve(body.address, targets, telling) ?? { kind: 'resolve-matches' };
  return undefined;
};

/** Answers Probe and Resolve that came by POST (WS-Discovery 1.1 sections 5 and 6, managed mode): no match is an empty answer. */
export const createHttpAnswering = ({
  clock = systemClock,
  random = systemRandom,
  limits = DEFAULT_WS_LIMITS,
}: { readonly clock?: Clock; readonly random?: Random; readonly limits?: WsLimits } = {}) => {
  const outgoing = createOutgoing(clock, random);
  return (bytes: Uint8Array, { targets, addresses }: WsAnswering): WsHttpAnswer => {
    const [standard] = DIALECTS;
    const message = readWsMessage(bytes, limits);
    const dialect = message?.header.dialect ?? standard;
    if (dialect === undefined) throw new StoaError('INTERNAL', 'no dialect of WS-Discovery is spoken');
    if (message === undefined) return refuse(dialect, 'MessageMalformed', 'expected a message of WS-Discovery');
    if (message.body.kind === 'probe' && !isRuleSupported(message.body.query, dialect))
      return refuse(dialect, 'MatchingRuleNotSupported', 'expected one of rfc3986, uuid, strcmp0, none');
    const limited = { maxMessageBytes: MAX_HTTP_ANSWER_BYTES, maxAnswers: 1 };
    const body = answerTo(message, targets, { dialect, addresses, versionsAhead: 0, ...limited });
    if (body === undefined) return refuse(dialect, 'MessageMalformed', 'expected Probe or Resolve');
    const header = {
      dialect,
      messageId: outgoing.nextId(),
      to: dialect.anonymous,
      relatesTo: message.header.messageId,
      sequence: outgoing.nextSequence(),
    };
    return { status: 200, body: writeWsMessage({ header, body }) };
  };
};

/** What asking by HTTP needs. */
export interface AskByHttp {
  readonly carrier: Carrier;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 5000;

/** Limits of an answer over HTTP, which may tell of many. */
const HTTP_LIMITS: WsLimits = {
  ...DEFAULT_WS_LIMITS,
  xml: { ...DEFAULT_WS_LIMITS.xml, maxBytes: MAX_HTTP_ANSWER_BYTES + 65_536, maxElements: 100_000 },
  maxListed: 1000,
};

/**
 * Asks the agent at `url`, on any network, for services by a Probe over HTTP.
 *
 * @throws {StoaError} `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT` what carrying throws; `ANSWER_INVALID` for anything but ProbeMatches
 */
export const probeByHttp = async (url: string, query: WsQuery, parts: AskByHttp): Promise<readonly WsEndpoint[]> => {
  const { carrier, clock = systemClock, random = systemRandom, timeoutMs = DEFAULT_TIMEOUT_MS } = parts;
  const [dialect] = DIALECTS;
  if (dialect === undefined) throw new StoaError('INTERNAL', 'no dialect of WS-Discovery is spoken');
  const messageId = createOutgoing(clock, random).nextId();
  const header = { dialect, messageId, to: dialect.group };
  const answer = await carryInTime(
    carrier,
    {
      uri: url,
      headers: { 'content-type': SOAP_CONTENT_TYPE, accept: 'application/soap+xml' },
      body: writeWsMessage({ header, body: { kind: 'probe', query } }),
    },
    { clock, timeoutMs },
  );
  const message = answer.status === 200 ? readWsMessage(answer.body, HTTP_LIMITS) : undefined;
  if (message?.body.kind === 'probe-matches' && message.header.relatesTo === messageId) return message.body.matches;
  throw new StoaError(
    'ANSWER_INVALID',
    `expected ProbeMatches from ${new URL(url).host}, got status ${answer.status}`,
    {
      hint: 'is that the address of a listener agent (stoa listen)?',
    },
  );
};
