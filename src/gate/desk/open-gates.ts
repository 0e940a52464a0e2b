import { LRUCache } from 'lru-cache';
import type { Clock, GateId, SpaceId } from '../../base/index.js';
import type { Grant } from './grant-token.js';

/** A gate with what was given out for it. */
export interface IssuedGate {
  readonly space: SpaceId;
  readonly grant: Grant;
  /** Methods for which its credential was signed. */
  readonly methods: readonly string[];
}

/**
 * Gates that were opened or refreshed a while ago: those whose services have to be told when they are closed. That a gate is
 * forgotten, as at a restart, does no harm but that: its credential ends within a minute, and it is looked at when it is used.
 */
export interface OpenGates {
  readonly set: (gate: IssuedGate) => void;
  readonly delete: (gate: GateId) => void;
  /** Those that have not ended, of a space or of all. */
  readonly list: (space?: SpaceId) => readonly IssuedGate[];
  readonly count: () => number;
}

/** Gates kept in mind; each has its grant, some hundred bytes. */
const MAX_GATES = 20_000;

/** In memory; the one that was opened or refreshed longest ago is forgotten first. */
export const createOpenGates = (clock: Clock, max = MAX_GATES): OpenGates => {
  const open = new LRUCache<GateId, IssuedGate>({ max });
  const forgetEnded = (): void => {
    const nowMs = clock.nowMs();
    for (const [gate, { grant }] of open.entries()) if (grant.expiresAtMs <= nowMs) open.delete(gate);
  };
  return {
    set: (gate) => void open.set(gate.grant.gate, gate),
    delete: (gate) => void open.delete(gate),
    list: (space) => {
      forgetEnded();
      return [...open.values()].filter((gate) => space === undefined || gate.space === space);
    },
    count: () => {
      forgetEnded();
      return open.size;
    },
  };
};
