import { loadPart } from '../../base/light.js';
import type { ProverParts } from './model.js';
import type { CallProver } from './unproved.js';

/**
 * What proves the calls of a gate, where it has a credential; loaded then.
 *
 * @throws {StoaError} `KEY_MISMATCH` when the gate is bound to another key than the one at hand
 */
export const loadProver = async (parts: ProverParts): Promise<CallProver | undefined> => {
  if (parts.gate.credential === undefined) return undefined;
  const { createCallProver } = await loadPart(import('./call-prover.js'));
  return createCallProver(parts);
};
