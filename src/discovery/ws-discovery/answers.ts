import { toUtf8 } from '../../base/index.js';
import { equalNames } from '../../xml/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import type { Dialect } from './dialects.js';
import type { WsBody, WsEndpoint, WsQuery } from './model.js';
import { matchesQuery } from './scopes.js';
import { serializeWsMessage } from './write-message.js';

/** A service that is answered for. */
export interface WsTarget {
  /** Address of its endpoint reference: a URN, the same wherever the service is. */
  readonly address: string;
  /** All by which it is found; a message tells those that were asked for and as many others as it has room for. */
  readonly types: readonly XmlName[];
  readonly scopes: readonly string[];
  /** Where it is reached by those who reach this host by one of `addresses`. */
  readonly xaddrs: (addresses: readonly string[]) => readonly string[];
  readonly metadataVersion: number;
  /** An element told besides, as its whole advertisement; left out where the message would be too long. */
  readonly extension?: XmlElement;
}

/** How a target is told. */
export interface Telling {
  readonly dialect: Dialect;
  /** Addresses by which this host is reached from there. */
  readonly addresses: readonly string[];
  /** What the versions of all targets have grown by. */
  readonly versionsAhead: number;
  /** Longest message, and most of them. */
  readonly maxMessageBytes: number;
  readonly maxAnswers: number;
}

/** Types named in a message besides those that were asked for. */
const MAX_TOLD_TYPES = 8;

const measure = (body: WsBody, dialect: Dialect): number => {
  const id = 'urn:uuid:00000000-0000-0000-0000-000000000000';
  const header = {
    dialect,
    messageId: id,
    to: dialect.anonymous,
    relatesTo: id.repeat(2),
    sequence: { instanceId: 0xffffffff, messageNumber: 0xffffffff },
  };
  return toUtf8(serializeWsMessage({ header, body })).length;
};

const toToldTypes = (types: readonly XmlName[], asked: readonly XmlName[]): readonly XmlName[] => {
  const first = types.filter((type) => asked.some((each) => equalNames(each, type)));
  const others = types.filter((type) => !first.includes(type));
  return [...first, ...others.slice(0, Math.max(0, MAX_TOLD_TYPES - first.length))];
};

/** A target as a message tells it, with its extension where there is room for that. */
export const toEndpoint = (target: WsTarget, telling: Telling, asked: readonly XmlName[] = []): WsEndpoint => {
  const { addresses, versionsAhead, dialect, maxMessageBytes } = telling;
  const bare: WsEndpoint = {
    address: target.address,
    types: toToldTypes(target.types, asked),
    scopes: target.scopes,
    xaddrs: target.xaddrs(addresses),
    metadataVersion: target.metadataVersion + versionsAhead,
    extensions: [],
  };
  if (target.extension === undefined) return bare;
  const whole = { ...bare, extensions: [target.extension] };
  return measure({ kind: 'hello', endpoint: whole }, dialect) <= maxMessageBytes ? whole : bare;
};

/** As few messages as hold all matches, none longer than the limit; what no message holds is left out. */
const pack = (matches: readonly WsEndpoint[], { dialect, maxMessageBytes, maxAnswers }: Telling): readonly WsBody[] => {
  const empty = measure({ kind: 'probe-matches', matches: [] }, dialect);
  const bodies: WsBody[] = [];
  let batch: WsEndpoint[] = [];
  let length = empty;
  const flush = (): void => {
    if (batch.length > 0) bodies.push({ kind: 'probe-matches', matches: batch });
    [batch, length] = [[], empty];
  };
  for (const match of matches) {
    const own = measure({ kind: 'probe-matches', matches: [match] }, dialect) - empty;
    if (empty + own > maxMessageBytes) continue;
    if (length + own > maxMessageBytes) flush();
    batch.push(match);
    length += own;
  }
  flush();
  return bodies.slice(0, maxAnswers);
};

/** What answers a Probe, in one or more messages; none where nothing matches. */
export const answerProbe = (query: WsQuery, targets: readonly WsTarget[], telling: Telling): readonly WsBody[] =>
  pack(
    targets
      .filter((target) => matchesQuery(query, target, telling.dialect))
      .map((target) => toEndpoint(target, telling, query.types)),
    telling,
  );

/** What answers a Resolve, or `undefined` where the address is none of the targets'. */
export const answerResolve = (address: string, targets: readonly WsTarget[], telling: Telling): WsBody | undefined => {
  const target = targets.find((each) => each.address === address);
  return target && { kind: 'resolve-matches', match: toEndpoint(target, telling) };
};
