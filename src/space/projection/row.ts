import type { DocumentId, LeaseId, SubjectId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import type { Entry } from '../model.js';
import type { SetNumber, SetView } from '../tables/index.js';
import type { RowList } from './row-list.js';

/** Place of a document in the columns, from 1; given again once the document was removed. */
export type Slot = number;

/** A set of components with the rows that have it. */
export interface SharedComponents {
  readonly number: SetNumber;
  readonly view: SetView;
  readonly rows: RowList<Row>;
}

/**
 * One version of one document in the heap. There is one object for it as long as it is in the index: made when it is
 * asked for first, over columns that hold all documents. Of a row only the lease and `removed` change; an update
 * makes a new one.
 */
export interface Row {
  readonly id: DocumentId;
  readonly kind: AdvertisementKind;
  /** No advertisement itself. */
  readonly plain: boolean;
  /** To be shown whole only to who proved who they are. */
  readonly guarded: boolean;
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
  readonly periodMs: number;
  readonly expiresAtMs: number;
  readonly stale: boolean;
  /** Not in the index any more; the row stays as it was then. */
  readonly removed: boolean;
}

/** What an entry is made of: a row is both, a record has its lease beside it. */
export type EntrySource = Pick<Row, Exclude<keyof Entry, 'expiresAtMs' | 'stale' | 'use'>>;
export type EntryLease = Pick<Row, 'periodMs' | 'expiresAtMs' | 'stale'>;

/** The entry around the document of a row. */
export const toEntry = (row: EntrySource & EntryLease, heldUntilMs: number): Entry =>
  toWrittenEntry(row, row, heldUntilMs);

/** The entry around a document; `heldUntilMs` stands for the end of a lease that the space itself holds. */
export const toWrittenEntry = (row: EntrySource, lease: EntryLease, heldUntilMs: number): Entry => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  version: row.version,
  sequence: row.sequence,
  publisher: row.publisher,
  publishedAtMs: row.publishedAtMs,
  updatedAtMs: row.updatedAtMs,
  expiresAtMs: lease.periodMs === 0 ? heldUntilMs : lease.expiresAtMs,
  stale: lease.stale,
  byteLength: row.byteLength,
});
