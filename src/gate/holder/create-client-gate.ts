import { createCallProver } from './call-prover.js';
import { createGateWith } from './client-gate.js';
import type { ClientGate, ClientGateOptions, ClientGateParts } from './model.js';

/**
 * A gate for one client, made of what the space issued.
 *
 * @throws {StoaError} `KEY_MISMATCH` when it is bound to another key
 */
export const createClientGate = (parts: ClientGateParts, options: ClientGateOptions = {}): ClientGate =>
  createGateWith(parts, options, createCallProver(parts));
