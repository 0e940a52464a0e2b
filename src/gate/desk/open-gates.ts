import { LRUCache } from 'lru-cache';
import type { Clock, GateId, SpaceId } from '../../base/index.js';
import type { Grant } from './grant-token.js';

/** A gate with what was given out for it. */
export interface IssuedGate {
  readonly space: SpaceId;
  readonly grant: Grant;
  /** Methods for which its credential was signed. */
  readonly methods: readonly string[];
  /** Before this its holder has no reason to refresh it, but that it could not reach the service; absent without a credential. */
  readonly renewableFromMs?: number;
}

/**
 * Gates that were opened or refreshed a while ago: those whose services have to be told when they are closed. That a gate is
 * forgotten, as at a restart, does no harm but that: its credential ends within a minute, and it is looked at when it is used.
 */
export interface OpenGates {
  readonly set: (gate: IssuedGate) => void;
  readonly find: (gate: GateId) => IssuedGate | undefined;
  readonly delete: (gate: GateId) => void;
  /** Those of a space that have not ended. */
  readonly list: (space: SpaceId) => readonly IssuedGate[];
  /** Spaces that have any. */
  readonly spaces: () => readonly SpaceId[];
  readonly count: () => number;
}

/** Gates kept in mind; each has its grant, some hundred bytes. */
const MAX_GATES = 20_000;

/** In memory; the one that was opened or refreshed longest ago is forgotten first. */
export const createOpenGates = (clock: Clock, max = MAX_GATES): OpenGates => {
  const bySpace = new Map<SpaceId, Map<GateId, IssuedGate>>();
  const open = new LRUCache<GateId, IssuedGate>({
    max,
    dispose: ({ space, grant }) => {
      const gates = bySpace.get(space);
      gates?.delete(grant.gate);
      if (gates?.size === 0) bySpace.delete(space);
    },
  });
  const isEnded = ({ grant }: IssuedGate): boolean => grant.expiresAtMs <= clock.nowMs();
  const list = (space: SpaceId): readonly IssuedGate[] => {
    const all = [...(bySpace.get(space)?.values() ?? [])];
    for (const gate of all) if (isEnded(gate)) open.delete(gate.grant.gate);
    return all.filter((gate) => !isEnded(gate));
  };
  return {
    set: (gate) => {
      // What it was before is taken out by `dispose`, then this is put in.
      open.set(gate.grant.gate, gate);
      const gates = bySpace.get(gate.space) ?? new Map<GateId, IssuedGate>();
      bySpace.set(gate.space, gates.set(gate.grant.gate, gate));
    },
    find: (gate) => open.get(gate),
    delete: (gate) => void open.delete(gate),
    list,
    spaces: () => [...bySpace.keys()],
    count: () => [...bySpace.keys()].reduce((sum, space) => sum + list(space).length, 0),
  };
};
