import type { Clock, DocumentId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { SpaceParts } from '../parts.js';
import type { Kept, NextLease } from '../documents/changes.js';
import { leaseChange, newLease, removeChange } from '../documents/changes.js';
import type { Projection, Row } from '../projection/index.js';
import type { LeaseRecord } from '../tables/index.js';
import { leaseKey, readLeaseRecord, writeLeaseRecord } from '../tables/index.js';
import type { Change, Writer } from '../writer/index.js';
import type { ExpiryLoop } from './expiry-loop.js';
import { createExpiryLoop } from './expiry-loop.js';
import type { PendingRenewal, RenewalBuffer } from './renewal-buffer.js';
import { createRenewalBuffer } from './renewal-buffer.js';

/** The leases of a space's documents: renews them, and ends them in two steps, stale and then deleted. */
export interface DocumentLeases {
  /** A row entered the index or its lease was moved by a log entry, which had it as `lease`. */
  set(row: Row, lease: LeaseRecord): void;
  /** A row left the index. */
  delete(row: Row): void;
  /** The lease as it is now: what is kept, with a renewal that was not written yet. */
  current(id: DocumentId, kept: LeaseRecord): LeaseRecord;
  /**
   * Renews from now on and gives the new end. Of a stale document it is a log entry, durable when it resolves; of any
   * other it counts at once and is written soon.
   *
   * @throws {StoaError} `LEASE_NOT_FOUND` when the document was deleted meanwhile
   */
  renew(row: Row, periodMs: number): Promise<number>;
  start(): void;
  /** Writes renewals that wait and stops. */
  close(): Promise<void>;
}

export interface DocumentLeasesCollaborators extends SpaceParts {
  /** Made after the leases, which it tells of its rows. */
  readonly projection: () => Pick<Projection, 'find'>;
  readonly writer: Writer;
}

/** Leases that are not ended until they are started. */
export const createDocumentLeases = (collaborators: DocumentLeasesCollaborators): DocumentLeases =>
  new TwoStepLeases(collaborators);

class TwoStepLeases implements DocumentLeases {
  readonly #parts: DocumentLeasesCollaborators;
  readonly #clock: Clock;
  readonly #staleKeptMs: number;
  readonly #renewals: RenewalBuffer<DocumentId>;
  readonly #loop: ExpiryLoop<Row>;

  constructor(parts: DocumentLeasesCollaborators) {
    const { clock, log } = parts.shared.collaborators;
    this.#parts = parts;
    this.#clock = clock;
    this.#staleKeptMs = parts.definition.limits.staleKeptMs;
    this.#renewals = createRenewalBuffer({
      clock,
      log,
      delayMs: parts.shared.settings.renewalDelayMs,
      write: (batch) => parts.writer.write(renewalsChange(batch)),
    });
    this.#loop = createExpiryLoop({
      clock,
      log,
      dueAtMs: (row) => (row.stale ? row.expiresAtMs + this.#staleKeptMs : row.expiresAtMs),
      expire: (row) => (row.stale ? this.#deleteStale(row) : this.#makeStale(row)),
      current: ({ id }) => {
        const found = parts.projection().find(id);
        return found && found.periodMs > 0 ? found : undefined;
      },
    });
  }

  set(row: Row, lease: LeaseRecord): void {
    const pending = this.#renewals.find(row.id);
    if (pending && pending.grantedAtMs >= lease.grantedAtMs && !row.stale) {
      row.periodMs = pending.periodMs;
      row.expiresAtMs = pending.expiresAtMs;
    }
    if (row.periodMs === 0) this.#loop.delete(row);
    else this.#loop.set(row);
  }

  delete(row: Row): void {
    this.#loop.delete(row);
  }

  current(id: DocumentId, kept: LeaseRecord): LeaseRecord {
    const pending = this.#renewals.find(id);
    if (!pending || kept.stale || pending.grantedAtMs < kept.grantedAtMs) return kept;
    return { ...kept, ...pending, extended: false };
  }

  async renew(row: Row, periodMs: number): Promise<number> {
    if (row.stale || this.#loop.isExpiring(row)) return this.#renewDurably(row, periodMs);
    const grantedAtMs = this.#clock.nowMs();
    const renewal = { periodMs, grantedAtMs, expiresAtMs: grantedAtMs + periodMs };
    this.#renewals.set(row.id, renewal);
    this.#move(row, renewal);
    return renewal.expiresAtMs;
  }

  start(): void {
    this.#loop.start();
  }

  async close(): Promise<void> {
    await this.#loop.stop();
    await this.#renewals.close();
  }

  async #renewDurably(row: Row, periodMs: number): Promise<number> {
    const { projection, writer } = this.#parts;
    const atMs = this.#clock.nowMs();
    const next = ({ lease }: Kept): NextLease => ({
      lease: newLease({ periodMs, atMs }),
      ...(lease.stale && { event: 'renewed' as const }),
    });
    const written = await writer.write(leaseChange(this.#parts, { id: row.id, atMs, next }));
    if (!written) throw new StoaError('LEASE_NOT_FOUND', `there is no lease ${row.lease} in this space`);
    const found = projection().find(row.id);
    // Without a log entry the new end is not in the heap yet.
    if (found && written.event === undefined) this.#move(found, written.lease);
    return written.lease.expiresAtMs;
  }

  #move(row: Row, { periodMs, expiresAtMs }: Pick<PendingRenewal, 'periodMs' | 'expiresAtMs'>): void {
    row.periodMs = periodMs;
    row.expiresAtMs = expiresAtMs;
    if (!this.#loop.isExpiring(row)) this.#loop.set(row);
  }

  async #makeStale({ id }: Row): Promise<void> {
    const atMs = this.#clock.nowMs();
    const next = ({ lease }: Kept): NextLease | undefined => {
      const found = this.#parts.projection().find(id);
      if (!found || lease.stale || found.periodMs === 0 || found.expiresAtMs > atMs) return undefined;
      return { lease: { ...lease, expiresAtMs: found.expiresAtMs, stale: true }, event: 'stale' };
    };
    await this.#parts.writer.write(leaseChange(this.#parts, { id, atMs, next }));
  }

  async #deleteStale({ id }: Row): Promise<void> {
    const atMs = this.#clock.nowMs();
    const allow = ({ lease }: Kept): boolean => lease.stale && lease.expiresAtMs + this.#staleKeptMs <= atMs;
    await this.#parts.writer.write(removeChange(this.#parts, { id, atMs, allow }));
  }
}

/** About what one renewal takes. */
const RENEWAL_BYTES = 100;

/** Writes the new ends of leases that are still there and not stale. */
const renewalsChange = (batch: ReadonlyMap<DocumentId, PendingRenewal>): Change<void> => ({
  reads: [...batch.keys()].map(leaseKey),
  size: batch.size * RENEWAL_BYTES,
  apply: (view) => {
    for (const [id, renewal] of batch) {
      const record = view.get(leaseKey(id));
      const lease = record && readLeaseRecord(record);
      if (!lease || lease.stale || lease.periodMs === 0 || lease.grantedAtMs > renewal.grantedAtMs) continue;
      view.put(leaseKey(id), writeLeaseRecord({ ...lease, ...renewal, extended: false }));
    }
  },
});
