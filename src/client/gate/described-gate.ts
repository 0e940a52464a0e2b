import { StoaError } from '../../base/index.js';
import { compileInterface, readAdvertisement } from '../../advertisement/index.js';
import type { ClientGateOptions } from '../../gate/index.js';
import { parseXml } from '../../xml/index.js';
import type { Gate } from '../api.js';
import { createGate } from './create-gate.js';
import type { ReceivedGate } from './create-gate.js';
import type { OpenGateParts } from './parts.js';

/**
 * Makes a gate callable with plain values, by the schema that the service's advertisement holds. This is what loads the reader of
 * schemas.
 *
 * @throws {StoaError} `KEY_MISMATCH` when it is bound to another key, and what reading the service's advertisement throws
 */
export const createDescribedGate = (parts: OpenGateParts, gate: ReceivedGate, options: ClientGateOptions): Gate => {
  const document = parseXml(gate.advertisement);
  const advertisement = readAdvertisement(document.root, document.source);
  if (!advertisement.interface) throw new StoaError('NOT_A_SERVICE', `"${advertisement.name}" has no methods to call`);
  const compiled = compileInterface(advertisement.interface);
  const made = createGate(parts, gate, { compiled, options });
  return Object.freeze(Object.assign(made, { advertisement, interface: compiled }));
};
