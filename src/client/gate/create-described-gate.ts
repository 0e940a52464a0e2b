import type { ClientGateOptions } from '../../gate/index.js';
import type { Gate } from '../api.js';
import { createGate } from './create-gate.js';
import type { ReceivedGate } from './create-gate.js';
import { describeGate } from './described-gate.js';
import type { OpenGateParts } from './parts.js';

/** As `describeGate`, for those who read schemas anyway. */
export const createDescribedGate = (parts: OpenGateParts, gate: ReceivedGate, options: ClientGateOptions): Gate =>
  describeGate({ ...parts, createGate }, gate, options);
