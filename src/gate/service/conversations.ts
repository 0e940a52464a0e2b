import { createFairCache } from '../../base/index.js';
import type { MessageOrder } from '../../advertisement/index.js';
import type { VerifiedCredential } from '../../security/index.js';
import { createConversation } from '../exchange/conversation.js';
import type { Conversation } from '../exchange/conversation.js';

/** The conversations of a service with the holders of its gates. */
export interface Conversations {
  /**
   * As `begin` of the conversation of that credential's gate; a caller without one is held to no order, since nobody can tell one
   * from another.
   *
   * @throws {StoaError} `MESSAGE_OUT_OF_ORDER`
   */
  readonly begin: (credential: VerifiedCredential | undefined, method: string) => ReturnType<Conversation['begin']>;
}

const DEFAULT_MAX_CONVERSATIONS = 10_000;

/** Most conversations of one gate: its holder narrows it as often as it likes, and each narrowed one has a conversation. */
const MAX_OF_GATE = 100;

/** Conversations in memory. The one used longest ago makes room: it is at its begin again, as after a restart of the service. */
export const createConversations = (
  order: MessageOrder | undefined,
  maxConversations = DEFAULT_MAX_CONVERSATIONS,
): Conversations => {
  if (order === undefined) return { begin: () => () => undefined };
  const known = createFairCache<Conversation>({ max: maxConversations, share: MAX_OF_GATE });
  return {
    begin: (credential, method) => {
      if (credential === undefined) return () => undefined;
      // A gate that was narrowed has a holder of its own.
      const key = credential.links.at(-1)?.id ?? credential.gate;
      const conversation = known.get(key) ?? createConversation(order);
      known.set(credential.gate, key, conversation);
      return conversation.begin(method);
    },
  };
};
