import { given, loadPart } from '../../base/light.js';
import { loadProver } from '../../gate/light.js';
import type { OpenGate } from '../../gate/index.js';
import type { CodecGate, OpenGateOptions } from '../api.js';
import type { WithCodecs } from './codec-interface.js';
import { createCodecInterface } from './codec-interface.js';
import { toOpenGate, toPeriod } from '../space/values.js';
import { openGateMethod } from '../generated/space.js';
import { createGate } from './create-gate.js';
import type { OpenGateParts } from './parts.js';

const request = async (
  { call, connection }: OpenGateParts,
  id: string,
  options: OpenGateOptions,
): Promise<OpenGate> => {
  const { methods = [], components = [], carry, periodMs, signal } = options;
  const answer = await call(
    openGateMethod,
    {
      '@id': id,
      ...given('@carry', carry),
      ...toPeriod(periodMs),
      ...given('@key', connection.key?.thumbprint),
      ...(methods.length > 0 && { method: methods }),
      ...(components.length > 0 && {
        component: components.map(({ element, fingerprint }) => ({ '@element': element, '@fingerprint': fingerprint })),
      }),
    },
    signal,
  );
  return toOpenGate(answer);
};

/**
 * Opens a gate and makes it callable with plain values. With codecs neither the advertisement is read nor a schema; what does that
 * is loaded when it is first needed.
 *
 * @throws {StoaError} what the space refuses it with, and what reading the service's advertisement throws
 */
export const openGate = async (
  parts: OpenGateParts,
  id: string,
  options: OpenGateOptions & WithCodecs,
): Promise<CodecGate> => {
  const gate = await request(parts, id, options);
  const { codecs, order } = options;
  if (codecs !== undefined) {
    const prover = await loadProver({ gate, ...parts.connection });
    return Object.freeze(createGate(parts, gate, { compiled: createCodecInterface(codecs, order), options, prover }));
  }
  const { describeGate } = await loadPart(import('./described-gate.js'));
  return describeGate({ ...parts, createGate }, gate, options);
};
