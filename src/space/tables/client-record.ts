import { readFields, writeFields } from './fields.js';

/** What one client has in a space. Part of every commit that changes what it counts, as the counters of the space are. */
export interface ClientCounters {
  readonly documents: number;
  readonly bytes: number;
  readonly subscriptions: number;
}

const VERSION = 1;

/** Counters of a client that has nothing: no record is kept of those. */
export const NO_CLIENT_COUNTERS: ClientCounters = Object.freeze({ documents: 0, bytes: 0, subscriptions: 0 });

export const writeClientCounters = ({ documents, bytes, subscriptions }: ClientCounters): Uint8Array =>
  writeFields(VERSION, [documents, bytes, subscriptions]);

export const readClientCounters = (record: Uint8Array | undefined): ClientCounters => {
  if (record === undefined) return NO_CLIENT_COUNTERS;
  const [documents, bytes, subscriptions] = readFields(VERSION, record) as readonly [number, number, number];
  return { documents, bytes, subscriptions };
};
