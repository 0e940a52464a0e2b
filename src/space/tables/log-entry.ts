import type { SpaceEventKind } from '../model.js';
import type { DocumentRecord } from './document-record.js';
import { packDocument, unpackDocument } from './document-record.js';
import { readFields, writeFields } from './fields.js';
import type { LeaseRecord } from './lease-record.js';
import { packLease, unpackLease } from './lease-record.js';

/**
 * One entry of a space's change log. It has the whole record, so that the heap index can be built from the log
 * alone and filters work after the document is gone.
 */
export interface LogEntry {
  readonly event: SpaceEventKind;
  readonly atMs: number;
  readonly document: DocumentRecord;
  /** The lease as it was then. */
  readonly lease: LeaseRecord;
}

const VERSION = 2;
/** Fields before those of the document: event, time, and the five of the lease. */
const FIELDS_BEFORE = 7;

export const writeLogEntry = ({ event, atMs, document, lease }: LogEntry): Uint8Array =>
  writeFields(VERSION, [event, atMs, ...packLease(lease), ...packDocument(document)]);

export const readLogEntry = (bytes: Uint8Array): LogEntry => {
  const fields = readFields(VERSION, bytes);
  const [event, atMs] = fields as readonly [SpaceEventKind, number];
  const lease = unpackLease(fields.slice(2, FIELDS_BEFORE));
  return { event, atMs, lease, document: unpackDocument(fields.slice(FIELDS_BEFORE)) };
};
