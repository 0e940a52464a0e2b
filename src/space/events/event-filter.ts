import type { SpaceEvent, SubscribeInput } from '../model.js';
import { createNamePattern } from '../lookup/name-pattern.js';
import type { LogEntry } from '../tables/index.js';

/** The events that a subscription is for. */
export type EventFilter = (entry: LogEntry) => boolean;

/** A filter by pattern of names and by kinds; both must match, and what is not given always does. */
export const createEventFilter = ({ name, kinds }: Pick<SubscribeInput, 'name' | 'kinds'>): EventFilter => {
  const pattern = createNamePattern(name ?? '*');
  const isKind = kinds === undefined || kinds.length === 0 ? undefined : new Set(kinds);
  return ({ document }) => pattern.matches(document.name) && (isKind === undefined || isKind.has(document.kind));
};

/** The notice of one log entry. */
export const toEvent = ({ event, atMs, document }: LogEntry, sequence: number): SpaceEvent => ({
  event,
  sequence,
  id: document.id,
  kind: document.kind,
  name: document.name,
  version: document.version,
  atMs,
});
