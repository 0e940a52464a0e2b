import type { OpenGate } from '../../gate/index.js';
import type { Gate, OpenGateOptions } from '../api.js';
import { toOpenGate, toPeriod } from '../space/values.js';
import { createGate } from './create-gate.js';
import type { OpenGateParts } from './parts.js';

const request = async (
  { call, connection }: OpenGateParts,
  id: string,
  options: OpenGateOptions,
): Promise<OpenGate> => {
  const { methods = [], components = [], carry, periodMs, signal } = options;
  const answer = await call(
    'openGate',
    {
      '@id': id,
      ...(carry && { '@carry': carry }),
      ...toPeriod(periodMs),
      ...(connection.key && { '@key': connection.key.thumbprint }),
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
 * Opens a gate and makes it callable with plain values.
 *
 * @throws {StoaError} what the space refuses it with, and what reading the service's advertisement throws
 */
export const openGate = async (parts: OpenGateParts, id: string, options: OpenGateOptions): Promise<Gate> =>
  createGate(parts, await request(parts, id, options), options);
