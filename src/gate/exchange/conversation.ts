import { StoaError } from '../../base/index.js';
import type { MessageOrder } from '../../advertisement/index.js';

/** What became of a message: done, not done, or nobody knows. */
export type Outcome = 'done' | 'undone' | 'unknown';

/** Where the messages of one gate are in the order that its interface states. */
export interface Conversation {
  /**
   * Takes a message as the next one, and gives what is told of its outcome: one that was not done does not count.
   *
   * @throws {StoaError} `MESSAGE_OUT_OF_ORDER` when it is not its turn
   */
  readonly begin: (method: string) => (outcome: Outcome) => void;
}

/** States in which a conversation may be: one, as long as the outcome of every message is known. */
type States = ReadonlySet<number>;

const outOfOrder = (order: MessageOrder, states: States, method: string): StoaError => {
  const expected = new Set([...states].flatMap((state) => Object.keys(order[state] ?? {})));
  const names = [...expected].slice(0, 20).map((name) => `"${name}"`);
  return new StoaError(
    'MESSAGE_OUT_OF_ORDER',
    `expected a message for method ${names.join(' or ') || 'none any more'}, got one for "${method}"`,
    {
      hint:
        names.length > 0
          ? `send ${names.join(' or ')} first`
          : 'the conversation is over: begin anew with another gate',
    },
  );
};

const findNext = (steps: MessageOrder[number] | undefined, method: string): number | undefined =>
  steps !== undefined && Object.hasOwn(steps, method) ? steps[method] : undefined;

/** A conversation at its begin. */
export const createConversation = (order: MessageOrder): Conversation => {
  const ordered = new Set(order.flatMap((steps) => Object.keys(steps)));
  let states: States = new Set([0]);
  return {
    begin: (method) => {
      if (!ordered.has(method)) return () => undefined;
      const before = states;
      const next = [...before].map((state) => findNext(order[state], method)).filter((state) => state !== undefined);
      if (next.length === 0) throw outOfOrder(order, before, method);
      const after: States = new Set(next);
      states = after;
      return (outcome) => {
        if (outcome === 'done') return;
        // Others may have come since, on the word of this one.
        states = outcome === 'undone' && states === after ? before : new Set([...states, ...before]);
      };
    },
  };
};
