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
  /** The service does not know the agreed key. */
  readonly forget: () => void;
}

/** Of gates whose calls need no proof. */
export const UNPROVED: CallProver = { prove: ({ headers }, carry) => carry(headers), forget: () => undefined };
