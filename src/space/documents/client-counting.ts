import type { SubjectId } from '../../base/index.js';
import { LOCAL_SUBJECT, SERVER_SUBJECT, StoaError } from '../../base/index.js';
import type { ClientQuota } from '../access/model.js';
import type { ClientCounters, Key } from '../tables/index.js';
import { clientKey, readClientCounters, writeClientCounters } from '../tables/index.js';
import type { Codec, View } from '../writer/index.js';
import { countersOf, putLocalCounters } from './counting.js';

const CODEC: Codec<ClientCounters> = { read: readClientCounters, write: writeClientCounters };

/** Seconds after which it makes sense to try again: something may have been let go. */
const RETRY_AFTER_SECONDS = 60;

/**
 * Keys by which a change counts what a client has; it names them in its reads. Whoever did not say who it is is one client, whose
 * counters stand in those of the space, which every change reads and writes anyway.
 */
export const clientKeys = (subject: SubjectId | undefined): readonly Key[] =>
  subject === undefined || subject === LOCAL_SUBJECT || subject === SERVER_SUBJECT ? [] : [clientKey(subject)];

/** Whose counters change, by how much, and what they may not exceed. */
export interface ClientChange {
  readonly subject: SubjectId;
  readonly quota?: ClientQuota | undefined;
  readonly documents?: number;
  readonly bytes?: number;
  readonly subscriptions?: number;
}

type Counted = keyof ClientCounters;

const QUOTA_NAMES: readonly Counted[] = ['documents', 'bytes', 'subscriptions'];

/** The refusal of what a client has too much of already. */
export const quotaExceeded = (
  name: keyof ClientQuota,
  most: number,
  retryAfterSeconds = RETRY_AFTER_SECONDS,
): StoaError =>
  new StoaError('CLIENT_QUOTA_EXCEEDED', `the policy of the space allows each client at most ${most} ${name} at once`, {
    limit: name,
    retryAfterSeconds,
    hint: 'let go of what is not needed, or ask whoever runs the space for more',
  });

const addTo = (before: ClientCounters, change: ClientChange): ClientCounters => ({
  documents: before.documents + (change.documents ?? 0),
  bytes: before.bytes + (change.bytes ?? 0),
  subscriptions: before.subscriptions + (change.subscriptions ?? 0),
});

/** A limit that was lowered below what is there refuses only what adds. */
const assertBelow = (before: ClientCounters, after: ClientCounters, quota: ClientQuota): void => {
  for (const name of QUOTA_NAMES) {
    const most = quota[name];
    if (most !== undefined && after[name] > most && after[name] > before[name]) throw quotaExceeded(name, most);
  }
};

/**
 * Counts what a client has more or less of; after the counters of the space were written.
 *
 * @throws {StoaError} `CLIENT_QUOTA_EXCEEDED`
 */
export const countForClient = (view: View, change: ClientChange): void => {
  const { subject, quota } = change;
  if (subject === SERVER_SUBJECT) return;
  const isLocal = subject === LOCAL_SUBJECT;
  const before = isLocal ? countersOf(view).local : view.read(clientKey(subject), CODEC);
  const after = addTo(before, change);
  if (quota !== undefined) assertBelow(before, after, quota);
  if (isLocal) putLocalCounters(view, after);
  else if (after.documents + after.bytes + after.subscriptions === 0) view.delete(clientKey(subject));
  else view.write(clientKey(subject), after, CODEC);
};

/**
 * That a document is still that of the client whose counters a change has read.
 *
 * @throws {StoaError} `STORE_CONFLICT` when another has published it meanwhile
 */
export const assertCounted = (found: SubjectId, read: SubjectId | undefined): void => {
  if (found === read || clientKeys(found).length === 0) return;
  throw new StoaError('STORE_CONFLICT', 'another client has published this document meanwhile; try again');
};
