import { StoaError, systemRandom } from '../../base/index.js';
import { createProver, portableHashing, readCredential } from '../../security/index.js';
import type { ProvedMessage, Prover } from '../../security/index.js';
import type { CallAnswer, CallHeaders } from '../model.js';
import type { ClientGateParts } from './model.js';

/** Proves the calls of a gate, where it is bound to a key. */
export interface CallProver {
  /** Carries a message with its proof, and learns from the answer. */
  readonly prove: (message: ProvedMessage, carry: (headers: CallHeaders) => Promise<CallAnswer>) => Promise<CallAnswer>;
  /** The service does not know the agreed key. */
  readonly forget: () => void;
}

const UNPROVED: CallProver = { prove: ({ headers }, carry) => carry(headers), forget: () => undefined };

const findProver = ({
  gate,
  key,
  clock,
  random = systemRandom,
  hashing = portableHashing,
}: ClientGateParts): Prover | undefined => {
  if (gate.credential === undefined) return undefined;
  const { service, keyThumbprint } = readCredential(gate.credential);
  if (keyThumbprint === undefined) return undefined;
  if (key?.thumbprint === keyThumbprint) return createProver({ key, gate: gate.id, service, clock, random, hashing });
  throw new StoaError(
    'KEY_MISMATCH',
    `the gate is bound to a key, ${key ? 'and this is another one' : 'which is missing'}`,
    {
      hint: 'use the gate with the key for which it was opened or narrowed',
    },
  );
};

/**
 * A prover for the calls of `parts.gate`.
 *
 * @throws {StoaError} `KEY_MISMATCH` when the gate is bound to another key than the one at hand
 */
export const createCallProver = (parts: ClientGateParts): CallProver => {
  const prover = findProver(parts);
  if (!prover) return UNPROVED;
  return {
    prove: async (message, carry) => {
      const { headers, settle } = await prover.prove(message);
      let answer: CallAnswer | undefined;
      try {
        answer = await carry(headers);
        return answer;
      } finally {
        await settle(answer?.headers);
      }
    },
    forget: prover.forget,
  };
};
