import { StoaError } from '../../base/index.js';
import type { SpaceParts } from '../parts.js';
import type { SpaceEvent } from '../model.js';
import { readLogEntry } from '../tables/index.js';
import type { EventFilter } from './event-filter.js';
import { toEvent } from './event-filter.js';

export interface EventStreamInput {
  /** Events after this sequence. */
  readonly after: number;
  /** Made when the stream is read: a partial schema may have to be read for it. */
  readonly createFilter: () => Promise<EventFilter>;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/**
 * The events of a space in the order of its log, each once. The log is read at the reader's own pace: a slow reader
 * holds nobody. One that had come to the end of the log and then falls behind is cut off; it can resume after the last
 * event that it got.
 *
 * @throws {StoaError} `RESUME_GONE` when events after `after` are no longer kept; `SUBSCRIBER_TOO_SLOW`
 */
export async function* readEvents(
  { shared, definition, sequence }: SpaceParts & { readonly sequence: () => number },
  { after, createFilter, signal }: EventStreamInput,
): AsyncGenerator<SpaceEvent, void> {
  const { maxEventBacklog } = definition.limits;
  const matches = await createFilter();
  let hadAll = false;
  let last = after;
  for await (const change of shared.collaborators.store.changes(definition.id, after, signal)) {
    const behind = sequence() - change.sequence;
    if (hadAll && behind > maxEventBacklog) {
      throw new StoaError(
        'SUBSCRIBER_TOO_SLOW',
        `the subscriber is ${behind} events behind, at most ${maxEventBacklog} are kept for it; resume after ${last}`,
        { limit: 'maxEventBacklog', hint: 'Resume with the last event that came, as after or Last-Event-ID.' },
      );
    }
    hadAll ||= behind <= 0;
    last = change.sequence;
    const entry = readLogEntry(change.entry);
    const isWanted = matches(entry);
    if (isWanted instanceof Promise ? await isWanted : isWanted) yield toEvent(entry, change.sequence);
  }
}
