import { systemRandom } from '../../base/random.js';
import { createProver, portableHashing } from '../../security/proving.js';
import type { ClientKey, Prover } from '../../security/index.js';
import type { ProverParts } from './model.js';

// With what comes first: bundlers that split code put together what the same parts reach.
export { UNPROVED } from '../parts.js';

/** A prover for the calls of a gate that is bound to a key. Loaded when the first call is proved: most gates need none. */
export const createBoundProver = (
  { gate, clock, random = systemRandom, hashing = portableHashing }: ProverParts,
  { key, service }: { readonly key: ClientKey; readonly service: string },
): Prover => createProver({ key, gate: gate.id, service, clock, random, hashing });
