import type { MessageOrder } from '../../advertisement/index.js';
import { createConversation } from '../exchange/conversation.js';
import { outcomeOf } from '../exchange/outcome.js';

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
