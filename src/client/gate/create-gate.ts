import { StoaError, given, loadPart } from '../../base/light.js';
import { createGateWith } from '../../gate/light.js';
import type {
  CallProver,
  ClientGate,
  ClientGateOptions,
  GateAnswer,
  HeldGate,
  MessageInterface,
  WrittenMessage,
} from '../../gate/index.js';
import type { TypedValue } from '../../schema/index.js';
import type { CodecGate } from '../api.js';
import { closeGateMethod, refreshGateMethod } from '../generated/space.js';
import { toCredentialPart, toTimeMs } from '../space/values.js';
import type { OpenGateParts } from './parts.js';

/** A gate as its holder got it: from the space with its control, or from another holder without. */
export type ReceivedGate = HeldGate & { readonly control?: string };

/** What a gate is made with. */
export interface GateMaking {
  readonly compiled: MessageInterface;
  readonly options: ClientGateOptions;
  /** Of a gate with a credential. */
  readonly prover: CallProver | undefined;
}

const createHeld = ({ connection, call }: OpenGateParts, gate: ReceivedGate, held: GateMaking): ClientGate => {
  const { carrier, clock, key, hashing } = connection;
  const { control } = gate;
  const right = control ?? gate.renewal;
  return createGateWith(
    {
      gate,
      compiled: held.compiled,
      carrier,
      clock,
      ...given('key', key),
      ...given('hashing', hashing),
      ...(right !== undefined && {
        refresh: async () => {
          const answer = await call(refreshGateMethod, { '@gate': gate.id, '@control': right });
          return {
            expiresAtMs: toTimeMs(answer['@expires']),
            ...given('uri', answer['@uri']),
            ...toCredentialPart(answer),
          };
        },
      }),
      ...(control !== undefined && {
        close: async () => {
          await call(closeGateMethod, { '@gate': gate.id, '@control': control });
        },
      }),
    },
    held.options,
    held.prover,
  );
};

/** A message written from a value; a wrong value goes no further. */
const write = async (
  { schema, getMethod }: MessageInterface,
  name: string,
  value: TypedValue,
): Promise<WrittenMessage> => {
  const method = getMethod(name);
  return { method: name, xml: await schema.encode({ name: method.request, value }, { declaration: true }) };
};

const decode = async ({ schema }: MessageInterface, answer: GateAnswer): Promise<TypedValue> => {
  if (answer.kind === 'taken') return undefined;
  if (answer.kind === 'response') {
    const { value } = await schema.decode(answer.document.root, answer.document.source);
    return value;
  }
  throw new StoaError('ANSWER_INVALID', 'the results are in a space of their own, which was not asked for');
};

/** What {@link createGate} is, for those who are handed it. */
export type CreateGate = typeof createGate;

/** Makes a gate callable with plain values, which `compiled` reads and writes. */
export const createGate = (parts: OpenGateParts, gate: ReceivedGate, making: GateMaking): CodecGate => {
  const { compiled } = making;
  const held = createHeld(parts, gate, making);
  return {
    id: gate.id,
    carry: gate.carry,
    get uri() {
      return held.uri;
    },
    methods: gate.methods,
    expiresAtMs: gate.expiresAtMs,
    call: async (name, value, callOptions) =>
      decode(compiled, await held.send(await write(compiled, name, value), callOptions)),
    callAsync: async (name, value, callOptions) => {
      const { callForResults } = await loadPart(import('./call-for-results.js'));
      return callForResults({ ...parts, compiled, held }, await write(compiled, name, value), callOptions);
    },
    callMessage: (xml, callOptions) => held.send(xml, callOptions),
    narrow: async (narrowOptions) => ({ ...(await held.narrow(narrowOptions)), space: parts.connection.url }),
    close: held.close,
  };
};
