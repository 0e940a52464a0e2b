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
  set(row: Row, lease: LeaseRecord): void;
  delete(row: Row): void;
}

/**
 * The heap index of one space, a projection of its change log: documents enter, change and leave it only by
 * {@link apply}, in the order of the log, on the node that writes as on any other. (Renewals are no log
 * entries: they move the end of a row's lease and nothing else.)
 */
export interface Projection {
  apply(entry: LogEntry): void;
  /** Takes in a kept document while a space is opened, before the entries that follow. */
  load(kept: Pick<LogEntry, 'document' | 'lease'>): void;
  find(id: DocumentId): Row | undefined;
  findByLease(lease: LeaseId): Row | undefined;
  readonly names: Pick<NameIndex, 'find' | 'names'>;
  readonly components: Pick<ComponentIndex, 'find' | 'findByMethod' | 'names' | 'version'>;
  /** Rows of one kind in the order of publishing. */
  ofKind(kind: AdvertisementKind): RowList<Row>;
  /** All rows, in no order. */
  rows(): Iterable<Row>;
  readonly size: number;
}

/** An empty index that tells `queue` of its rows. */
export const createProjection = (queue: RowQueue): Projection => new HeapIndex(queue);

const hasOwnLease = (row: Row): boolean => (row.lease as string) !== row.id;

class HeapIndex implements Projection {
  readonly names = createNameIndex();
  readonly components = createComponentIndex();
  readonly #queue: RowQueue;
  readonly #byId = new Map<DocumentId, Row>();
  /** Only leases whose id is not their document's. */
  readonly #byLease = new Map<LeaseId, Row>();
  readonly #kinds = new Map<AdvertisementKind, RowList<Row>>(ADVERTISEMENT_KINDS.map((kind) => [kind, new RowList()]));
  readonly #publishers = new Map<string, SubjectId>();

  constructor(queue: RowQueue) {
    this.#queue = queue;
  }

  apply(entry: LogEntry): void {
    const row = this.#byId.get(entry.document.id);
    if (entry.event === 'published' || entry.event === 'updated') {
      if (row) this.#remove(row);
      this.load(entry);
    } else if (row && entry.event === 'removed') {
      this.#remove(row);
    } else if (row) {
      this.#setLease(row, entry.lease);
    }
  }

  load(kept: Pick<LogEntry, 'document' | 'lease'>): void {
    const row = createRow(kept, {
      publisher: this.#internPublisher(kept.document.publisher),
      components: this.components.intern(kept.document.components),
    });
    this.#byId.set(row.id, row);
    if (hasOwnLease(row)) this.#byLease.set(row.lease, row);
    this.names.add(row);
    this.ofKind(row.kind).add(row);
    row.components.rows.add(row);
    this.#queue.set(row, kept.lease);
  }

  find(id: DocumentId): Row | undefined {
    return this.#byId.get(id);
  }

  findByLease(lease: LeaseId): Row | undefined {
    const row = this.#byLease.get(lease) ?? this.#byId.get(lease as string as DocumentId);
    return row?.lease === lease ? row : undefined;
  }

  ofKind(kind: AdvertisementKind): RowList<Row> {
    return this.#kinds.get(kind) ?? new RowList();
  }

  rows(): Iterable<Row> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  #remove(row: Row): void {
    row.removed = true;
    this.#byId.delete(row.id);
    if (hasOwnLease(row)) this.#byLease.delete(row.lease);
    this.names.noteRemoved(row);
    this.ofKind(row.kind).noteRemoved();
    row.components.rows.noteRemoved();
    if (row.components.rows.size === 0) this.components.drop(row.components);
    this.#queue.delete(row);
  }

  #setLease(row: Row, lease: LeaseRecord): void {
    row.periodMs = lease.periodMs;
    row.expiresAtMs = lease.expiresAtMs;
    row.stale = lease.stale;
    this.#queue.set(row, lease);
  }

  #internPublisher(publisher: SubjectId): SubjectId {
    const known = this.#publishers.get(publisher);
    if (known === undefined) this.#publishers.set(publisher, publisher);
    return known ?? publisher;
  }
}
