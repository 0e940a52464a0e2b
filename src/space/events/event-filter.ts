import type { Grade } from '../../schema/index.js';
import type { SpaceContext } from '../context.js';
import { getComponents } from '../documents/component-sets.js';
import { createNamePattern } from '../lookup/name-pattern.js';
import { isAtLeast } from '../lookup/rank.js';
import type { Wanted } from '../lookup/wanted.js';
import type { SpaceEvent } from '../model.js';
import type { LogEntry, SetView } from '../tables/index.js';
import type { WantedEvents } from './wanted-events.js';

/** Whether an event is for a subscription; a promise only where an interface has to be read for the first time. */
export type EventFilter = (entry: LogEntry) => boolean | Promise<boolean>;

const createStructureFilter = (
  context: SpaceContext,
  wanted: Wanted,
  lowest: Grade,
): ((entry: LogEntry) => boolean | Promise<boolean>) => {
  const { matcher } = context.shared;
  const isMatch = (set: SetView, event: LogEntry['event']): boolean => {
    if (isAtLeast(matcher.grade(wanted, set).grade, lowest)) return true;
    // The interface may be gone that would decide it. Names, fingerprints and outlines of its components are still known; where
    // they say neither yes nor no, better a notice too many of what is no more than one too few.
    const isGone = event === 'removed' && !matcher.isDecided(wanted, set);
    return isGone && isAtLeast(matcher.gradeAtBest(wanted, set).grade, lowest);
  };
  const decide = async (set: SetView, event: LogEntry['event']): Promise<boolean> => {
    if (!matcher.isDecided(wanted, set)) await matcher.decideSet(context, wanted, set);
    return isMatch(set, event);
  };
  return ({ event, document: { components } }) => {
    const set = context.projection.components.get(components)?.view;
    if (set && matcher.isDecided(wanted, set)) return isMatch(set, event);
    return set ? decide(set, event) : getComponents(context, components).then((kept) => decide(kept, event));
  };
};

/**
 * A filter by pattern of names, by kinds and by structure; all must match, and what is not given always does. A document
 * matches by structure as in a lookup with the same partial schema, methods and grade.
 *
 * @throws {StoaError} what reading the partial schema throws
 */
export const createEventFilter = async (context: SpaceContext, criteria: WantedEvents): Promise<EventFilter> => {
  const { name, kinds, grade = 'compatible' } = criteria;
  const pattern = createNamePattern(name ?? '*');
  const isKind = kinds === undefined || kinds.length === 0 ? undefined : new Set(kinds);
  const wanted = await context.shared.matcher.read(criteria);
  const isStructure = wanted && createStructureFilter(context, wanted, grade);
  return (entry) => {
    const { document } = entry;
    if (!pattern.matches(document.name) || (isKind !== undefined && !isKind.has(document.kind))) return false;
    return isStructure === undefined || isStructure(entry);
  };
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
