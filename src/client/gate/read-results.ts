import { StoaError, isErrorCode, isStoaError } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import { OWN_NAMESPACES } from '../../protocol/light.js';
import { findAttribute, findChild, parseXml, textOf } from '../../xml/index.js';
import type { XmlDocument, XmlElement } from '../../xml/index.js';
import type { SpaceClient } from '../api.js';
import { createReadAhead } from './read-ahead.js';
import { wait } from '../parts.js';

/** A space of results that is read. */
export interface Reading {
  readonly space: SpaceClient;
  readonly clock: Clock;
  /** Whether the space is looked at from time to time, in place of following its events. */
  readonly looks: boolean;
  readonly signal: AbortSignal;
}

/** A document of a space of results. */
export interface FoundDocument {
  readonly name: string;
  readonly document: XmlDocument;
}

/** Name under which the status stands. */
const STATUS_NAME = 'status';
/** Waits between two looks, in milliseconds: twice as long each time. */
const FIRST_LOOK_MS = 100;
const MAX_LOOK_MS = 2_000;
/** Documents told of in one answer. */
const PAGE = 100;

/** Whether a document says how the work ended: the last one of a space of results. */
export const isStatus = ({ document: { root } }: FoundDocument): boolean =>
  root.name.namespace === OWN_NAMESPACES.result && root.name.local === 'status';

/** The error that a `status` document tells, or `undefined` when the work was completed. */
export const findFailure = (status: XmlElement): StoaError | undefined => {
  const state = findAttribute(status, 'state');
  if (state === 'completed') return undefined;
  if (state === 'cancelled') return new StoaError('ABORTED', 'the work was cancelled');
  const code = findAttribute(status, 'code') ?? '';
  const note = findChild(status, { namespace: OWN_NAMESPACES.result, local: 'note' });
  return new StoaError(
    isErrorCode(code) ? code : 'SERVICE_FAILED',
    note ? textOf(note) : 'the service failed and gave no reason',
  );
};

/** Reads one document. */
export const readDocument = async (
  { space, signal }: Pick<Reading, 'space' | 'signal'>,
  id: string,
): Promise<FoundDocument> => {
  const { entry, xml } = await space.read(id, signal);
  return { name: entry.name, document: parseXml(xml) };
};

/** What is published after a sequence, by the events of the space; ends with the signal, and where the space tells no more of it. */
const follow = async function* (
  { space, signal }: Reading,
  filter: { readonly name?: string; readonly after: string },
): AsyncGenerator<string> {
  try {
    const subscription = await space.subscribe(filter, { signal });
    for await (const { event, id } of subscription) if (event === 'published') yield id;
  } catch (thrown) {
    // What is told no more is found by looking again.
    if (!isStoaError(thrown, 'RESUME_GONE')) throw thrown;
  }
};

/** Documents that are there, read as they are asked for; gives the sequence after which others come. */
const listDocuments = async function* (
  reading: Reading,
  seen: Set<string>,
): AsyncGenerator<FoundDocument, string | undefined> {
  const { space, signal } = reading;
  const readAhead = createReadAhead((id) => readDocument(reading, id));
  let [cursor, sequence]: (string | undefined)[] = [];
  do {
    const page = await space.lookup({ limit: PAGE }, { signal, ...(cursor !== undefined && { cursor }) });
    sequence ??= page.sequence;
    const unseen = page.hits.map(({ entry }) => entry).filter(({ id }) => !seen.has(id));
    for (const { id } of unseen) seen.add(id);
    yield* readAhead(unseen);
    cursor = page.next;
  } while (cursor !== undefined);
  return sequence;
};

/**
 * Documents of a space of results, each once and in the order in which they were published, the status as the last one: those
 * that are there, then each as it comes. Of those that are there a few are read ahead of who has taken some. Ends early only with
 * the signal.
 *
 * @throws {StoaError} `SPACE_GONE` when the space ended
 */
export const readDocuments = async function* (reading: Reading): AsyncGenerator<FoundDocument> {
  const seen = new Set<string>();
  const isOver = (): boolean => reading.signal.aborted;
  if (reading.looks) await awaitStatus(reading);
  while (!isOver()) {
    const listing = listDocuments(reading, seen);
    let step = await listing.next();
    for (; step.done !== true; step = await listing.next()) {
      yield step.value;
      if (isStatus(step.value)) return;
    }
    for await (const id of follow(reading, { after: step.value ?? '0' })) {
      if (seen.has(id)) continue;
      seen.add(id);
      const found = await readDocument(reading, id);
      yield found;
      if (isStatus(found)) return;
    }
  }
};

/** The last document of a name that is one of those wanted, and the sequence after which others come. */
export const findDocument = async (
  reading: Pick<Reading, 'space' | 'signal'>,
  name: string,
  isWanted: (found: FoundDocument) => boolean,
): Promise<{ readonly found: FoundDocument | undefined; readonly sequence: string }> => {
  const { space, signal } = reading;
  // Names of elements hold no `*` and no `?`.
  const { hits, sequence } = await space.lookup({ name }, { signal });
  for (const { entry } of hits.toReversed()) {
    const found = await readDocument(reading, entry.id);
    if (isWanted(found)) return { found, sequence };
  }
  return { found: undefined, sequence };
};

const awaitByLooking = async (reading: Reading): Promise<FoundDocument | undefined> => {
  let waitMs = FIRST_LOOK_MS;
  while (!reading.signal.aborted) {
    const { found } = await findDocument(reading, STATUS_NAME, isStatus);
    if (found) return found;
    await wait(reading.clock, { waitMs: waitMs, signal: reading.signal });
    waitMs = Math.min(MAX_LOOK_MS, waitMs * 2);
  }
  return undefined;
};

/**
 * The document that says how the work ended, once it is there; `undefined` when the signal was aborted before.
 *
 * @throws {StoaError} `SPACE_GONE` when the space ended
 */
export const awaitStatus = async (reading: Reading): Promise<FoundDocument | undefined> => {
  if (reading.looks) return awaitByLooking(reading);
  while (!reading.signal.aborted) {
    const { found, sequence } = await findDocument(reading, STATUS_NAME, isStatus);
    if (found) return found;
    for await (const id of follow(reading, { name: STATUS_NAME, after: sequence })) {
      const next = await readDocument(reading, id);
      if (isStatus(next)) return next;
    }
  }
  return undefined;
};
