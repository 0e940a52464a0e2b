import type { ScheduledCall } from '../../base/index.js';
import { DIALECTS } from './dialects.js';
import type { Dialect } from './dialects.js';
import { createAnswerRates } from './answer-rates.js';
import type { Exchange, WsCollaborators } from './exchange.js';
import { WS_DISCOVERY_PORT } from './link.js';
import type { WsDatagram } from './link.js';
import type { AppSequence, WsEndpoint, WsMessage, WsQuery } from './model.js';
import { matchesQuery } from './scopes.js';

/** A service found by WS-Discovery. What it says of itself is not proved by that. */
export interface WsFound extends WsEndpoint {
  readonly version: Dialect['version'];
  /** Address of the host that told of it. */
  readonly from: string;
}

/** A service came, told something else, or went: it said Bye, or left questions without an answer. */
export interface WsEvent {
  readonly kind: 'up' | 'changed' | 'down';
  readonly found: WsFound;
}

/** A look-out for services that a query describes. */
export interface Finder {
  /** A message that came; one that is not about what it looks for does nothing. */
  readonly take: (message: WsMessage, datagram: WsDatagram) => void;
  /** Asks everybody, now. */
  readonly probe: () => void;
  readonly stop: () => void;
}

interface Known {
  readonly found: WsFound;
  readonly sequence: AppSequence | undefined;
  missed: number;
}

/** Ids of our own questions whose answers are still taken. */
const MAX_QUESTIONS = 64;

const isOlder = (sequence: AppSequence | undefined, known: AppSequence | undefined): boolean => {
  if (sequence === undefined || known === undefined) return false;
  if (sequence.instanceId !== known.instanceId) return sequence.instanceId < known.instanceId;
  return sequence.sequenceId === known.sequenceId && sequence.messageNumber < known.messageNumber;
};

const isSame = (left: WsFound, right: WsFound): boolean =>
  left.metadataVersion === right.metadataVersion && left.xaddrs.join(' ') === right.xaddrs.join(' ');

/** What a look-out is made for. */
export interface Sought {
  readonly query: WsQuery;
  readonly listener: (event: WsEvent) => void;
}

/** What is known, and tells of its changes. */
const createKnown = ({ limits }: Pick<WsCollaborators, 'limits'>, { listener }: Sought) => {
  const known = new Map<string, Known>();
  const forget = (address: string): void => {
    const gone = known.get(address);
    known.delete(address);
    if (gone !== undefined && gone.found.xaddrs.length > 0) listener({ kind: 'down', found: gone.found });
  };
  return {
    find: (address: string): Known | undefined => known.get(address),
    forget,
    keep: (found: WsFound, sequence: AppSequence | undefined): void => {
      const before = known.get(found.address);
      if (before === undefined && known.size >= limits.maxFound) return;
      known.set(found.address, { found, sequence, missed: 0 });
      if (found.xaddrs.length === 0) return;
      const wasTold = before !== undefined && before.found.xaddrs.length > 0;
      if (!wasTold) listener({ kind: 'up', found });
      else if (!isSame(before.found, found)) listener({ kind: 'changed', found });
    },
    /** A question goes out again: what has left too many without an answer is gone. */
    countMissed: (): void => {
      for (const [address, entry] of known) {
        if (entry.missed >= limits.missedProbes) forget(address);
        else entry.missed += 1;
      }
    },
  };
};

/** Ids of our questions, the latest ones. */
const createQuestions = () => {
  const ids = new Set<string>();
  return {
    add: (id: string): void => {
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > MAX_QUESTIONS && oldest !== undefined) ids.delete(oldest);
    },
    isAnswered: ({ header }: WsMessage): boolean => header.relatesTo !== undefined && ids.has(header.relatesTo),
  };
};

