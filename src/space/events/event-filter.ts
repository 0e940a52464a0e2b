import type { Caller } from '../../base/index.js';
import type { Grade } from '../../schema/index.js';
import { createSight } from '../access/sight.js';
import type { Sight } from '../access/sight.js';
import { findRightsTo } from '../admission.js';
import { askedBy } from '../context.js';
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

interface Structure {
  readonly wanted: Wanted;
  readonly lowest: Grade;
}

/** Whether the set of a document, or the part of it that somebody sees, answers what is wanted; a promise as {@link EventFilter}. */
type StructureFilter = (set: SetView, event: LogEntry['event']) => boolean | Promise<boolean>;

const createStructureFilter = (context: SpaceContext, { wanted, lowest }: Structure): StructureFilter => {
  const { matcher } = context.shared;
  const isMatch = (set: SetView, event: LogEntry['event']): boolean => {
    if (isAtLeast(matcher.grade(wanted, set).grade, lowest)) return true;
    // The interface may be gone that would decide it. Names, fingerprints and outlines of its components are still known; where
    // they say neither yes nor no, better a notice too many of what is no more than one too few.
    const isGone = event === 'removed' && !matcher.isDecided(wanted, set);
    return isGone && isAtLeast(matcher.gradeAtBest(wanted, set).grade, lowest);
  };
  return (set, event) => {
    if (matcher.isDecided(wanted, set)) return isMatch(set, event);
    return matcher.decideSet(context, wanted, set).then(() => isMatch(set, event));
  };
};

/** The set of components of an entry's document. */
const findSet = (context: SpaceContext, { document }: LogEntry): SetView | Promise<SetView> =>
  context.projection.components.get(document.components)?.view ?? getComponents(context, document.components);

interface SeenEvents {
  readonly context: SpaceContext;
  readonly sight: Sight;
  readonly isStructure: StructureFilter | undefined;
}

/** Whether somebody sees a document that it does not see whole, and finds what it sees by the structure that is wanted. */
const isSeen = async ({ context, sight, isStructure }: SeenEvents, entry: LogEntry): Promise<boolean> => {
  const { document, event } = entry;
  if (!sight.rights.may('lookup', document.name)) return false;
  if (isStructure === undefined) return true;
  const view = await findSet(context, entry);
  const seen = sight.of({ ...document, components: { view } });
  if (seen === 'complete') return isStructure(view, event);
  if (seen === 'hidden' || seen === 'protected') return false;
  const { tailored } = context.shared;
  const row = context.projection.find(document.id);
  if (!tailored.find(view, seen) && row?.components.view.digest === view.digest)
    await tailored.read(context, row, seen);
  // Of what is gone, and was never looked at, the part that was seen is not known any more: nothing of the rest is told.
  const part = tailored.find(view, seen);
  return part !== undefined && isStructure(part, event);
};

/**
 * A filter by pattern of names, by kinds and by structure; all must match, and what is not given always does. A document
 * matches by structure as in a lookup with the same partial schema, methods and grade. Events are for a caller as its
 * access is when they are told.
 *
 * @throws {StoaError} what reading the partial schema throws
 */
export const createEventFilter = async (
  open: SpaceContext,
  criteria: WantedEvents,
  caller: Caller,
): Promise<EventFilter> => {
  const context = askedBy(open, caller);
  const { name, kinds, grade = 'compatible' } = criteria;
  const pattern = createNamePattern(name ?? '*');
  const isKind = kinds === undefined || kinds.length === 0 ? undefined : new Set(kinds);
  const wanted = await context.shared.matcher.read(caller.subject, criteria);
  const isStructure = wanted && createStructureFilter(context, { wanted, lowest: grade });
  return (entry) => {
    const { document, event } = entry;
    if (!pattern.matches(document.name) || (isKind !== undefined && !isKind.has(document.kind))) return false;
    const isOpen = !document.guarded && context.access.rules() === undefined;
    const sight = isOpen ? undefined : createSight(context, caller, findRightsTo(context, caller, 'follow'));
    if (sight?.isWhole(document) === false) return isSeen({ context, sight, isStructure }, entry);
    if (isStructure === undefined) return true;
    const set = findSet(context, entry);
    return set instanceof Promise ? set.then((found) => isStructure(found, event)) : isStructure(set, event);
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
