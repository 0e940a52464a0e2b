import type { DocumentId } from '../../base/index.js';
import { fromUtf8, toUtf8 } from '../../base/index.js';
import type { ServerParts, SpaceParts } from '../parts.js';
import type { SpaceDefinition } from '../definition.js';
import type { Subscriptions } from '../events/subscriptions.js';
import type { Projection } from '../projection/index.js';
import type { LeaseRecord } from '../tables/index.js';
import {
  leaseKey,
  readDocumentRecord,
  readLeaseRecord,
  readSubscriptionRecord,
  subscriptionKey,
  TABLES,
  tableRange,
  writeLeaseRecord,
  writeSubscriptionRecord,
} from '../tables/index.js';
import type { StoredRow } from '../../store/index.js';
import type { Writer } from '../writer/index.js';
import { extendAfterRestart } from '../lease/restart.js';

export interface LoadCollaborators extends SpaceParts {
  readonly projection: Projection;
  readonly subscriptions: Subscriptions;
  readonly writer: Writer;
}

/** Rows read and leases extended at once. */
const PAGE_ROWS = 1000;

/**
 * Fills the heap from what is kept: entries and leases, never bodies. Leases that run out now or soon get their one
 * extension, which is durable before they count.
 */
export const loadSpace = async (collaborators: LoadCollaborators): Promise<void> => {
  for await (const rows of readTable(collaborators, TABLES.entry)) await loadDocuments(collaborators, rows);
  for await (const rows of readTable(collaborators, TABLES.subscription)) await loadSubscriptions(collaborators, rows);
};

/** All rows of a table, in pages. */
export async function* readTable(
  { shared, definition }: { readonly shared: ServerParts; readonly definition: Pick<SpaceDefinition, 'id'> },
  table: string,
): AsyncGenerator<readonly StoredRow[], void> {
  let after: Uint8Array | undefined;
  for (;;) {
    const rows = await shared.collaborators.store.range(definition.id, tableRange(table, after, PAGE_ROWS));
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE_ROWS) return;
    after = rows.at(-1)?.key;
  }
}

const loadDocuments = async (collaborators: LoadCollaborators, rows: readonly StoredRow[]): Promise<void> => {
  const documents = rows.map(({ value }) => readDocumentRecord(value));
  const leases = await readLeases(
    collaborators,
    documents.map(({ id }) => id),
  );
  const extended = new Map<DocumentId, LeaseRecord>();
  for (const document of documents) {
    const kept = leases.get(leaseKey(document.id));
    if (!kept) continue;
    const lease = extendAfterRestart(collaborators.shared, kept);
    if (lease !== kept) extended.set(document.id, lease);
    collaborators.projection.load({ document, lease });
  }
  if (extended.size === 0) return;
  await collaborators.writer.write({
    reads: [...extended.keys()].map(leaseKey),
    size: extended.size,
    apply: (view) => {
      for (const [id, lease] of extended) if (view.get(leaseKey(id))) view.put(leaseKey(id), writeLeaseRecord(lease));
    },
  });
};

const readLeases = async (
  { shared, definition }: LoadCollaborators,
  ids: readonly DocumentId[],
): Promise<ReadonlyMap<string, LeaseRecord>> => {
  const [first, last] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  // Leases stand in the order of entries, so those of a page are one interval.
  const range = { from: toUtf8(leaseKey(first)), to: toUtf8(`${leaseKey(last)}\u0000`), limit: PAGE_ROWS };
  const rows = await shared.collaborators.store.range(definition.id, range);
  return new Map(rows.map(({ key, value }) => [fromUtf8(key), readLeaseRecord(value)]));
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
