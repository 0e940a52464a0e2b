import type { DocumentId, LeaseId, SubjectId } from '../../base/index.js';
import { countUtf8, formatUuidUrn, fromUtf8, StoaError, toUtf8 } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import type { Allocate } from './allocate.js';
import { allocateAlone } from './allocate.js';
import type { LeaseRecord } from './lease-record.js';
import { readUuidUrn, UUID_BYTES } from './uuid.js';

/** Number of a component set within its space; 0 stands for no components. Never given twice. */
export type SetNumber = number;

/** What is kept of a document beside its bytes and its lease. */
export interface DocumentRecord {
  readonly id: DocumentId;
  readonly kind: AdvertisementKind;
  /** No advertisement itself. */
  readonly plain: boolean;
  /** To be shown whole only to who proved who they are. */
  readonly guarded: boolean;
  /** The space asks now and then whether it is there. */
  readonly probed: boolean;
  readonly name: string;
  readonly version: number;
  /** Log sequence of the first publish. */
  readonly sequence: number;
  readonly publisher: SubjectId;
  readonly publishedAtMs: number;
  readonly updatedAtMs: number;
  readonly byteLength: number;
  readonly lease: LeaseId;
  readonly components: SetNumber;
}

/** A document's record and its lease: one row, since a restart reads both of every document. */
export interface KeptDocument {
  readonly document: DocumentRecord;
  readonly lease: LeaseRecord;
}

/**
 * Layout, numbers big-endian:
 *
 *     0 version(1) flags(1) kind(1)
 *     3 period(8) granted(8) expires(8)                 doubles, milliseconds
 *    27 version of the document(4) byte length(4) component set(4)
 *    39 sequence(8) published(8) updated(8)             doubles
 *    63 id(16), when it is a UUID
 *       texts, each with its length(4) in front: id (unless it is a UUID), lease (unless it is the id), publisher, name
 */
const VERSION = 3;
const AT = {
  version: 0,
  flags: 1,
  kind: 2,
  periodMs: 3,
  grantedAtMs: 11,
  expiresAtMs: 19,
  documentVersion: 27,
  byteLength: 31,
  components: 35,
  sequence: 39,
  publishedAtMs: 47,
  updatedAtMs: 55,
  rest: 63,
} as const;
const FLAG = { plain: 1, stale: 2, extended: 4, uuid: 8, ownLease: 16, guarded: 32, probed: 64 } as const;
const LENGTH_BYTES = 4;

/** Longest text that is read and written character by character: for short ones coders take longer to start. */
const SHORT_TEXT = 64;

/** By their number in records: the order is part of the format. */
const KINDS: readonly AdvertisementKind[] = ['service', 'device', 'space', 'result', 'document'];

const flagsOf = ({ document, lease }: KeptDocument, isUuid: boolean): number =>
  (document.plain ? FLAG.plain : 0) |
  (document.guarded ? FLAG.guarded : 0) |
  (document.probed ? FLAG.probed : 0) |
  (lease.stale ? FLAG.stale : 0) |
  (lease.extended ? FLAG.extended : 0) |
  (isUuid ? FLAG.uuid : 0) |
  ((document.lease as string) === document.id ? 0 : FLAG.ownLease);

const writeLease = (view: DataView, { periodMs, grantedAtMs, expiresAtMs }: LeaseRecord): void => {
  view.setFloat64(AT.periodMs, periodMs);
  view.setFloat64(AT.grantedAtMs, grantedAtMs);
  view.setFloat64(AT.expiresAtMs, expiresAtMs);
};

const writeDocument = (view: DataView, document: DocumentRecord): void => {
  view.setUint32(AT.documentVersion, document.version);
  view.setUint32(AT.byteLength, document.byteLength);
  view.setUint32(AT.components, document.components);
  view.setFloat64(AT.sequence, document.sequence);
  view.setFloat64(AT.publishedAtMs, document.publishedAtMs);
  view.setFloat64(AT.updatedAtMs, document.updatedAtMs);
};

