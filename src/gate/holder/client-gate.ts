import { StoaError, createLoading, given, isStoaError, loadPart } from '../../base/light.js';
import type { MessageOrder, Method } from '../../advertisement/index.js';
import { XML_CONTENT_TYPE } from '../../protocol/light.js';
import { carryInTime, timedOut } from '../exchange/deadline.js';
import { writeAsyncPreference } from '../exchange/preferences.js';
import type { AdvertiseIn } from '../exchange/preferences.js';
import { TIMEOUT_HEADER, writeTimeout } from '../exchange/timeout.js';
import { readAnswer, readFailure } from '../exchange/read-answer.js';
import type { ReadAnswer } from '../exchange/read-answer.js';
import { ServiceFault } from '../exchange/service-fault.js';
import type { CallHeaders } from '../model.js';
import { UNPROVED } from './unproved.js';
import type { Attempts, CallProver } from './unproved.js';
import { createCredentialHolder } from './credential-holder.js';
import type { CredentialHolder } from './credential-holder.js';
import type {
  ClientGate,
  ClientGateOptions,
  ClientGateParts,
  GateAnswer,
  MessageInterface,
  NarrowOptions,
  SendOptions,
  WrittenMessage,
} from './model.js';
import { createReadOutgoing } from './outgoing.js';
import type { Outgoing } from './outgoing.js';
import type { RetriedCall, Retrying } from './retries.js';
import type { TakeTurn } from './turns.js';

const DEFAULTS = {
  checkRequests: true,
  timeoutMs: 60_000,
  retries: 2,
  retryWaitMs: 100,
} as const;

interface HeaderParts {
  readonly credential: string | undefined;
  readonly respondAsync: boolean;
  readonly advertise: AdvertiseIn | undefined;
  readonly leftMs: number;
}

const toHeaders = ({ credential, respondAsync, advertise, leftMs }: HeaderParts): CallHeaders => ({
  'content-type': XML_CONTENT_TYPE,
  accept: 'application/xml, application/problem+xml',
  [TIMEOUT_HEADER]: writeTimeout(leftMs),
  ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
  ...(respondAsync && { prefer: writeAsyncPreference(advertise) }),
});

/** An answer that is no failure. */
type Success = Exclude<ReadAnswer, { readonly kind: 'problem' }>;

/** What a caller gets of an answer; a fault is thrown. */
const toGateAnswer = async (
  read: Success,
  method: Method | undefined,
  { schema }: MessageInterface,
): Promise<GateAnswer> => {
  if (!method)
    throw new StoaError(
      'ANSWER_INVALID',
      'an answer to a message that the interface does not declare cannot be checked',
    );
  if (read.kind === 'accepted') return { ...read, method };
  if (read.kind === 'taken') return { kind: 'taken', method };
  const { document } = read;
  if (read.kind === 'response') return { kind: 'response', method, document };
  const { root, source: xml } = document;
  const value = read.kind === 'fault' ? (await schema.decode(root, xml)).value : undefined;
  throw new ServiceFault({ element: root.name, value, xml });
};

/** A message on its way: until when, and what is known of the attempts to send it. */
interface Sending extends SendOptions {
  readonly outgoing: Outgoing;
  readonly timeoutMs: number;
  readonly endMs: number;
  readonly attempts: Attempts;
}

/** Sends a message and reads its answer. */
const createAttempt = (
  parts: ClientGateParts,
  { credentials, prove }: { readonly credentials: CredentialHolder; readonly prove: CallProver['prove'] },
  { xmlLimits }: ClientGateOptions,
) => {
  const { compiled, carrier, clock } = parts;
  const limits = xmlLimits && { limits: xmlLimits };
  return async (sending: Sending): Promise<Success> => {
    const { outgoing, signal, respondAsync = false, advertise, timeoutMs, endMs, attempts } = sending;
    const { body, method } = outgoing;
    const credential = await credentials.get();
    const { uri } = credentials.current();
    const leftMs = endMs - clock.nowMs();
    if (leftMs <= 0) throw timedOut(timeoutMs);
    const carry = (proved: CallHeaders) =>
      carryInTime(carrier, { uri, headers: proved, body, signal }, { clock, timeoutMs, endMs });
    const headers = toHeaders({ credential, respondAsync, advertise, leftMs });
    const answer = await prove({ method: 'POST', headers, body }, carry, attempts);
    if (!method) throw await readFailure(answer);
    const read = await readAnswer(answer, { compiled, method, respondAsync, ...limits });
    if (read.kind === 'problem') throw read.error;
    return read;
  };
};

