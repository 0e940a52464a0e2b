import { toUtf8 } from '../../base/index.js';
import type { StoredRow } from '../../store/index.js';
import type { SpaceDefinition } from '../definition.js';
import type { Subscriptions } from '../events/subscriptions.js';
import type { RestartMarks } from '../lease/restart.js';
import { createRestartMarks, extendAfterRestart } from '../lease/restart.js';
import { nextTurn } from '../next-turn.js';
import type { ServerParts, SpaceParts } from '../parts.js';
import type { Projection } from '../projection/index.js';
import type { RestartMark } from '../tables/index.js';
import {
  numberInKey,
  readComponentSet,
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
}

/** Rows read at once, some milliseconds of work, between which others get their turn. */
const PAGE_ROWS = 2000;
/** Component sets read at once: one takes as long as some ten documents. */
const PAGE_SETS = 200;

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
  for await (const rows of readTable(collaborators, TABLES.components, PAGE_SETS)) await loadSets(collaborators, rows);
  for await (const rows of readTable(collaborators, TABLES.entry)) await loadDocuments(collaborators, restarts, rows);
  for await (const rows of readTable(collaborators, TABLES.subscription)) await loadSubscriptions(collaborators, rows);
  collaborators.projection.endLoading();
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
  pageRows = PAGE_ROWS,
): AsyncGenerator<readonly StoredRow[], void> {
  const { store } = shared.collaborators;
  const limit = Math.min(pageRows, store.limits.maxRangeRows);
  let after: Uint8Array | undefined;
  for (;;) {
    const rows = await store.range(definition.id, tableRange(table, after, limit));
    if (rows.length > 0) yield rows;
    if (rows.length < limit) return;
    after = rows.at(-1)?.key;
  }
}

const loadDocuments = async (
  { projection }: LoadCollaborators,
  restarts: RestartMarks,
  rows: readonly StoredRow[],
): Promise<void> => {
  for (const { value } of rows) {
    const { document, lease } = readDocumentRecord(value);
    projection.load({ document, lease: restarts.apply(lease) });
  }
  await nextTurn();
};

const loadSets = async ({ projection }: LoadCollaborators, rows: readonly StoredRow[]): Promise<void> => {
  for (const { key, value } of rows) projection.loadSet(numberInKey(key), readComponentSet(value));
  await nextTurn();
};

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
