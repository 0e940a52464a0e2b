import type { DocumentId, LeaseId, SubjectId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import type { ComponentSet, PackedComponents } from './components.js';
import { packComponents, unpackComponents } from './components.js';
import type { Fields } from './fields.js';
import { readFields, writeFields } from './fields.js';

/** What is kept of a document beside its bytes and its lease's end. */
export interface DocumentRecord {
  readonly id: DocumentId;
  readonly kind: AdvertisementKind;
  /** No advertisement itself. */
  readonly plain: boolean;
  readonly name: string;
  readonly version: number;
  /** Log sequence of the first publish. */
  readonly sequence: number;
  readonly publisher: SubjectId;
  readonly publishedAtMs: number;
  readonly updatedAtMs: number;
  readonly byteLength: number;
  readonly lease: LeaseId;
  readonly components: ComponentSet;
}

const VERSION = 2;

/** Fields of a document, as they stand in its entry and in each log entry about it. */
export const packDocument = (record: DocumentRecord): Fields => [
  record.id,
  record.kind,
  record.plain ? 1 : 0,
  record.name,
  record.version,
  record.sequence,
  record.publisher,
  record.publishedAtMs,
  record.updatedAtMs,
  record.byteLength,
  record.lease,
  packComponents(record.components),
];

type Packed = readonly [
  DocumentId,
  AdvertisementKind,
  0 | 1,
  string,
  number,
  number,
  SubjectId,
  number,
  number,
  number,
  LeaseId,
  PackedComponents,
];

export const unpackDocument = (fields: Fields): DocumentRecord => {
  const [
    id,
    kind,
    plain,
    name,
    version,
    sequence,
    publisher,
    publishedAtMs,
    updatedAtMs,
    byteLength,
    lease,
    components,
  ] = fields as Packed;
  return {
    id,
    kind,
    plain: plain === 1,
    name,
    version,
    sequence,
    publisher,
    publishedAtMs,
    updatedAtMs,
    byteLength,
    lease,
    components: unpackComponents(components),
  };
};

export const writeDocumentRecord = (record: DocumentRecord): Uint8Array => writeFields(VERSION, packDocument(record));
export const readDocumentRecord = (bytes: Uint8Array): DocumentRecord => unpackDocument(readFields(VERSION, bytes));