/** Makes a call; where nobody was there to take it, once more if that is safe. */
const callOnce = async (retrying: Retrying, call: RetriedCall<Success>): Promise<Success> => {
  try {
    return await call.attempt(true);
  } catch (thrown) {
    if (!isStoaError(thrown, 'SERVICE_UNREACHABLE', 'SHUTTING_DOWN')) throw thrown;
    const retries = await import('./retries.js').catch(() => undefined);
    // A page that has lost its network cannot load it either.
    if (retries === undefined) throw thrown;
    return retries.sendAgain(retrying, call, thrown);
  }
};

/** Makes calls when it is their turn: at any time where no order is stated. */
const createTakeTurn = (order: MessageOrder | undefined): TakeTurn => {
  if (order === undefined) return (_method, call) => call();
  const getTurns = createLoading(async () => (await loadPart(import('./turns.js'))).createTurns(order));
  return async (method, call) => (await getTurns())(method, call);
};

const assertOpen = (isClosed: boolean, isExpired: boolean): void => {
  if (isClosed) throw new StoaError('GATE_CLOSED', 'the gate was closed');
  if (isExpired) throw new StoaError('GATE_EXPIRED', 'the gate has expired', { hint: 'open a new one' });
};

/** A gate for one client, made of what the space issued and of what proves its calls. */
export const createGateWith = (
  parts: ClientGateParts,
  options: ClientGateOptions,
  { prove, sendMended }: CallProver = UNPROVED,
): ClientGate => {
  const { gate, compiled, clock, random } = parts;
  const { checkRequests, refreshAheadMs, retries, retryWaitMs, ...own } = { ...DEFAULTS, ...options };
  const credentials = createCredentialHolder(parts, refreshAheadMs);
  const readOutgoing = createReadOutgoing(parts, checkRequests);
  const attempt = createAttempt(parts, { credentials, prove }, options);
  const retrying: Retrying = { gate, credentials, clock, ...given('random', random), retries, retryWaitMs };
  const takeTurn = createTakeTurn(checkRequests ? compiled.order : undefined);
  let closed = false;
  const assertUsable = (): void => assertOpen(closed, clock.nowMs() >= gate.expiresAtMs);

  const send = async (
    message: string | Uint8Array | WrittenMessage,
    sendOptions: SendOptions = {},
  ): Promise<GateAnswer> => {
    assertUsable();
    const timeoutMs = Math.min(own.timeoutMs, sendOptions.timeoutMs ?? Infinity);
    const endMs = clock.nowMs() + timeoutMs;
    const outgoing = await readOutgoing(message);
    let attempts: Attempts = {};
    const { method } = outgoing;
    const call: RetriedCall<Success> = {
      method,
      endMs,
      signal: sendOptions.signal,
      attempt: (same) => {
        // An idempotent call may be done twice; then it is another one.
        if (!same) attempts = {};
        return sendMended(() => attempt({ ...sendOptions, outgoing, timeoutMs, endMs, attempts }), credentials.renew);
      },
    };
    const answer = async (): Promise<GateAnswer> => toGateAnswer(await callOnce(retrying, call), method, compiled);
    return method ? takeTurn(method.name, answer) : answer();
  };

  return Object.freeze({
    id: gate.id,
    carry: gate.carry,
    get uri() {
      return credentials.current().uri;
    },
    methods: gate.methods,
    expiresAtMs: gate.expiresAtMs,
    send,
    narrow: async (narrowOptions: NarrowOptions) => {
      assertUsable();
      const held = { ...gate, ...credentials.current() };
      const { narrowGate } = await loadPart(import('./narrow.js'));
      return narrowGate({ gate: held, key: parts.key, clock, ...given('random', random) }, narrowOptions);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await parts.close?.();
    },
  });
};