/** Reads messages for a look-out; asks further where they leave something out. */
const createTake = (
  exchange: Exchange,
  parts: Pick<WsCollaborators, 'clock' | 'limits'>,
  {
    query,
    known,
    questions,
  }: {
    readonly query: WsQuery;
    readonly known: ReturnType<typeof createKnown>;
    readonly questions: ReturnType<typeof createQuestions>;
  },
): Finder['take'] => {
  // What others say makes us ask: not more often than we would answer.
  const mayAsk = createAnswerRates(parts.clock, parts.limits);
  const learn = (endpoint: WsEndpoint, { header }: WsMessage, { from }: WsDatagram): void => {
    const { dialect, sequence } = header;
    if (!matchesQuery(query, endpoint, dialect)) return;
    const before = known.find(endpoint.address)?.found;
    const isSameVersion = before !== undefined && before.metadataVersion === endpoint.metadataVersion;
    // A host that is reached by two interfaces tells each the addresses that lead there.
    const all = new Set([...(isSameVersion ? before.xaddrs : []), ...endpoint.xaddrs]);
    const xaddrs = [...all].slice(0, parts.limits.maxListed);
    known.keep({ ...endpoint, xaddrs, version: dialect.version, from: from.address }, sequence);
    if (xaddrs.length > 0 || !mayAsk(from.address)) return;
    questions.add(exchange.say({ kind: 'resolve', address: endpoint.address }, { dialect }).id);
  };
  const hear = (endpoint: WsEndpoint, message: WsMessage, datagram: WsDatagram): void => {
    const { dialect, sequence } = message.header;
    if (isOlder(sequence, known.find(endpoint.address)?.sequence)) return;
    const isBare = endpoint.types.length === 0 && (query.types ?? []).length > 0;
    if (!isBare) learn(endpoint, message, datagram);
    else if (mayAsk(datagram.from.address)) {
      const to = { address: datagram.from.address, port: WS_DISCOVERY_PORT };
      questions.add(exchange.ask({ kind: 'probe', query }, dialect, to));
    }
  };
  /** What answers a Resolve tells the addresses; types and scopes may be left out. */
  const complete = (match: WsEndpoint, message: WsMessage, datagram: WsDatagram): void => {
    const before = known.find(match.address)?.found;
    if (before === undefined) return;
    const types = match.types.length > 0 ? match.types : before.types;
    const scopes = match.scopes.length > 0 ? match.scopes : before.scopes;
    learn({ ...match, types, scopes }, message, datagram);
  };
  return (message, datagram) => {
    const { header, body } = message;
    if (body.kind === 'hello') hear(body.endpoint, message, datagram);
    if (body.kind === 'bye' && !isOlder(header.sequence, known.find(body.address)?.sequence))
      known.forget(body.address);
    if (!questions.isAnswered(message)) return;
    if (body.kind === 'probe-matches') for (const endpoint of body.matches) learn(endpoint, message, datagram);
    if (body.kind === 'resolve-matches' && body.match) complete(body.match, message, datagram);
  };
};

/** A look-out on `exchange` that tells what comes and goes until it is stopped. */
export const createFinder = (
  exchange: Exchange,
  parts: Pick<WsCollaborators, 'clock' | 'limits'>,
  sought: Sought,
): Finder => {
  const { clock, limits } = parts;
  const { query } = sought;
  const known = createKnown(parts, sought);
  const questions = createQuestions();
  const take = createTake(exchange, parts, { query, known, questions });
  let timer: ScheduledCall | undefined;
  let isOver = false;
  const probe = (): void => {
    for (const dialect of DIALECTS) questions.add(exchange.say({ kind: 'probe', query }, { dialect }).id);
  };
  const again = (): void => {
    timer = clock.callAt(clock.nowMs() + limits.probeMs, () => {
      known.countMissed();
      probe();
      again();
    });
  };
  probe();
  again();
  return {
    take: (message, datagram) => {
      if (!isOver) take(message, datagram);
    },
    probe,
    stop: () => {
      isOver = true;
      timer?.cancel();
    },
  };
};
