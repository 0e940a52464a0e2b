import { LRUCache } from 'lru-cache';
import type { Clock, Log, Random } from '../../base/index.js';
import type { Dialect } from './dialects.js';
import type { WsLimits } from './limits.js';
import type { DatagramLink, WsDatagram, WsInterface, WsPeer } from './link.js';
import type { WsBody, WsMessage } from './model.js';
import { readWsMessage } from './read-message.js';
import { createOutgoing } from './sequence.js';
import { createTransmitter, randomMs } from './transmitter.js';
import { writeWsMessage } from './write-message.js';

/** What WS-Discovery works with. */
export interface WsCollaborators {
  readonly link: DatagramLink;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly limits: WsLimits;
}

/** A message that came, once. */
export type MessageListener = (message: WsMessage, datagram: WsDatagram) => void;

/** A message as it came. */
export interface Asked {
  readonly message: WsMessage;
  readonly datagram: WsDatagram;
}

/** How a message to everybody is sent. */
export interface Saying {
  readonly dialect: Dialect;
  /** Default: on all that are used. */
  readonly interfaceName?: string;
  /** Longest random wait before it. Default 0. */
  readonly spreadMs?: number;
}

/** Messages in and out, over a link; what comes twice is told once. */
export interface Exchange {
  readonly onMessage: (listener: MessageListener) => void;
  /** Calls `listener` with the interfaces whenever they have changed. */
  readonly onInterfaces: (listener: (interfaces: readonly WsInterface[]) => void) => void;
  readonly interfaces: () => readonly WsInterface[];
  /** Says something to everybody. @returns id of the message, and when the last repetition is out */
  readonly say: (body: WsBody, saying: Saying) => { readonly id: string; readonly sent: Promise<void> };
  /** Asks a single host. @returns id of the message */
  readonly ask: (body: WsBody, dialect: Dialect, to: WsPeer) => string;
  /** Answers a message that came, after a wait that spreads what many hosts do at once; more than `maxBytes` are not sent. */
  readonly answer: (body: WsBody, asked: Asked, times: { readonly repeat: number; readonly maxBytes: number }) => void;
  /** Looks at the interfaces, now and again and again. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const sameInterfaces = (left: readonly WsInterface[], right: readonly WsInterface[]): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** Looks at the interfaces of a link now and then. */
const createLookout = ({ link, clock, log, limits }: WsCollaborators, changed: () => void) => {
  let known: readonly WsInterface[] = [];
  let isOver = false;
  const look = async (): Promise<void> => {
    try {
      const now = await link.refresh();
      if (isOver) return;
      const isNew = !sameInterfaces(known, now);
      known = now;
      if (isNew) changed();
    } catch (error) {
      log.warn({ error }, 'the network interfaces could not be looked at; it will be tried');
    }
    if (!isOver) clock.callAt(clock.nowMs() + limits.interfacesMs, () => void look());
  };
  return {
    known: () => known,
    look,
    stop: () => {
      isOver = true;
    },
  };
};

/** Reads datagrams; what is no message, or came before, gives `undefined`. */
const createReceive = ({ limits, log }: WsCollaborators) => {
  const seen = new LRUCache<string, true>({ max: limits.maxSeen });
  return ({ bytes, from }: WsDatagram): WsMessage | undefined => {
    const message = readWsMessage(bytes, limits);
    if (message === undefined) {
      log.debug({ from: from.address, bytes: bytes.length }, 'not a message of WS-Discovery');
      return undefined;
    }
    // Whoever repeats the id of somebody else's message hides none but its own.
    const key = `${from.address} ${message.header.messageId}`;
    if (seen.has(key)) return undefined;
    seen.set(key, true);
    return message;
  };
};

/** An exchange of messages over `link`. */
export const createExchange = (collaborators: WsCollaborators): Exchange => {
  const { link, clock, random, limits } = collaborators;
  const transmitter = createTransmitter(clock, random, limits);
  const outgoing = createOutgoing(clock, random);
  const receive = createReceive(collaborators);
  const listeners: MessageListener[] = [];
  const watchers: ((interfaces: readonly WsInterface[]) => void)[] = [];
  const lookout = createLookout(collaborators, () => {
    for (const watcher of watchers) watcher(lookout.known());
  });
  let closing: Promise<void> | undefined;

  const write = (body: WsBody, dialect: Dialect, others: { readonly to: string; readonly relatesTo?: string }) => {
    const messageId = outgoing.nextId();
    const header = { dialect, messageId, sequence: outgoing.nextSequence(), ...others };
    return { id: messageId, bytes: writeWsMessage({ header, body }) };
  };

  link.onDatagram((datagram) => {
    const message = closing === undefined ? receive(datagram) : undefined;
    if (message !== undefined) for (const listener of listeners) listener(message, datagram);
  });

  const say: Exchange['say'] = (body, { dialect, interfaceName, spreadMs = 0 }) => {
    const { id, bytes } = write(body, dialect, { to: dialect.group });
    const send = (): void => {
      const names = interfaceName === undefined ? lookout.known().map(({ name }) => name) : [interfaceName];
      for (const name of names) link.multicast(name, bytes);
    };
    const delayMs = spreadMs === 0 ? 0 : randomMs(random, 0, spreadMs);
    return { id, sent: transmitter.transmit(send, { delayMs, repeat: limits.multicastRepeat }) };
  };

  return {
    onMessage: (listener) => void listeners.push(listener),
    onInterfaces: (listener) => void watchers.push(listener),
    interfaces: lookout.known,
    say,
    ask: (body, dialect, to) => {
      const { id, bytes } = write(body, dialect, { to: dialect.group });
      void transmitter.transmit(() => link.unicast(bytes, to), { repeat: limits.unicastRepeat });
      return id;
    },
    answer: (body, { message, datagram }, { repeat, maxBytes }) => {
      const { dialect, messageId } = message.header;
      const { bytes } = write(body, dialect, { to: dialect.anonymous, relatesTo: messageId });
      if (bytes.length > maxBytes) return;
      const delayMs = randomMs(random, 0, limits.appMaxDelayMs);
      void transmitter.transmit(() => link.reply(bytes, datagram), { delayMs, repeat });
    },
    start: lookout.look,
    close: () => {
      closing ??= (async () => {
        lookout.stop();
        transmitter.stop();
        await link.close();
      })();
      return closing;
    },
  };
};
