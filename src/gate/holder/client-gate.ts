import { StoaError, isStoaError, toUtf8 } from '../../base/index.js';
import type { Clock, GateId, XmlLimits } from '../../base/index.js';
import type { CompiledInterface, Method } from '../../advertisement/index.js';
import { XML_CONTENT_TYPE } from '../../protocol/index.js';
import { parseXml } from '../../xml/index.js';
import type { XmlDocument } from '../../xml/index.js';
import type { AcceptedResult } from '../exchange/accepted.js';
import { carryInTime } from '../exchange/deadline.js';
import { RESPOND_ASYNC } from '../exchange/headers.js';
import { readAnswer, readFailure } from '../exchange/read-answer.js';
import type { ReadAnswer } from '../exchange/read-answer.js';
import { assertGranted, readMessage } from '../exchange/read-message.js';
import { ServiceFault } from '../exchange/service-fault.js';
import type { CallHeaders, Carrier, OpenGate } from '../model.js';

/** What a refresh of a gate gives. */
export type RefreshedGate = Pick<OpenGate, 'expiresAtMs' | 'credential' | 'credentialExpiresAtMs'>;

/** Collaborators of a client's gate. */
export interface ClientGateParts {
  readonly gate: OpenGate;
  readonly compiled: CompiledInterface;
  readonly carrier: Carrier;
  readonly clock: Clock;
  /** Gets a new credential from the space; needed by gates that carry one. */
  readonly refresh?: () => Promise<RefreshedGate>;
  /** Tells the space that the gate is closed. */
  readonly close?: () => Promise<void>;
}

/** Options of a client's gate. */
export interface ClientGateOptions {
  /** Whether messages are checked before they are sent. Default true; off only to test or to measure what is behind. */
  readonly checkRequests?: boolean;
  /** Longest call in milliseconds. Default 60 s: longer than a relay waits, so that its answer still arrives. */
  readonly timeoutMs?: number;
  /** How long before its end a credential is refreshed, in milliseconds. Default 15 s. */
  readonly refreshAheadMs?: number;
  /** Limits of answers. Default: those of the parser. */
  readonly xmlLimits?: XmlLimits;
}

/** Options of one call. */
export interface SendOptions {
  readonly signal?: AbortSignal;
  /** Ask for the results in a new space. */
  readonly respondAsync?: boolean;
}

/** A message that a codec checked while it wrote it. */
export interface WrittenMessage {
  readonly method: string;
  readonly xml: string;
}

/** What a call gave; faults and failures are thrown. */
export type GateAnswer =
  | { readonly kind: 'response'; readonly method: Method; readonly document: XmlDocument }
  | { readonly kind: 'accepted'; readonly method: Method; readonly accepted: AcceptedResult }
  | { readonly kind: 'taken'; readonly method: Method };

/** A gate in the hands of its client. */
export interface ClientGate {
  readonly id: GateId;
  readonly carry: OpenGate['carry'];
  /** Where messages go. */
  readonly uri: string;
  readonly methods: readonly string[];
  readonly expiresAtMs: number;
  /**
   * Sends one message and checks the answer. Nothing is sent of a message that is not declared, granted and valid.
   *
   * @throws {ServiceFault} a fault that the interface declares
   * @throws {StoaError} `MESSAGE_UNDECLARED`, `METHOD_NOT_GRANTED`, `MESSAGE_INVALID`, `XML_…` before a byte is sent
   * @throws {StoaError} `GATE_EXPIRED`, `GATE_CLOSED`, `ANSWER_INVALID`, what the carrier and the service's problem say
   */
  readonly send: (message: string | Uint8Array | WrittenMessage, options?: SendOptions) => Promise<GateAnswer>;
  /** Closes the gate for good; closing it again does nothing. */
  readonly close: () => Promise<void>;
}

const DEFAULTS = { checkRequests: true, timeoutMs: 60_000, refreshAheadMs: 15_000 } as const;

interface Outgoing {
  readonly body: Uint8Array;
  /** `undefined` only when checking is switched off and the message is none that the interface declares. */
  readonly method: Method | undefined;
}

const isWritten = (message: string | Uint8Array | WrittenMessage): message is WrittenMessage =>
  typeof message === 'object' && 'xml' in message;

