import type { DocumentId, LeaseId, SubjectId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import type { Entry } from '../model.js';
import type { ComponentSet, LogEntry } from '../tables/index.js';
import type { RowList } from './row-list.js';

/** A set of components with the rows that have it. */
export interface SharedComponents {
  readonly set: ComponentSet;
  readonly rows: RowList<Row>;
}

/**
 * One document in the heap: about 400 bytes with its places in the indexes. An update makes a new row; of a row
 * only the lease, `removed` and the place in the queue of leases change.
 */
export interface Row {
  readonly id: DocumentId;
  readonly kind: AdvertisementKind;
  /** No advertisement itself. */
  readonly plain: boolean;
  readonly name: string;
  readonly version: number;
  /** Log sequence of the first publish: the order of every list of rows. */
  readonly sequence: number;
  readonly publisher: SubjectId;
  readonly publishedAtMs: number;
  readonly updatedAtMs: number;
  readonly byteLength: number;
  readonly lease: LeaseId;
  /** One object for all documents with an equal interface. */
  readonly components: SharedComponents;
  /** 0 when the space itself holds the document. */
  periodMs: number;
  expiresAtMs: number;
  stale: boolean;
  /** Not in the index any more: lists of rows drop it when they come by. */
  removed: boolean;
  /** Place in the queue of leases, -1 when it is not there. */
  queueIndex: number;
}

/** A row from a log entry; strings that many rows share are passed in interned. */
export const createRow = (
  { document, lease: { periodMs, expiresAtMs, stale } }: Pick<LogEntry, 'document' | 'lease'>,
  shared: { readonly publisher: SubjectId; readonly components: SharedComponents },
): Row => ({
  id: document.id,
  kind: document.kind,
  plain: document.plain,
  name: document.name,
  version: document.version,
  sequence: document.sequence,
  publisher: shared.publisher,
  publishedAtMs: document.publishedAtMs,
  updatedAtMs: document.updatedAtMs,
  byteLength: document.byteLength,
  // One string instead of two equal ones.
  lease: (document.lease as string) === document.id ? (document.id as string as LeaseId) : document.lease,
  components: shared.components,
  periodMs,
  expiresAtMs,
  stale,
  removed: false,
  queueIndex: -1,
});

/** What an entry is made of: a row is one, a record with its lease is another. */
export type EntrySource = Pick<Row, keyof Entry | 'periodMs'>;

/** The entry around a document; `heldUntilMs` stands for the end of a lease that the space itself holds. */
export const toEntry = (row: EntrySource, heldUntilMs: number): Entry => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  version: row.version,
  sequence: row.sequence,
  publisher: row.publisher,
  publishedAtMs: row.publishedAtMs,
  updatedAtMs: row.updatedAtMs,
  expiresAtMs: row.periodMs === 0 ? heldUntilMs : row.expiresAtMs,
  stale: row.stale,
  byteLength: row.byteLength,
});
