import { compileInterface, readAdvertisement } from '../../advertisement/index.js';
import type { CompiledInterface } from '../../advertisement/index.js';
import { StoaError } from '../../base/index.js';
import { createClientGate } from '../../gate/index.js';
import type { ClientGate, GateAnswer, OpenGate, WrittenMessage } from '../../gate/index.js';
import type { TypedValue } from '../../schema/index.js';
import { parseXml } from '../../xml/index.js';
import type { Gate, OpenGateOptions } from '../api.js';
import { toCredentialPart, toOpenGate, toPeriod, toTimeMs } from '../space/values.js';
import type { OpenGateParts } from './parts.js';
import { createInlineResult, createSpaceResult } from './result-handle.js';

const request = async ({ call }: OpenGateParts, id: string, options: OpenGateOptions): Promise<OpenGate> => {
  const { methods = [], components = [], carry, periodMs, signal } = options;
  const answer = await call(
    'openGate',
    {
      '@id': id,
      ...(carry && { '@carry': carry }),
      ...toPeriod(periodMs),
      ...(methods.length > 0 && { method: methods }),
      ...(components.length > 0 && {
        component: components.map(({ element, fingerprint }) => ({ '@element': element, '@fingerprint': fingerprint })),
      }),
    },
    signal,
  );
  return toOpenGate(answer);
};

const createHeld = (
  { connection, call }: OpenGateParts,
  gate: OpenGate,
  held: { readonly compiled: CompiledInterface; readonly options: OpenGateOptions },
): ClientGate => {
  const control = { '@gate': gate.id, '@control': gate.control };
  return createClientGate(
    {
      gate,
      compiled: held.compiled,
      carrier: connection.carrier,
      clock: connection.clock,
      refresh: async () => {
        const answer = await call('refreshGate', control);
        return { expiresAtMs: toTimeMs(answer['@expires']), ...toCredentialPart(answer) };
      },
      close: async () => {
        await call('closeGate', control);
      },
    },
    held.options,
  );
};

/** A message written from a value; a wrong value goes no further. */
const write = ({ schema, getMethod }: CompiledInterface, name: string, value: TypedValue): WrittenMessage => {
  const method = getMethod(name);
  return { method: name, xml: schema.encode({ name: method.request, value }, { declaration: true }) };
};

const decode = ({ schema }: CompiledInterface, answer: GateAnswer): TypedValue => {
  if (answer.kind === 'taken') return undefined;
  if (answer.kind === 'response') return schema.decode(answer.document.root, answer.document.source).value;
  throw new StoaError('ANSWER_INVALID', 'the results are in a space of their own, which was not asked for');
};

/**
 * Opens a gate and makes it callable with plain values.
 *
 * @throws {StoaError} what the space refuses it with, and what reading the service's advertisement throws
 */
export const openGate = async (parts: OpenGateParts, id: string, options: OpenGateOptions): Promise<Gate> => {
  const gate = await request(parts, id, options);
  const document = parseXml(gate.advertisement);
  const advertisement = readAdvertisement(document.root, document.source);
  if (!advertisement.interface) throw new StoaError('NOT_A_SERVICE', `"${advertisement.name}" has no methods to call`);
  const compiled = compileInterface(advertisement.interface);
  const held = createHeld(parts, gate, { compiled, options });
  return Object.freeze({
    id: gate.id,
    carry: gate.carry,
    uri: gate.uri,
    methods: gate.methods,
    expiresAtMs: gate.expiresAtMs,
    advertisement,
    interface: compiled,
    call: async (name, value, callOptions) =>
      decode(compiled, await held.send(write(compiled, name, value), callOptions)),
    callAsync: async (name, value, callOptions) => {
      const answer = await held.send(write(compiled, name, value), { ...callOptions, respondAsync: true });
      if (answer.kind === 'response') return createInlineResult(answer, compiled);
      if (answer.kind === 'accepted') return createSpaceResult({ ...parts, compiled }, answer);
      throw new StoaError('PARAMETER_INVALID', `method "${name}" is one-way: it has no results`);
    },
    callMessage: (xml, callOptions) => held.send(xml, callOptions),
    close: held.close,
  } satisfies Gate);
};
