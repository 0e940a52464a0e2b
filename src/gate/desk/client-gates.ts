import { LRUCache } from 'lru-cache';
import { StoaError } from '../../base/index.js';
import type { Clock, GateId, SpaceId, SubjectId } from '../../base/index.js';
import type { Grant } from './grant-token.js';

/** How many gates each client has open, where that is limited. */
export interface ClientGates {
  /**
   * Counts a gate that is opened.
   *
   * @throws {StoaError} `CLIENT_QUOTA_EXCEEDED` with the seconds after which the first one of the client ends
   */
  readonly add: (space: SpaceId, grant: Grant, most: number) => void;
  /** Takes out one that is closed. */
  readonly delete: (space: SpaceId, grant: Grant) => void;
}

/** Clients that are remembered: of one that is forgotten the gates that are open count no more. */
const MAX_CLIENTS = 10_000;

/** In memory, as open gates are kept nowhere: after a restart only those that are opened then count. */
export const createClientGates = (clock: Clock): ClientGates => {
  /** Ends of gates by client. */
  const open = new LRUCache<string, Map<GateId, number>>({ max: MAX_CLIENTS });
  const keyOf = (space: SpaceId, subject: SubjectId): string => `${space} ${subject}`;
  return {
    add: (space, { subject, gate, expiresAtMs }, most) => {
      const key = keyOf(space, subject);
      const gates = open.get(key) ?? new Map<GateId, number>();
      const nowMs = clock.nowMs();
      for (const [other, endsAtMs] of gates) if (endsAtMs <= nowMs) gates.delete(other);
      if (gates.size >= most) {
        const firstMs = Math.min(...gates.values(), nowMs + 60_000);
        const message = `the policy of the space allows each client at most ${most} gates at once`;
        throw new StoaError('CLIENT_QUOTA_EXCEEDED', message, {
          limit: 'gates',
          retryAfterSeconds: Math.max(1, (firstMs - nowMs) / 1000),
          hint: 'close gates that are not needed',
        });
      }
      open.set(key, gates.set(gate, expiresAtMs));
    },
    delete: (space, { subject, gate }) => {
      const key = keyOf(space, subject);
      const gates = open.get(key);
      gates?.delete(gate);
      if (gates?.size === 0) open.delete(key);
    },
  };
};
