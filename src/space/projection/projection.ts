import type { DocumentId, LeaseId, SubjectId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import type { LeaseRecord, LogEntry } from '../tables/index.js';
import type { NameIndex } from './name-index.js';
import { createNameIndex } from './name-index.js';
import type { Row } from './row.js';
import { createRow } from './row.js';
import { RowList } from './row-list.js';
import type { ComponentIndex } from './shared-components.js';
import { createComponentIndex } from './shared-components.js';

/** Told of every row that enters, moves in time, or leaves: the queue of leases. */
export interface RowQueue {
  /** `lease` is the lease as the log entry has it. */
  readonly set: (row: Row, lease: LeaseRecord) => void;
  readonly delete: (row: Row) => void;
}

/**
 * The heap index of one space, a projection of its change log: documents enter, change and leave it only by
 * {@link apply}, in the order of the log, on the node that writes as on any other. (Renewals are no log
 * entries: they move the end of a row's lease and nothing else.)
 */
export interface Projection {
  readonly apply: (entry: LogEntry) => void;
  /** Takes in a kept document while a space is opened, before the entries that follow. */
  readonly load: (kept: Pick<LogEntry, 'document' | 'lease'>) => void;
  readonly find: (id: DocumentId) => Row | undefined;
  readonly findByLease: (lease: LeaseId) => Row | undefined;
  readonly names: Pick<NameIndex, 'find' | 'names'>;
  readonly components: Pick<ComponentIndex, 'find'>;
  /** Rows of one kind in the order of publishing. */
  readonly ofKind: (kind: AdvertisementKind) => RowList;
  /** All rows, in no order. */
  readonly rows: () => Iterable<Row>;
  readonly size: () => number;
}

export const createProjection = (queue: RowQueue): Projection => {
  const byId = new Map<DocumentId, Row>();
  // Only leases whose id is not their document's.
  const byLease = new Map<LeaseId, Row>();
  const names = createNameIndex();
  const components = createComponentIndex();
  const kinds = new Map<AdvertisementKind, RowList>(ADVERTISEMENT_KINDS.map((kind) => [kind, new RowList()]));
  const publishers = new Map<string, SubjectId>();

  const ofKind = (kind: AdvertisementKind): RowList => kinds.get(kind) ?? new RowList();
  const hasOwnLease = (row: Row): boolean => (row.lease as string) !== row.id;

  const internPublisher = (publisher: SubjectId): SubjectId => {
    const known = publishers.get(publisher);
    if (known === undefined) publishers.set(publisher, publisher);
    return known ?? publisher;
  };

  const remove = (row: Row): void => {
    row.removed = true;
    byId.delete(row.id);
    if (hasOwnLease(row)) byLease.delete(row.lease);
    names.noteRemoved(row);
    ofKind(row.kind).noteRemoved();
    row.components.rows.noteRemoved();
    if (row.components.rows.size === 0) components.drop(row.components);
    queue.delete(row);
  };

  const add = (entry: Pick<LogEntry, 'document' | 'lease'>): void => {
    const shared = {
      publisher: internPublisher(entry.document.publisher),
      components: components.intern(entry.document.components),
    };
    const row = createRow(entry, shared);
    byId.set(row.id, row);
    if (hasOwnLease(row)) byLease.set(row.lease, row);
    names.add(row);
    ofKind(row.kind).add(row);
    row.components.rows.add(row);
    queue.set(row, entry.lease);
  };

  const setLease = (row: Row, lease: LeaseRecord): void => {
    row.periodMs = lease.periodMs;
    row.expiresAtMs = lease.expiresAtMs;
    row.stale = lease.stale;
    queue.set(row, lease);
  };

  return {
    apply: (entry) => {
      const row = byId.get(entry.document.id);
      if (entry.event === 'published' || entry.event === 'updated') {
        if (row) remove(row);
        add(entry);
      } else if (row && entry.event === 'removed') {
        remove(row);
      } else if (row) {
        setLease(row, entry.lease);
      }
    },
    load: add,
    find: (id) => byId.get(id),
    findByLease: (lease) => {
      const row = byLease.get(lease) ?? byId.get(lease as string as DocumentId);
      return row?.lease === lease ? row : undefined;
    },
    names,
    components,
    ofKind,
    rows: () => byId.values(),
    size: () => byId.size,
  };
};
