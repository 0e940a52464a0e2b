import { LRUCache } from 'lru-cache';
import { given } from '../../base/index.js';
import type { Clock, DocumentId } from '../../base/index.js';
import type { FailureKindValue } from '../../protocol/index.js';
import type { Entry, ServiceUse } from '../model.js';

/** How calls of the services of a space went, as far as the space saw them. In memory: a restart forgets, and nothing waits for it. */
export interface SeenCalls {
  /** Notes a call whose answer was valid, or how it failed. */
  readonly note: (id: DocumentId, failure?: FailureKindValue) => void;
  /** Notes that a service did not answer when it was called or asked last, or that it is beyond doubt again. */
  readonly suspect: (id: DocumentId, isSuspect: boolean) => void;
  /** The service is gone: what is published under its URN after that is another. */
  readonly forget: (id: DocumentId) => void;
  /** An entry with what is known of its service. */
  readonly addTo: (entry: Entry) => Entry;
  /** Whether all that entries say of their services still holds. */
  readonly isSame: (entries: Iterable<Entry>) => boolean;
}

/** Services of which something is known at once, in one space; who was called longest ago is forgotten. */
const MAX_SERVICES = 10_000;

/** How exact times are told, in milliseconds: answers that are kept hold for as long where a service is called all the time. */
const GRAIN_MS = 1_000;

const isNew = (atMs: number | undefined, nowMs: number): boolean => atMs === undefined || nowMs - atMs >= GRAIN_MS;

export const createSeenCalls = (clock: Clock): SeenCalls => {
  const seen = new LRUCache<DocumentId, ServiceUse>({ max: MAX_SERVICES });
  return {
    note: (id, failure) => {
      const nowMs = clock.nowMs();
      const known = seen.get(id);
      if (failure === undefined) {
        if (isNew(known?.lastCallAtMs, nowMs)) seen.set(id, { ...known, lastCallAtMs: nowMs });
        return;
      }
      if (known?.lastFailure !== failure || isNew(known.lastFailureAtMs, nowMs))
        seen.set(id, { ...known, lastFailureAtMs: nowMs, lastFailure: failure });
    },
    suspect: (id, isSuspect) => {
      const known = seen.get(id);
      if (isSuspect) seen.set(id, { ...known, suspect: true });
      if (isSuspect || known?.suspect === undefined) return;
      const { lastCallAtMs, lastFailureAtMs, lastFailure } = known;
      if ((lastCallAtMs ?? lastFailureAtMs) === undefined) seen.delete(id);
      else
        seen.set(id, {
          ...given('lastCallAtMs', lastCallAtMs),
          ...given('lastFailureAtMs', lastFailureAtMs),
          ...given('lastFailure', lastFailure),
        });
    },
    forget: (id) => void seen.delete(id),
    addTo: (entry) => {
      if (seen.size === 0) return entry;
      const use = seen.peek(entry.id);
      return use === undefined ? entry : { ...entry, use };
    },
    isSame: (entries) => {
      if (seen.size === 0) return true;
      for (const { id, use } of entries) if (seen.peek(id) !== use) return false;
      return true;
    },
  };
};
