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
};

export const writeCounters = ({ documents, bytes, subscriptions, sequence, sets, complete }: Counters): Uint8Array =>
  writeFields(VERSION, [documents, bytes, subscriptions, sequence, sets, complete ? 1 : 0]);

export const readCounters = (record: Uint8Array | undefined): Counters => {
  if (record === undefined) return NO_COUNTERS;
  const fields = readFields(VERSION, record) as readonly [number, number, number, number, number, 0 | 1];
  const [documents, bytes, subscriptions, sequence, sets, complete] = fields;
  return { documents, bytes, subscriptions, sequence, sets, complete: complete === 1 };
};
