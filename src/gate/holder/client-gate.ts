import { StoaError, systemRandom } from '../../base/index.js';
import type { Method } from '../../advertisement/index.js';
import { XML_CONTENT_TYPE } from '../../protocol/light.js';
import { carryInTime } from '../exchange/deadline.js';
import { RESPOND_ASYNC } from '../exchange/headers.js';
import { readAnswer, readFailure } from '../exchange/read-answer.js';
import type { ReadAnswer } from '../exchange/read-answer.js';
import { ServiceFault } from '../exchange/service-fault.js';
import type { CallHeaders } from '../model.js';
import { createCallProver } from './call-prover.js';
import type { Attempts } from './call-prover.js';
import { createCredentialHolder } from './credential-holder.js';
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

const DEFAULTS = { checkRequests: true, timeoutMs: 60_000, refreshAheadMs: 15_000 } as const;

const toHeaders = (credential: string | undefined, respondAsync: boolean): CallHeaders => ({
  'content-type': XML_CONTENT_TYPE,
  accept: 'application/xml, application/problem+xml',
  ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
  ...(respondAsync && { prefer: RESPOND_ASYNC }),
});

/** What a caller gets of an answer; what is no success is thrown. */
const toGateAnswer = (read: ReadAnswer, method: Method | undefined, { schema }: MessageInterface): GateAnswer => {
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

/** What is done about a refusal before the message is sent once more. */
type Mends = ReadonlyMap<string, () => Promise<void> | void>;

/** Refusals that come before the service has done anything, so that trying again is safe, once each. */
const createMends = (
  { gate }: ClientGateParts,
  { forget, renew }: { readonly forget: () => void; readonly renew: () => Promise<void> },
): Mends =>
  new Map(
    gate.credential === undefined
      ? []
      : [
          ['PROOF_SESSION_UNKNOWN', forget],
          // Our clocks differ.
          ['CREDENTIAL_EXPIRED', renew],
        ],
  );

/** Sends a message, and once more for each thing that could be mended. */
const sendMended = async (mends: Mends, attempt: () => Promise<ReadAnswer>): Promise<ReadAnswer> => {
  let read = await attempt();
  for (const [code, mend] of mends) {
    if (read.kind !== 'problem' || read.error.code !== code) continue;
    await mend();
    read = await attempt();
  }
  return read;
};

/** A gate for one client, made of what the space issued. */
export const createClientGate = (parts: ClientGateParts, options: ClientGateOptions = {}): ClientGate => {
  const { gate, compiled, carrier, clock } = parts;
  const { checkRequests, timeoutMs, refreshAheadMs } = { ...DEFAULTS, ...options };
  const limits = options.xmlLimits && { limits: options.xmlLimits };
  const credentials = createCredentialHolder(parts, refreshAheadMs);
  const readOutgoing = createReadOutgoing(parts, checkRequests);
  const { prove, forget } = createCallProver(parts);
  let closed = false;

  const mends = createMends(parts, { forget, renew: credentials.renew });

  const assertUsable = (): void => {
    if (closed) throw new StoaError('GATE_CLOSED', 'the gate was closed');
    if (clock.nowMs() >= gate.expiresAtMs)
      throw new StoaError('GATE_EXPIRED', 'the gate has expired', { hint: 'open a new one' });
  };

  const attempt = async (
    { body, method }: Outgoing,
    { signal, respondAsync = false }: SendOptions,
    attempts: Attempts,
  ): Promise<ReadAnswer> => {
    const carry = (proved: CallHeaders) =>
      carryInTime(carrier, { uri: gate.uri, headers: proved, body, signal }, { clock, timeoutMs });
    const answer = await prove(
      { method: 'POST', headers: toHeaders(await credentials.get(), respondAsync), body },
      carry,
      attempts,
    );
    if (method) return readAnswer(answer, { compiled, method, respondAsync, ...limits });
    return { kind: 'problem', error: readFailure(answer) };
  };

  const send = async (
    message: string | Uint8Array | WrittenMessage,
    sendOptions: SendOptions = {},
  ): Promise<GateAnswer> => {
    assertUsable();
    const outgoing = await readOutgoing(message);
    const attempts: Attempts = {};
    const read = await sendMended(mends, () => attempt(outgoing, sendOptions, attempts));
    return toGateAnswer(read, outgoing.method, compiled);
  };

  return Object.freeze({
    id: gate.id,
    carry: gate.carry,
    uri: gate.uri,
    methods: gate.methods,
    expiresAtMs: gate.expiresAtMs,
    send,
    narrow: async (narrowOptions: NarrowOptions) => {
      assertUsable();
      const held = { ...gate, ...credentials.current() };
      const { narrowGate } = await import('./narrow.js');
      return narrowGate({ gate: held, key: parts.key, clock, random: parts.random ?? systemRandom }, narrowOptions);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await parts.close?.();
    },
  });
};
