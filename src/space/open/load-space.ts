import { toUtf8 } from '../../base/index.js';
import type { StoredRow } from '../../store/index.js';
import type { SpaceDefinition } from '../definition.js';
import type { Subscriptions } from '../events/subscriptions.js';
import type { RestartMarks } from '../lease/restart.js';
import { createRestartMarks, extendAfterRestart } from '../lease/restart.js';
import type { ServerParts, SpaceParts } from '../parts.js';
import type { Projection } from '../projection/index.js';
import type { ComponentSet, KeptDocument, RestartMark, SetNumber } from '../tables/index.js';
import {
  readDocumentRecord,
  readRestarts,
  readSubscriptionRecord,
  RESTARTS_KEY,
  subscriptionKey,
  TABLES,
  tableRange,
  writeRestarts,
  writeSubscriptionRecord,
} from '../tables/index.js';
import type { Writer } from '../writer/index.js';

export interface LoadCollaborators extends SpaceParts {
  readonly projection: Projection;
  readonly subscriptions: Subscriptions;
  readonly writer: Writer;
  readonly readSet: (number: SetNumber) => Promise<ComponentSet>;
}

/** Rows read at once. */
const PAGE_ROWS = 2000;
/** Documents taken in before others get their turn, some milliseconds; a component set takes as long as so many. */
const TURN_WORK = 1000;
const SET_WORK = 20;

/** The marks of earlier restarts and, as the last, of this one. */
const readRestartMarks = async ({ shared, definition }: SpaceParts): Promise<RestartMarks> => {
  const { store, clock } = shared.collaborators;
  const found = await store.get(definition.id, toUtf8(RESTARTS_KEY));
  const atMs = clock.nowMs();
  const present: RestartMark = { atMs, untilMs: atMs + shared.settings.restartExtensionMs };
  return createRestartMarks([...readRestarts(found?.value), present]);
};

/**
 * Fills the heap from what is kept: entries with their leases, never bodies. Leases that run out now or soon get their
 * one extension, which is durable before they count.
 */
export const loadSpace = async (collaborators: LoadCollaborators): Promise<void> => {
  const restarts = await readRestartMarks(collaborators);
  for await (const rows of readTable(collaborators, TABLES.entry)) await loadDocuments(collaborators, restarts, rows);
  for await (const rows of readTable(collaborators, TABLES.subscription)) await loadSubscriptions(collaborators, rows);
  const marks = restarts.used();
  if (marks.length === 0) return;
  const record = writeRestarts(marks);
  await collaborators.writer.write({
    reads: [],
    size: record.length,
    apply: (view) => view.put(RESTARTS_KEY, record),
  });
};

/** All rows of a table, in pages. */
export async function* readTable(
  { shared, definition }: { readonly shared: ServerParts; readonly definition: Pick<SpaceDefinition, 'id'> },
  table: string,
): AsyncGenerator<readonly StoredRow[], void> {
  const { store } = shared.collaborators;
  const limit = Math.min(PAGE_ROWS, store.limits.maxRangeRows);
  let after: Uint8Array | undefined;
  for (;;) {
    const rows = await store.range(definition.id, tableRange(table, after, limit));
    if (rows.length > 0) yield rows;
    if (rows.length < limit) return;
    after = rows.at(-1)?.key;
  }
}

const loadDocuments = async (
  { projection, readSet }: LoadCollaborators,
  restarts: RestartMarks,
  rows: readonly StoredRow[],
): Promise<void> => {
  let work = 0;
  for (const { value } of rows) {
    const { document, lease } = readDocumentRecord(value);
    const kept: KeptDocument = { document, lease: restarts.apply(lease) };
    const { components } = document;
    const isKnown = components === 0 || projection.components.get(components) !== undefined;
    projection.load(kept, isKnown ? undefined : await readSet(components));
    work += isKnown ? 1 : SET_WORK;
    if (work < TURN_WORK) continue;
    work = 0;
    await nextTurn();
  }
};

/** Lets whatever waits have its turn of the event loop. */
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const loadSubscriptions = async (
  { shared, subscriptions, writer }: LoadCollaborators,
  rows: readonly StoredRow[],
): Promise<void> => {
  const kept = rows.map(({ value }) => readSubscriptionRecord(value));
  const records = kept.map((record) => ({ ...record, lease: extendAfterRestart(shared, record.lease) }));
  const extended = records.filter(({ lease }, at) => lease !== kept[at]?.lease);
  for (const record of records) subscriptions.load(record);
  if (extended.length === 0) return;
  await writer.write({
    reads: [],
    size: extended.length,
    apply: (view) => {
      for (const record of extended) view.put(subscriptionKey(record.id), writeSubscriptionRecord(record));
    },
  });
};
