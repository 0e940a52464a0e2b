import { StoaError } from '../../base/index.js';
import type { SpaceEventKind } from '../model.js';
import type { Allocate } from './allocate.js';
import { allocateAlone } from './allocate.js';
import type { KeptDocument } from './document-record.js';
import { readDocumentRecord, writeDocumentRecord } from './document-record.js';

/**
 * One entry of a space's change log. It has the whole record, so that the heap index can be built from the log
 * alone and filters work after the document is gone; the components stand in the set that the record names.
 */
export interface LogEntry extends KeptDocument {
  readonly event: SpaceEventKind;
  readonly atMs: number;
}

/** Version(1), event(1), time(8), then the record of the document with its lease as it was then. */
const VERSION = 3;
const AT = { version: 0, event: 1, atMs: 2, record: 10 } as const;

/** By their number in entries: the order is part of the format. */
const EVENTS: readonly SpaceEventKind[] = ['published', 'updated', 'renewed', 'stale', 'removed'];

export const writeLogEntry = (logged: LogEntry, allocate: Allocate = allocateAlone): Uint8Array => {
  const { event, atMs } = logged;
  const entry = writeDocumentRecord(logged, AT.record, allocate);
  const view = new DataView(entry.buffer, entry.byteOffset);
  view.setUint8(AT.version, VERSION);
  view.setUint8(AT.event, EVENTS.indexOf(event));
  view.setFloat64(AT.atMs, atMs);
  return entry;
};

/** The record of the document within the bytes of an entry: what is kept of it beside the log. */
export const recordInEntry = (entry: Uint8Array): Uint8Array => entry.subarray(AT.record);

/** @throws {StoaError} `STORE_VERSION_UNSUPPORTED` for an entry of another version */
export const readLogEntry = (entry: Uint8Array): LogEntry => {
  const view = new DataView(entry.buffer, entry.byteOffset, entry.length);
  const version = view.getUint8(AT.version);
  const event = EVENTS[view.getUint8(AT.event)];
  if (version !== VERSION || event === undefined) {
    throw new StoaError(
      'STORE_VERSION_UNSUPPORTED',
      `expected a log entry of version ${VERSION}, found version ${version}`,
    );
  }
  return { event, atMs: view.getFloat64(AT.atMs), ...readDocumentRecord(entry, AT.record) };
};
