import { StoaError, createLoading, isStoaError, loadPart } from '../../base/light.js';
import type { ClientKey, Prover } from '../../security/index.js';
import type { CallAnswer } from '../model.js';
import { readCredential } from '../parts.js';
import type { ProverParts } from './model.js';
import { UNPROVED } from './unproved.js';
import type { CallProver } from './unproved.js';

/** The key that a gate is bound to, and its service; `undefined` when calls need no proof. */
const findBinding = ({ gate, key }: ProverParts): { readonly key: ClientKey; readonly service: string } | undefined => {
  if (gate.credential === undefined) return undefined;
  const { service, keyThumbprint } = readCredential(gate.credential);
  if (keyThumbprint === undefined) return undefined;
  if (key?.thumbprint === keyThumbprint) return { key, service };
  throw new StoaError(
    'KEY_MISMATCH',
    `the gate is bound to a key, ${key ? 'and this is another one' : 'which is missing'}`,
    {
      hint: 'use the gate with the key for which it was opened or narrowed',
    },
  );
};

/** What is done about a refusal before the message is sent once more. */
type Mends = ReadonlyMap<string, () => Promise<void> | void>;

/** Sends a message, and once more for each thing that could be mended: refusals that come before the service has done anything. */
const sendWith = async <Answer>(mends: Mends, attempt: () => Promise<Answer>): Promise<Answer> => {
  const left = new Map(mends);
  for (;;) {
    try {
      return await attempt();
    } catch (thrown) {
      const mend = isStoaError(thrown) ? left.get(thrown.code) : undefined;
      if (mend === undefined || !isStoaError(thrown)) throw thrown;
      left.delete(thrown.code);
      await mend();
    }
  }
};

/** How messages of a gate with a credential are sent. */
const createSendMended =
  (forget: () => void): CallProver['sendMended'] =>
  (attempt, renew) =>
    sendWith(
      new Map([
        ['PROOF_SESSION_UNKNOWN', forget],
        // Our clocks differ.
        ['CREDENTIAL_EXPIRED', renew],
      ]),
      attempt,
    );

/**
 * A prover for the calls of `parts.gate`; what it proves with is loaded with the first call.
 *
 * @throws {StoaError} `KEY_MISMATCH` when the gate is bound to another key than the one at hand
 */
export const createCallProver = (parts: ProverParts): CallProver => {
  const binding = findBinding(parts);
  if (parts.gate.credential === undefined) return UNPROVED;
  if (!binding) return { ...UNPROVED, sendMended: createSendMended(() => undefined) };
  let loaded: Prover | undefined;
  const load = createLoading(async () => {
    const { createBoundProver } = await loadPart(import('./bound-prover.js'));
    return (loaded = createBoundProver(parts, binding));
  });
  return {
    prove: async (message, carry, attempts) => {
      const prover = loaded ?? (await load());
      const { headers, proof, settle } = await prover.prove(message, attempts.proof);
      attempts.proof = proof;
      let answer: CallAnswer | undefined;
      try {
        answer = await carry(headers);
        return answer;
      } finally {
        await settle(answer?.headers);
      }
    },
    sendMended: createSendMended(() => loaded?.forget()),
  };
};
