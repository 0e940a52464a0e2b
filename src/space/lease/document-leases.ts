import type { Clock, DocumentId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { SpaceParts } from '../parts.js';
import type { Kept, NextLease } from '../documents/changes.js';
import { leaseChange, newLease, removeChange } from '../documents/changes.js';
import type { Projection, Row, RowTable, Slot } from '../projection/index.js';
import type { LeaseRecord } from '../tables/index.js';
import { entryKey, readDocumentRecord, writeLeaseInto } from '../tables/index.js';
import type { Change, Writer } from '../writer/index.js';
import type { ExpiryLoop } from './expiry-loop.js';
import { createExpiryLoop } from './expiry-loop.js';
import type { PendingRenewal, RenewalBuffer } from './renewal-buffer.js';
import { createRenewalBuffer } from './renewal-buffer.js';

/** The leases of a space's documents: renews them, and ends them in two steps, stale and then deleted. */
export interface DocumentLeases {
  /** A row entered the index or its lease was moved by a log entry, which had it as `lease`. */
  set(slot: Slot, lease: LeaseRecord): void;
  /** A row leaves the index. */
  delete(slot: Slot): void;
  /** The lease as it is now: what is kept, with a renewal that was not written yet. */
  current(id: DocumentId, kept: LeaseRecord): LeaseRecord;
  /**
   * Renews from now on and gives the new end. Of a stale document it is a log entry, durable when it resolves; of any
   * other it counts at once and is written soon.
   *
   * @throws {StoaError} `LEASE_NOT_FOUND` when the document was deleted meanwhile
   */
  renew(row: Row, periodMs: number): Promise<number>;
  /**
   * Makes a lease stale before its end, because who holds it does not answer; it ends when it would have ended. Durable when it resolves.
   * Whether it was done: not when it is stale already, or `isMeant` says no at the moment of writing.
   */
  suspend(slot: Slot, isMeant: () => boolean): Promise<boolean>;
  /** Takes that back, if the lease has not run out meanwhile. Durable when it resolves; whether it was done. */
  resume(slot: Slot): Promise<boolean>;
  start(): void;
  /** Writes renewals that wait and stops. */
  close(): Promise<void>;
}

export interface DocumentLeasesCollaborators extends SpaceParts {
  /** Made after the leases, which it tells of its rows. */
  readonly projection: () => Pick<Projection, 'findSlot' | 'table'>;
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
  readonly #loop: ExpiryLoop<Slot>;
  /** Those whose suspension is being written: they must not be renewed in the heap alone. */
  readonly #suspending = new Set<Slot>();

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
      order: {
        dueAtMs: (slot) => this.#dueAtMs(slot),
        placeOf: (slot) => this.#table.queueIndex(slot),
        setPlace: (slot, place) => this.#table.setQueueIndex(slot, place),
      },
      expire: (slot) => (this.#table.stale(slot) ? this.#deleteStale(slot) : this.#makeStale(slot)),
      // The place may be another document's by now, which then is in the queue already.
      current: (slot) => (this.#table.sequence(slot) > 0 && this.#table.periodMs(slot) > 0 ? slot : undefined),
    });
  }

  set(slot: Slot, lease: LeaseRecord): void {
    const pending = this.#renewals.isEmpty() ? undefined : this.#renewals.find(this.#table.id(slot));
    if (pending && pending.grantedAtMs >= lease.grantedAtMs && !lease.stale) {
      this.#table.setLease(slot, { ...pending, stale: false });
    }
    if (this.#table.periodMs(slot) === 0) this.#loop.delete(slot);
    else this.#loop.set(slot);
  }

  delete(slot: Slot): void {
    this.#loop.delete(slot);
  }

  current(id: DocumentId, kept: LeaseRecord): LeaseRecord {
    const pending = this.#renewals.find(id);
    if (pending && !kept.stale && pending.grantedAtMs >= kept.grantedAtMs) {
      return { ...kept, ...pending, extended: false };
    }
    const slot = this.#parts.projection().findSlot(id);
    if (slot === undefined || kept.stale || this.#table.stale(slot)) return kept;
    // What was extended after a restart ends later in the heap than the record says.
    const expiresAtMs = this.#table.expiresAtMs(slot);
    return expiresAtMs > kept.expiresAtMs ? { ...kept, expiresAtMs, extended: true } : kept;
  }

  async renew(row: Row, periodMs: number): Promise<number> {
    const { id } = row;
    const slot = this.#parts.projection().findSlot(id);
    const isMoving = slot !== undefined && (this.#loop.isExpiring(slot) || this.#suspending.has(slot));
    if (slot === undefined || row.stale || isMoving) return this.#renewDurably(row, periodMs);
    const grantedAtMs = this.#clock.nowMs();
    const renewal = { periodMs, grantedAtMs, expiresAtMs: grantedAtMs + periodMs };
    this.#renewals.set(id, renewal);
    this.#move(slot, renewal);
    return renewal.expiresAtMs;
  }

  async suspend(slot: Slot, isMeant: () => boolean): Promise<boolean> {
    const atMs = this.#clock.nowMs();
    const id = this.#table.id(slot);
    const next = ({ lease }: Kept): NextLease | undefined =>
      lease.stale || !isMeant() ? undefined : { lease: { ...this.current(id, lease), stale: true }, event: 'stale' };
    this.#suspending.add(slot);
    try {
      return (await this.#parts.writer.write(leaseChange(this.#parts, { id, atMs, next }))) !== undefined;
    } finally {
      this.#suspending.delete(slot);
    }
  }

  async resume(slot: Slot): Promise<boolean> {
    const atMs = this.#clock.nowMs();
    const id = this.#table.id(slot);
    const next = ({ lease }: Kept): NextLease | undefined => {
      const isHeld = lease.periodMs === 0 || lease.expiresAtMs > atMs;
      return lease.stale && isHeld ? { lease: { ...lease, stale: false }, event: 'renewed' } : undefined;
    };
    return (await this.#parts.writer.write(leaseChange(this.#parts, { id, atMs, next }))) !== undefined;
  }

  start(): void {
    this.#loop.start();
  }

  async close(): Promise<void> {
    await this.#loop.stop();
    await this.#renewals.close();
  }

  get #table(): RowTable {
    return this.#parts.projection().table;
  }

  #dueAtMs(slot: Slot): number {
    const table = this.#table;
    return table.stale(slot) ? table.expiresAtMs(slot) + this.#staleKeptMs : table.expiresAtMs(slot);
  }

  async #renewDurably({ id, lease: leaseId }: Row, periodMs: number): Promise<number> {
    const { projection, writer } = this.#parts;
    const atMs = this.#clock.nowMs();
    const next = ({ lease }: Kept): NextLease => ({
      lease: newLease({ periodMs, atMs }),
      ...(lease.stale && { event: 'renewed' as const }),
    });
    const written = await writer.write(leaseChange(this.#parts, { id, atMs, next }));
    if (!written) throw new StoaError('LEASE_NOT_FOUND', `there is no lease ${leaseId} in this space`);
    const found = projection().findSlot(id);
    // Without a log entry the new end is not in the heap yet.
    if (found !== undefined && written.event === undefined) this.#move(found, written.lease);
    return written.lease.expiresAtMs;
  }

  #move(slot: Slot, { periodMs, expiresAtMs }: Pick<PendingRenewal, 'periodMs' | 'expiresAtMs'>): void {
    this.#table.setLease(slot, { periodMs, expiresAtMs, stale: this.#table.stale(slot) });
    // One whose end is being written is queued again after that, unless it is in the queue already.
    if (this.#table.queueIndex(slot) >= 0 || !this.#loop.isExpiring(slot)) this.#loop.set(slot);
  }

  async #makeStale(slot: Slot): Promise<void> {
    const atMs = this.#clock.nowMs();
    const id = this.#table.id(slot);
    const next = ({ lease }: Kept): NextLease | undefined => {
      const found = this.#parts.projection().findSlot(id);
      if (found === undefined || lease.stale || this.#table.periodMs(found) === 0) return undefined;
      const expiresAtMs = this.#table.expiresAtMs(found);
      return expiresAtMs > atMs ? undefined : { lease: { ...lease, expiresAtMs, stale: true }, event: 'stale' };
    };
    await this.#parts.writer.write(leaseChange(this.#parts, { id, atMs, next }));
  }

  async #deleteStale(slot: Slot): Promise<void> {
    const atMs = this.#clock.nowMs();
    const allow = ({ lease }: Kept): boolean => lease.stale && lease.expiresAtMs + this.#staleKeptMs <= atMs;
    const [id, publisher] = [this.#table.id(slot), this.#table.publisher(slot)];
    await this.#parts.writer.write(removeChange(this.#parts, { id, publisher, atMs, allow }));
  }
}

/** About what one renewal takes. */
const RENEWAL_BYTES = 200;

/** Writes the new ends of leases that are still there and not stale. */
const renewalsChange = (batch: ReadonlyMap<DocumentId, PendingRenewal>): Change<void> => ({
  reads: [...batch.keys()].map(entryKey),
  size: batch.size * RENEWAL_BYTES,
  apply: (view) => {
    for (const [id, renewal] of batch) {
      const record = view.get(entryKey(id));
      if (!record) continue;
      const { lease } = readDocumentRecord(record);
      if (lease.stale || lease.periodMs === 0 || lease.grantedAtMs > renewal.grantedAtMs) continue;
      view.put(entryKey(id), writeLeaseInto(record, { ...lease, ...renewal, extended: false }));
    }
  },
});
