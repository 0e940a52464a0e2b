import type { ClientCounters } from './client-record.js';
import { NO_CLIENT_COUNTERS } from './client-record.js';
import { readFields, writeFields } from './fields.js';

/**
 * What is counted of a space. Part of every commit that changes what it counts, and expected unchanged by it:
 * so no counter is ever wrong, and a document can be given the sequence that its log entry is going to have.
 */
export interface Counters {
  readonly documents: number;
  readonly bytes: number;
  readonly subscriptions: number;
  /** Sequence of the last log entry. */
  readonly sequence: number;
  /** Number of the component set that was kept last. */
  readonly sets: number;
  /** Whether a space of results has its status: nothing more is published into it. */
  readonly complete: boolean;
  /** What those have together who did not say who they are. */
  readonly local: ClientCounters;
}

const VERSION = 2;

/** Counters of a space that nothing was written into. */
export const NO_COUNTERS: Counters = {
  documents: 0,
  bytes: 0,
  subscriptions: 0,
  sequence: 0,
  sets: 0,
  complete: false,
  local: NO_CLIENT_COUNTERS,
};

export const writeCounters = ({ local, ...counters }: Counters): Uint8Array => {
  const { documents, bytes, subscriptions, sequence, sets, complete } = counters;
  const own = [local.documents, local.bytes, local.subscriptions];
  return writeFields(VERSION, [documents, bytes, subscriptions, sequence, sets, complete ? 1 : 0, ...own]);
};

export const readCounters = (record: Uint8Array | undefined): Counters => {
  if (record === undefined) return NO_COUNTERS;
  const [documents, bytes, subscriptions, sequence, sets, complete, ...own] = readFields(VERSION, record) as Packed;
  // Before clients were counted, all was of those who did not say who they are.
  const [ownDocuments = documents, ownBytes = bytes, ownSubscriptions = subscriptions] = own;
  const local = { documents: ownDocuments, bytes: ownBytes, subscriptions: ownSubscriptions };
  return { documents, bytes, subscriptions, sequence, sets, complete: complete === 1, local };
};

type Packed = readonly [number, number, number, number, number, 0 | 1, number?, number?, number?];