/** The record of a document with its lease, behind `before` bytes that are left to the caller. */
export const writeDocumentRecord = (kept: KeptDocument, before = 0, allocate: Allocate = allocateAlone): Uint8Array => {
  const { document, lease } = kept;
  const uuid = new Uint8Array(UUID_BYTES);
  const isUuid = readUuidUrn(document.id, uuid, 0);
  const texts: string[] = [];
  if (!isUuid) texts.push(document.id);
  if ((document.lease as string) !== document.id) texts.push(document.lease);
  texts.push(document.publisher, document.name);
  const textsAt = before + AT.rest + (isUuid ? UUID_BYTES : 0);
  const lengths = texts.map(countUtf8);
  const record = allocate(lengths.reduce((sum, length) => sum + LENGTH_BYTES + length, textsAt));
  const view = new DataView(record.buffer, record.byteOffset + before);
  view.setUint8(AT.version, VERSION);
  view.setUint8(AT.flags, flagsOf(kept, isUuid));
  view.setUint8(AT.kind, KINDS.indexOf(document.kind));
  writeLease(view, lease);
  writeDocument(view, document);
  if (isUuid) record.set(uuid, before + AT.rest);
  let at = textsAt;
  texts.forEach((text, each) => {
    const length = lengths[each] ?? 0;
    view.setUint32(at - before, length);
    writeText(record, { at: at + LENGTH_BYTES, text, length });
    at += LENGTH_BYTES + length;
  });
  return record;
};

interface PlacedText {
  readonly at: number;
  readonly text: string;
  /** In bytes. */
  readonly length: number;
}

/** A short text of as many characters as bytes is written by itself: the encoder takes longer to start. */
const writeText = (record: Uint8Array, { at, text, length }: PlacedText): void => {
  if (length !== text.length || length > SHORT_TEXT) record.set(toUtf8(text), at);
  else for (let next = 0; next < length; next++) record[at + next] = text.charCodeAt(next);
};

/** A copy of a record with another lease. */
export const writeLeaseInto = (record: Uint8Array, lease: LeaseRecord): Uint8Array => {
  const copy = record.slice();
  const view = new DataView(copy.buffer);
  writeLease(view, lease);
  const flags = view.getUint8(AT.flags) & ~(FLAG.stale | FLAG.extended);
  view.setUint8(AT.flags, flags | (lease.stale ? FLAG.stale : 0) | (lease.extended ? FLAG.extended : 0));
  return copy;
};

/** Reads the texts at the end of a record one after another. */
const createTextReader = (record: Uint8Array, view: DataView, from: number): (() => string) => {
  let at = from;
  return () => {
    const start = at + LENGTH_BYTES;
    at = start + view.getUint32(at);
    return readText(record, start, at);
  };
};

const NOT_ASCII = 0x80;

const readText = (bytes: Uint8Array, start: number, end: number): string => {
  if (end - start > SHORT_TEXT) return fromUtf8(bytes.subarray(start, end));
  const codes: number[] = [];
  for (let at = start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code >= NOT_ASCII) return fromUtf8(bytes.subarray(start, end));
    codes.push(code);
  }
  return String.fromCharCode(...codes);
};

/**
 * A document with its lease from its record, which begins at `start`.
 *
 * @throws {StoaError} `STORE_VERSION_UNSUPPORTED` for a record of another version
 */
export const readDocumentRecord = (record: Uint8Array, start = 0): KeptDocument => {
  const view = new DataView(record.buffer, record.byteOffset + start, record.length - start);
  assertVersion(view.getUint8(AT.version));
  const flags = view.getUint8(AT.flags);
  const isUuid = (flags & FLAG.uuid) !== 0;
  const bytes = start === 0 ? record : record.subarray(start);
  const nextText = createTextReader(bytes, view, AT.rest + (isUuid ? UUID_BYTES : 0));
  const id = (isUuid ? formatUuidUrn(bytes, AT.rest) : nextText()) as DocumentId;
  const lease = (flags & FLAG.ownLease) === 0 ? (id as string as LeaseId) : (nextText() as LeaseId);
  return {
    document: {
      id,
      kind: KINDS[view.getUint8(AT.kind)] ?? 'document',
      plain: (flags & FLAG.plain) !== 0,
      guarded: (flags & FLAG.guarded) !== 0,
      probed: (flags & FLAG.probed) !== 0,
      version: view.getUint32(AT.documentVersion),
      sequence: view.getFloat64(AT.sequence),
      publishedAtMs: view.getFloat64(AT.publishedAtMs),
      updatedAtMs: view.getFloat64(AT.updatedAtMs),
      byteLength: view.getUint32(AT.byteLength),
      lease,
      components: view.getUint32(AT.components),
      publisher: nextText() as SubjectId,
      name: nextText(),
    },
    lease: readLease(view, flags),
  };
};

const readLease = (view: DataView, flags: number): LeaseRecord => ({
  periodMs: view.getFloat64(AT.periodMs),
  grantedAtMs: view.getFloat64(AT.grantedAtMs),
  expiresAtMs: view.getFloat64(AT.expiresAtMs),
  stale: (flags & FLAG.stale) !== 0,
  extended: (flags & FLAG.extended) !== 0,
});

const assertVersion = (found: number): void => {
  if (found === VERSION) return;
  const message = `expected the record of a document of version ${VERSION}, found version ${found}`;
  throw new StoaError('STORE_VERSION_UNSUPPORTED', message);
};