/** The gate's credential, renewed ahead of its end; calls at the same time share one refresh. */
const createCredentialHolder = ({ gate, clock, refresh }: ClientGateParts, refreshAheadMs: number) => {
  let current: RefreshedGate = gate;
  let refreshing: Promise<void> | undefined;
  const renew = (): Promise<void> => {
    refreshing ??= (refresh ?? (() => Promise.resolve(current)))()
      .then((refreshed) => void (current = refreshed))
      .finally(() => void (refreshing = undefined));
    return refreshing;
  };
  const leftMs = (): number => (current.credentialExpiresAtMs ?? Infinity) - clock.nowMs();
  return {
    renew,
    get: async (): Promise<string | undefined> => {
      try {
        if (leftMs() <= refreshAheadMs) await renew();
      } catch (thrown) {
        // A space that cannot be reached ends no credential that still holds.
        if (!isStoaError(thrown, 'SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT') || leftMs() <= 0) throw thrown;
      }
      return current.credential;
    },
  };
};

const toHeaders = (credential: string | undefined, respondAsync: boolean): CallHeaders => ({
  'content-type': XML_CONTENT_TYPE,
  accept: 'application/xml, application/problem+xml',
  ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
  ...(respondAsync && { prefer: RESPOND_ASYNC }),
});

const createReadOutgoing = ({ gate, compiled }: ClientGateParts, checkRequests: boolean) => {
  const granted = new Set(gate.methods);
  const findMethod = (message: string | Uint8Array): Method | undefined => {
    try {
      return compiled.findByRequest(parseXml(message).root.name);
    } catch {
      return undefined;
    }
  };
  return (message: string | Uint8Array | WrittenMessage): Outgoing => {
    if (isWritten(message)) {
      const method = compiled.getMethod(message.method);
      if (checkRequests) assertGranted(method, granted);
      return { body: toUtf8(message.xml), method };
    }
    const body = typeof message === 'string' ? toUtf8(message) : message;
    const method = checkRequests ? readMessage(message, { compiled, granted }).method : findMethod(message);
    return { body, method };
  };
};

/** What a caller gets of an answer; what is no success is thrown. */
const toGateAnswer = (read: ReadAnswer, method: Method | undefined, { schema }: CompiledInterface): GateAnswer => {
  if (read.kind === 'problem') throw read.error;
  if (!method)
    throw new StoaError(
      'ANSWER_INVALID',
      'an answer to a message that the interface does not declare cannot be checked',
    );
  if (read.kind === 'accepted') return { kind: 'accepted', method, accepted: read.accepted };
  if (read.kind === 'taken') return { kind: 'taken', method };
  const { document } = read;
  if (read.kind === 'response') return { kind: 'response', method, document };
  const { name: element, value } = schema.decode(document.root, document.source);
  throw new ServiceFault({ element, value, xml: document.source });
};

/** A gate for one client, made of what the space issued. */
export const createClientGate = (parts: ClientGateParts, options: ClientGateOptions = {}): ClientGate => {
  const { gate, compiled, carrier, clock } = parts;
  const { checkRequests, timeoutMs, refreshAheadMs } = { ...DEFAULTS, ...options };
  const limits = options.xmlLimits && { limits: options.xmlLimits };
  const credentials = createCredentialHolder(parts, refreshAheadMs);
  const readOutgoing = createReadOutgoing(parts, checkRequests);
  let closed = false;

  const assertUsable = (): void => {
    if (closed) throw new StoaError('GATE_CLOSED', 'the gate was closed');
    if (clock.nowMs() >= gate.expiresAtMs)
      throw new StoaError('GATE_EXPIRED', 'the gate has expired', { hint: 'open a new one' });
  };

  const attempt = async (
    { body, method }: Outgoing,
    { signal, respondAsync = false }: SendOptions,
  ): Promise<ReadAnswer> => {
    const headers = toHeaders(await credentials.get(), respondAsync);
    const request = { uri: gate.uri, headers, body, signal: signal ?? new AbortController().signal };
    const answer = await carryInTime(carrier, request, { clock, timeoutMs });
    if (method) return readAnswer(answer, { compiled, method, respondAsync, ...limits });
    return { kind: 'problem', error: readFailure(answer) };
  };

  const send = async (
    message: string | Uint8Array | WrittenMessage,
    sendOptions: SendOptions = {},
  ): Promise<GateAnswer> => {
    assertUsable();
    const outgoing = readOutgoing(message);
    let read = await attempt(outgoing, sendOptions);
    if (read.kind === 'problem' && read.error.code === 'CREDENTIAL_EXPIRED' && gate.credential !== undefined) {
      // Our clocks differ: the service has refused before it did anything, so trying again is safe.
      await credentials.renew();
      read = await attempt(outgoing, sendOptions);
    }
    return toGateAnswer(read, outgoing.method, compiled);
  };

  return Object.freeze({
    id: gate.id,
    carry: gate.carry,
    uri: gate.uri,
    methods: gate.methods,
    expiresAtMs: gate.expiresAtMs,
    send,
    close: async () => {
      if (closed) return;
      closed = true;
      await parts.close?.();
    },
  });
};
