import { createUrn } from '../../base/index.js';
import type { Branded, Clock, Random } from '../../base/index.js';
import type { AppSequence } from './model.js';

/** Ids and numbers of the messages of one process. */
export interface Outgoing {
  /** URI that no other message has. */
  readonly nextId: () => string;
  /** Its place among the messages of this process. */
  readonly nextSequence: () => AppSequence;
}

/** Ids of messages; the instance is the second of its start, so that each one is above those before it. */
export const createOutgoing = (clock: Clock, random: Random): Outgoing => {
  const instanceId = Math.floor(clock.nowMs() / 1000) >>> 0;
  let messageNumber = 0;
  return {
    nextId: () => createUrn<Branded<'MessageId'>>({ clock, random }),
    nextSequence: () => ({ instanceId, messageNumber: ++messageNumber }),
  };
};
