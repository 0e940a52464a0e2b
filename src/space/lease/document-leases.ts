import type { DocumentId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { SpaceContext } from '../context.js';
import type { Kept, NextLease } from '../documents/changes.js';
import { leaseChange, newLease, removeChange } from '../documents/changes.js';
import type { Projection, Row } from '../projection/index.js';
import type { LeaseRecord } from '../tables/index.js';
import { leaseKey, readLeaseRecord, writeLeaseRecord } from '../tables/index.js';
import type { Change, View, Writer } from '../writer/index.js';
import { createExpiryLoop } from './expiry-loop.js';
import type { PendingRenewal } from './renewal-buffer.js';
import { createRenewalBuffer } from './renewal-buffer.js';

/** The leases of a space's documents: renews them, and ends them in two steps, stale and then deleted. */
export interface DocumentLeases {
  /** A row entered the index or its lease was moved by a log entry, which had it as `lease`. */
  readonly set: (row: Row, lease: LeaseRecord) => void;
  /** A row left the index. */
  readonly delete: (row: Row) => void;
  /** The lease as it is now: what is kept, with a renewal that was not written yet. */
  readonly current: (id: DocumentId, kept: LeaseRecord) => LeaseRecord;
  /**
   * Renews from now on and gives the new end. Of a stale document it is a log entry, durable when it resolves; of any other it counts at
   * once and is written soon.
   *
   * @throws {StoaError} `LEASE_NOT_FOUND` when the document was deleted meanwhile
   */
  readonly renew: (row: Row, periodMs: number) => Promise<number>;
  readonly start: () => void;
  readonly flush: () => Promise<void>;
  /** Writes renewals that wait and stops. */
  readonly close: () => Promise<void>;
}

export interface DocumentLeasesCollaborators extends Pick<SpaceContext, 'shared' | 'definition'> {
  /** Made after the leases, which it tells of its rows. */
  readonly projection: () => Pick<Projection, 'find'>;
  readonly writer: Writer;
}

const RENEWAL_BYTES = 100;

export const createDocumentLeases = (collaborators: DocumentLeasesCollaborators): DocumentLeases => {
  const { shared, definition, projection, writer } = collaborators;
  const { clock, log } = shared.collaborators;
  const { staleKeptMs } = definition.limits;

  const renewals = createRenewalBuffer<DocumentId>({
    clock,
    log,
    delayMs: shared.settings.renewalDelayMs,
    write: (batch) => writer.write(renewalsChange(batch)),
  });

  const loop = createExpiryLoop<Row>({
    clock,
    log,
    dueAtMs: (row) => (row.stale ? row.expiresAtMs + staleKeptMs : row.expiresAtMs),
    expire: (row) => (row.stale ? deleteStale(row) : makeStale(row)),
    current: (row) => {
      const found = projection().find(row.id);
      return found && found.periodMs > 0 ? found : undefined;
    },
  });

  const makeStale = async (row: Row): Promise<void> => {
    const atMs = clock.nowMs();
    const next = ({ lease }: Kept): NextLease | undefined => {
      const found = projection().find(row.id);
      if (!found || lease.stale || found.periodMs === 0 || found.expiresAtMs > atMs) return undefined;
      return { lease: { ...lease, expiresAtMs: found.expiresAtMs, stale: true }, event: 'stale' };
    };
    await writer.write(leaseChange(collaborators, { id: row.id, atMs, next }));
  };

  const deleteStale = async (row: Row): Promise<void> => {
    const atMs = clock.nowMs();
    const allow = ({ lease }: Kept): boolean => lease.stale && lease.expiresAtMs + staleKeptMs <= atMs;
    await writer.write(removeChange(collaborators, { id: row.id, atMs, allow }));
  };

  const renewDurably = async (row: Row, periodMs: number): Promise<number> => {
    const atMs = clock.nowMs();
    const next = ({ lease }: Kept): NextLease => ({
      lease: newLease({ periodMs, atMs }),
      ...(lease.stale && { event: 'renewed' as const }),
    });
    const written = await writer.write(leaseChange(collaborators, { id: row.id, atMs, next }));
    if (!written) throw new StoaError('LEASE_NOT_FOUND', `there is no lease ${row.lease} in this space`);
    const found = projection().find(row.id);
    // Without a log entry the new end is not in the heap yet.
    if (found && written.event === undefined) move(found, written.lease);
    return written.lease.expiresAtMs;
  };

  const move = (row: Row, { periodMs, expiresAtMs }: Pick<PendingRenewal, 'periodMs' | 'expiresAtMs'>): void => {
    row.periodMs = periodMs;
    row.expiresAtMs = expiresAtMs;
    if (!loop.isExpiring(row)) loop.set(row);
  };

  return {
    set: (row, lease) => {
      const pending = renewals.find(row.id);
      if (pending && pending.grantedAtMs >= lease.grantedAtMs && !row.stale) {
        row.periodMs = pending.periodMs;
        row.expiresAtMs = pending.expiresAtMs;
      }
      if (row.periodMs === 0) loop.delete(row);
      else loop.set(row);
    },
    delete: (row) => {
      loop.delete(row);
    },
    current: (id, kept) => {
      const pending = renewals.find(id);
      return pending && pending.grantedAtMs >= kept.grantedAtMs ? { ...kept, ...pending, extended: false } : kept;
    },
    renew: async (row, periodMs) => {
      if (row.stale || loop.isExpiring(row)) return renewDurably(row, periodMs);
      const grantedAtMs = clock.nowMs();
      const renewal = { periodMs, grantedAtMs, expiresAtMs: grantedAtMs + periodMs };
      renewals.set(row.id, renewal);
      move(row, renewal);
      return renewal.expiresAtMs;
    },
    start: loop.start,
    flush: renewals.flush,
    close: async () => {
      await loop.stop();
      await renewals.close();
    },
  };
};

/** Writes the new ends of leases that are still there and not stale. */
const renewalsChange = (batch: ReadonlyMap<DocumentId, PendingRenewal>): Change<void> => ({
  reads: [...batch.keys()].map(leaseKey),
  size: batch.size * RENEWAL_BYTES,
  apply: (view: View): void => {
    for (const [id, renewal] of batch) {
      const record = view.get(leaseKey(id));
      const lease = record && readLeaseRecord(record);
      if (!lease || lease.stale || lease.periodMs === 0 || lease.grantedAtMs > renewal.grantedAtMs) continue;
      view.put(leaseKey(id), writeLeaseRecord({ ...lease, ...renewal, extended: false }));
    }
  },
});
