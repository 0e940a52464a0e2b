import { isStoaError } from '../../base/index.js';
import type { MessageOrder } from '../../advertisement/index.js';
import { createConversation } from '../exchange/conversation.js';
import type { Outcome } from '../exchange/conversation.js';
import { wasNeverSent } from '../exchange/never-sent.js';
import { ServiceFault } from '../parts.js';

/**
 * What became of a message whose call gave this error: a fault, or a refusal, says that it was not done. Of `failureOf` it says the
 * same (a test compares them) and is loaded without its texts.
 */
export const outcomeOf = (thrown: unknown): Outcome => {
  if (thrown instanceof ServiceFault) return 'undone';
  if (!isStoaError(thrown) || isStoaError(thrown, 'ABORTED', ...MAYBE_DONE)) {
    return isStoaError(thrown) && wasNeverSent(thrown) ? 'undone' : 'unknown';
  }
  return 'undone';
};

const MAYBE_DONE = ['SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT', 'SERVICE_FAILED', 'ANSWER_INVALID', 'INTERNAL'] as const;

/**
 * Makes a call when it is its turn.
 *
 * @throws {StoaError} `MESSAGE_OUT_OF_ORDER` with nothing sent, and what the call throws
 */
export type TakeTurn = <Answer>(method: string, call: () => Promise<Answer>) => Promise<Answer>;

/** The turns of one gate in the order that its interface states. Loaded for gates of such interfaces alone. */
export const createTurns = (order: MessageOrder): TakeTurn => {
  const conversation = createConversation(order);
  return async (method, call) => {
    const settle = conversation.begin(method);
    try {
      const answer = await call();
      settle('done');
      return answer;
    } catch (thrown) {
      settle(outcomeOf(thrown));
      throw thrown;
    }
  };
};
