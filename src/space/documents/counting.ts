import type { SpaceLimits } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { Counters, LogEntry } from '../tables/index.js';
import { COUNTERS_KEY, readCounters, writeCounters, writeLogEntry } from '../tables/index.js';
import type { Codec, View } from '../writer/index.js';

const COUNTERS: Codec<Counters> = { read: readCounters, write: writeCounters };

/** Counters before a change. Every change that counts or logs names {@link COUNTERS_KEY} in its reads. */
export const countersOf = (view: View): Counters => view.read(COUNTERS_KEY, COUNTERS);

/** Writes counters, keeping to the limits they are held against. @throws {StoaError} `QUOTA_EXCEEDED` */
export const putCounters = (view: View, counters: Counters, limits: SpaceLimits): void => {
  const before = countersOf(view);
  assertBelow('maxDocuments', { before: before.documents, after: counters.documents }, limits);
  assertBelow('maxBytes', { before: before.bytes, after: counters.bytes }, limits);
  assertBelow('maxSubscriptions', { before: before.subscriptions, after: counters.subscriptions }, limits);
  view.write(COUNTERS_KEY, counters, COUNTERS);
};

/** Writes what those have together who did not say who they are. */
export const putLocalCounters = (view: View, local: Counters['local']): void =>
  view.write(COUNTERS_KEY, { ...countersOf(view), local }, COUNTERS);

type CountedLimit = 'maxDocuments' | 'maxBytes' | 'maxSubscriptions';

/** A limit that was lowered below what is there refuses only what adds. */
const assertBelow = (
  limit: CountedLimit,
  { before, after }: { readonly before: number; readonly after: number },
  limits: SpaceLimits,
): void => {
  if (after <= limits[limit] || after <= before) return;
  throw new StoaError(
    'QUOTA_EXCEEDED',
    `the space is at its limit ${limit} of ${limits[limit]}; this would make ${after}`,
    {
      limit,
    },
  );
};

/**
 * Appends an entry to the log and gives it its sequence; answers with the entry's bytes. Counters are to be written with
 * {@link nextSequence}.
 */
export const append = (view: View, entry: LogEntry): Uint8Array => {
  const bytes = writeLogEntry(entry, view.allocate);
  view.append(bytes, entry);
  return bytes;
};

/** The counters after one more log entry. */
export const nextSequence = (counters: Counters): Counters => ({ ...counters, sequence: counters.sequence + 1 });
