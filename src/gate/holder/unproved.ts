import type { ProvedMessage } from '../../security/index.js';
import type { CallAnswer, CallHeaders } from '../model.js';

/** What is known of the attempts to send one message. */
export interface Attempts {
  /** The proof of the last one. */
  proof?: string;
}

/** Proves the calls of a gate, where it is bound to a key. */
export interface CallProver {
  /** Carries a message with its proof, and learns from the answer. */
  readonly prove: (
    message: ProvedMessage,
    carry: (headers: CallHeaders) => Promise<CallAnswer>,
    attempts: Attempts,
  ) => Promise<CallAnswer>;
  /** Sends a message, and once more for each refusal that could be mended: by a new proof, or by `renew`ing the credential. */
  readonly sendMended: <Answer>(attempt: () => Promise<Answer>, renew: () => Promise<void>) => Promise<Answer>;
}

/** Of gates whose calls need no proof. */
export const UNPROVED: CallProver = {
  prove: ({ headers }, carry) => carry(headers),
  sendMended: (attempt) => attempt(),
};
