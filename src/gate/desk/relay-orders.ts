import { LRUCache } from 'lru-cache';
import type { GateId } from '../../base/index.js';
import type { MessageOrder } from '../../advertisement/index.js';
import { createConversation } from '../exchange/conversation.js';
import type { Conversation } from '../exchange/conversation.js';
import type { CallableService } from './parts.js';

/**
 * Where the messages of relay gates are in the order that their interface states. An unrestricted service cannot tell its callers
 * apart, so that a relay is the one place besides the client where that is known; a restricted service holds the holders of gates,
 * narrowed ones too, to the order itself.
 */
export interface RelayOrders {
  /** A relay gate on the service was opened: its conversation begins. */
  readonly open: (gate: GateId, service: CallableService) => void;
  /**
   * As `begin` of the gate's conversation. One of which it is not known how it began, or that began by another order, is held to none.
   *
   * @throws {StoaError} `MESSAGE_OUT_OF_ORDER`
   */
  readonly begin: (gate: GateId, service: CallableService, method: string) => ReturnType<Conversation['begin']>;
}

/** Conversations kept: the one used longest ago goes unchecked from then on, and so do all when the server starts anew. */
const MAX_CONVERSATIONS = 10_000;

interface Kept {
  readonly order: MessageOrder;
  readonly conversation: Conversation;
}

const orderOf = ({ advertisement, compiled }: CallableService): MessageOrder | undefined =>
  advertisement.access === 'unrestricted' ? compiled.order : undefined;

const UNCHECKED = (): undefined => undefined;

/** In memory. */
export const createRelayOrders = (max = MAX_CONVERSATIONS): RelayOrders => {
  const kept = new LRUCache<GateId, Kept>({ max });
  return {
    open: (gate, service) => {
      const order = orderOf(service);
      if (order !== undefined) kept.set(gate, { order, conversation: createConversation(order) });
    },
    begin: (gate, service, method) => {
      const order = orderOf(service);
      const known = order && kept.get(gate);
      // A later version of the service has an order of its own.
      return known === undefined || known.order !== order ? UNCHECKED : known.conversation.begin(method);
    },
  };
};
