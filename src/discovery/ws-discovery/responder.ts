import { createAnswerRates } from './answer-rates.js';
import { answerProbe, answerResolve, toEndpoint } from './answers.js';
import type { Telling, WsTarget } from './answers.js';
import { DIALECTS } from './dialects.js';
import type { Exchange, WsCollaborators } from './exchange.js';
import type { WsLimits } from './limits.js';
import type { WsDatagram, WsInterface } from './link.js';
import type { WsBody, WsMessage } from './model.js';

/** Answers for targets, and says when they come and go. */
export interface Responder {
  /** Puts `targets` in the place of those before: says Hello for what is new or has another version, Bye for what is gone. */
  readonly set: (targets: readonly WsTarget[]) => void;
  /** Says Bye for all; resolves when it is out. */
  readonly close: () => Promise<void>;
}

/** How a responder answers. */
export interface ResponderOptions {
  /** Whether those are answered who ask from beyond the link. Default false. */
  readonly answerBeyond?: boolean;
}

const isIpv6 = (address: string): boolean => address.includes(':');

/** Hellos of many targets are spread over more time. */
const SPREAD_TARGETS = 16;

/** Addresses by which a sender reaches this host, those of its own family first. */
const addressesFor = (
  { interfaceName, from }: Pick<WsDatagram, 'interfaceName' | 'from'>,
  interfaces: readonly WsInterface[],
): readonly string[] => {
  const used = interfaces.filter(({ name }) => interfaceName === undefined || name === interfaceName);
  const all = used.flatMap(({ addresses }) => addresses);
  const isSame = (address: string): boolean => isIpv6(address) === isIpv6(from.address);
  return [...all.filter(isSame), ...all.filter((address) => !isSame(address))];
};

/** What a responder answers for now. */
interface Held {
  targets: readonly WsTarget[];
  versionsAhead: number;
}

type ResponderParts = Pick<WsCollaborators, 'clock' | 'limits' | 'log'>;

const answersTo = ({ body }: WsMessage, { targets }: Held, telling: Telling): readonly WsBody[] => {
  if (body.kind === 'probe') return answerProbe(body.query, targets, telling);
  const answer = body.kind === 'resolve' ? answerResolve(body.address, targets, telling) : undefined;
  return answer ? [answer] : [];
};

/** Answers questions: on the link all, from beyond it no more than what came allows. */
const createAnswering = (exchange: Exchange, { clock, limits, log }: ResponderParts, held: Held) => {
  const isAllowed = createAnswerRates(clock, limits);
  return (message: WsMessage, datagram: WsDatagram): void => {
    // An answer goes to whoever asked and nowhere else.
    if (message.header.replyTo !== undefined || !isAllowed(datagram.from.address)) return;
    const isBeyond = datagram.interfaceName === undefined;
    const maxBytes = isBeyond
      ? Math.min(limits.maxMessageBytes, datagram.bytes.length * limits.maxAmplification)
      : limits.maxMessageBytes;
    const bodies = answersTo(message, held, {
      dialect: message.header.dialect,
      addresses: addressesFor(datagram, exchange.interfaces()),
      versionsAhead: held.versionsAhead,
      maxMessageBytes: maxBytes,
      maxAnswers: isBeyond ? 1 : limits.maxAnswers,
    });
    const repeat = isBeyond ? 0 : limits.unicastRepeat;
    for (const body of bodies) exchange.answer(body, { message, datagram }, { repeat, maxBytes });
    log.debug(
      { from: datagram.from.address, kind: message.body.kind, answers: bodies.length },
      'asked by WS-Discovery',
    );
  };
};

/** Says Hello on one interface, in both versions. */
const createHello =
  (exchange: Exchange, limits: WsLimits, held: Held) =>
  (target: WsTarget, { name, addresses }: WsInterface): void => {
    const spreadMs = limits.appMaxDelayMs * Math.max(1, held.targets.length / SPREAD_TARGETS);
    const { versionsAhead } = held;
    const { maxMessageBytes } = limits;
    for (const dialect of DIALECTS) {
      const endpoint = toEndpoint(target, { dialect, addresses, versionsAhead, maxMessageBytes, maxAnswers: 1 });
      void exchange.say({ kind: 'hello', endpoint }, { dialect, interfaceName: name, spreadMs }).sent;
    }
  };

/** A responder on `exchange`. */
export const createResponder = (
  exchange: Exchange,
  parts: ResponderParts,
  { answerBeyond = false }: ResponderOptions,
): Responder => {
  const held: Held = { targets: [], versionsAhead: 0 };
  const answer = createAnswering(exchange, parts, held);
  const hello = createHello(exchange, parts.limits, held);
  let greeted = new Map<string, string>();
  const bye = (address: string): Promise<unknown> =>
    Promise.all(DIALECTS.map((dialect) => exchange.say({ kind: 'bye', address }, { dialect }).sent));

  exchange.onInterfaces((interfaces) => {
    const changed = interfaces.filter(({ name, addresses }) => greeted.get(name) !== addresses.join(' '));
    if (greeted.size > 0) held.versionsAhead += 1;
    greeted = new Map(interfaces.map(({ name, addresses }) => [name, addresses.join(' ')]));
    for (const each of changed) for (const target of held.targets) hello(target, each);
  });
  exchange.onMessage((message, datagram) => {
    const isQuestion = message.body.kind === 'probe' || message.body.kind === 'resolve';
    const isMeant = datagram.interfaceName !== undefined || answerBeyond;
    if (isQuestion && isMeant && held.targets.length > 0) answer(message, datagram);
  });

  return {
    set: (next) => {
      const before = new Map(held.targets.map((target) => [target.address, target.metadataVersion]));
      held.targets = next;
      for (const target of next) {
        const isSame = before.get(target.address) === target.metadataVersion;
        if (!isSame) for (const each of exchange.interfaces()) hello(target, each);
        before.delete(target.address);
      }
      for (const address of before.keys()) void bye(address);
    },
    close: async () => {
      const gone = held.targets;
      held.targets = [];
      await Promise.all(gone.map(({ address }) => bye(address)));
    },
  };
};
