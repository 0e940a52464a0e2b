import type { DocumentId, LeaseId, SubjectId } from '../../base/index.js';
import { formatUuidUrn } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import type { KeptDocument, LeaseRecord } from '../tables/index.js';
import { readUuidUrn, UUID_BYTES } from '../tables/index.js';
import { Column } from './column.js';
import type { Row, SharedComponents, Slot } from './row.js';
import { createRowView } from './row-view.js';
import type { RowColumns, RowView } from './row-view.js';

const FLAG = { plain: 1, stale: 2, uuid: 4, guarded: 8, probed: 16 } as const;

/**
 * All documents of a space, in columns: about 100 bytes each with the name, where an object for each would take
 * 300, and nothing of it is for the garbage collector to walk but the names.
 */
export class RowTable implements RowColumns {
  readonly #flags = new Column((length) => new Uint8Array(length));
  readonly #kinds = new Column((length) => new Uint8Array(length));
  readonly #ids = new Column((length) => new Uint8Array(length), UUID_BYTES);
  readonly #versions = new Column((length) => new Uint32Array(length));
  readonly #byteLengths = new Column((length) => new Uint32Array(length));
  readonly #publisherNumbers = new Column((length) => new Uint32Array(length));
  readonly #queueIndexes = new Column((length) => new Int32Array(length));
  readonly #sequences = new Column((length) => new Float64Array(length));
  readonly #publishedAtMs = new Column((length) => new Float64Array(length));
  readonly #updatedAtMs = new Column((length) => new Float64Array(length));
  readonly #periodsMs = new Column((length) => new Float64Array(length));
  readonly #expiresAtMs = new Column((length) => new Float64Array(length));
  readonly #names: string[] = [''];
  readonly #components: (SharedComponents | undefined)[] = [undefined];
  readonly #views: (RowView | undefined)[] = [undefined];
  /** Ids that are no UUIDs, and leases whose id is not their document's. */
  readonly #otherIds = new Map<Slot, DocumentId>();
  readonly #ownLeases = new Map<Slot, LeaseId>();
  readonly #publishers: SubjectId[] = [];
  readonly #publisherIndex = new Map<SubjectId, number>();
  readonly #free: Slot[] = [];
  #last = 0;
  #size = 0;
  #staleCount = 0;
  #changes = 0;

  /** Documents in the table. */
  get size(): number {
    return this.#size;
  }

  /** How many of them are stale. */
  get staleCount(): number {
    return this.#staleCount;
  }

  /** Another number whenever a document came, changed or went, or its lease was moved. */
  get changes(): number {
    return this.#changes;
  }

  /** Takes in a document. */
  add({ document, lease }: KeptDocument, components: SharedComponents): Slot {
    const slot = this.#free.pop() ?? this.#extend();
    const isUuid = readUuidUrn(document.id, this.#ids.values, slot * UUID_BYTES);
    if (!isUuid) this.#otherIds.set(slot, document.id);
    if ((document.lease as string) !== document.id) this.#ownLeases.set(slot, document.lease);
    this.#flags.set(
      slot,
      (document.plain ? FLAG.plain : 0) |
        (document.guarded ? FLAG.guarded : 0) |
        (document.probed ? FLAG.probed : 0) |
        (isUuid ? FLAG.uuid : 0),
    );
    this.#kinds.set(slot, ADVERTISEMENT_KINDS.indexOf(document.kind));
    this.#versions.set(slot, document.version);
    this.#byteLengths.set(slot, document.byteLength);
    this.#publisherNumbers.set(slot, this.#numberOf(document.publisher));
    this.#queueIndexes.set(slot, -1);
    this.#sequences.set(slot, document.sequence);
    this.#publishedAtMs.set(slot, document.publishedAtMs);
    this.#updatedAtMs.set(slot, document.updatedAtMs);
    this.#names[slot] = document.name;
    this.#components[slot] = components;
    this.#views[slot] = undefined;
    this.setLease(slot, lease);
    this.#size++;
    return slot;
  }

  /** Takes a document out; its row, if anybody has it, stays as it is now. */
  remove(slot: Slot): void {
    if (this.stale(slot)) this.#staleCount--;
    this.#views[slot]?.detach();
    this.#views[slot] = undefined;
    this.#names[slot] = '';
    this.#components[slot] = undefined;
    this.#otherIds.delete(slot);
    this.#ownLeases.delete(slot);
    this.#sequences.set(slot, 0);
    this.#free.push(slot);
    this.#size--;
    this.#changes++;
  }

  /** The one row for a document. */
  row(slot: Slot): Row {
    return (this.#views[slot] ??= createRowView(this, slot));
  }

  /** Every document's place. */
  *slots(): Generator<Slot, void> {
    for (let slot = 1; slot <= this.#last; slot++) if (this.#sequences.get(slot) > 0) yield slot;
  }

  setLease(
    slot: Slot,
    { periodMs, expiresAtMs, stale }: Pick<LeaseRecord, 'periodMs' | 'expiresAtMs' | 'stale'>,
  ): void {
    this.#periodsMs.set(slot, periodMs);
    this.#expiresAtMs.set(slot, expiresAtMs);
    this.#staleCount += Number(stale) - Number(this.stale(slot));
    const flags = this.#flags.get(slot) & ~FLAG.stale;
    this.#flags.set(slot, flags | (stale ? FLAG.stale : 0));
    this.#changes++;
  }

  setQueueIndex(slot: Slot, at: number): void {
    this.#queueIndexes.set(slot, at);
  }

  /** Place in the queue of leases, -1 when it is not there. */
  queueIndex(slot: Slot): number {
    return this.#queueIndexes.get(slot);
  }

  id(slot: Slot): DocumentId {
    return this.#otherIds.get(slot) ?? (formatUuidUrn(this.#ids.values, slot * UUID_BYTES) as DocumentId);
  }

  /** Whether the document has the id of these bytes. */
  hasUuid(slot: Slot, uuid: Uint8Array): boolean {
    if ((this.#flags.get(slot) & FLAG.uuid) === 0) return false;
    const ids = this.#ids.values;
    for (let at = 0; at < UUID_BYTES; at++) if (ids[slot * UUID_BYTES + at] !== uuid[at]) return false;
    return true;
  }

  /** Where the bytes of ids stand: that of a document from `slot * 16` on. */
  get uuids(): Uint8Array {
    return this.#ids.values;
  }

  isUuid(slot: Slot): boolean {
    return (this.#flags.get(slot) & FLAG.uuid) !== 0;
  }

  lease(slot: Slot): LeaseId {
    return this.#ownLeases.get(slot) ?? (this.id(slot) as string as LeaseId);
  }

  hasOwnLease(slot: Slot): boolean {
    return this.#ownLeases.has(slot);
  }

  components(slot: Slot): SharedComponents {
    const found = this.#components[slot];
    if (found) return found;
    throw new RangeError(`there is no document at ${slot}`);
  }

  kind(slot: Slot): AdvertisementKind {
    return ADVERTISEMENT_KINDS[this.#kinds.get(slot)] ?? 'document';
  }

  name(slot: Slot): string {
    return this.#names[slot] ?? '';
  }

  publisher(slot: Slot): SubjectId {
    return this.#publishers[this.#publisherNumbers.get(slot)] ?? ('' as SubjectId);
  }

  plain(slot: Slot): boolean {
    return (this.#flags.get(slot) & FLAG.plain) !== 0;
  }

  guarded(slot: Slot): boolean {
    return (this.#flags.get(slot) & FLAG.guarded) !== 0;
  }

  /** Whether the space asks now and then if it is there. */
  probed(slot: Slot): boolean {
    return (this.#flags.get(slot) & FLAG.probed) !== 0;
  }

  stale(slot: Slot): boolean {
    return (this.#flags.get(slot) & FLAG.stale) !== 0;
  }

  version(slot: Slot): number {
    return this.#versions.get(slot);
  }

  sequence(slot: Slot): number {
    return this.#sequences.get(slot);
  }

  publishedAtMs(slot: Slot): number {
    return this.#publishedAtMs.get(slot);
  }

  updatedAtMs(slot: Slot): number {
    return this.#updatedAtMs.get(slot);
  }

  byteLength(slot: Slot): number {
    return this.#byteLengths.get(slot);
  }

  periodMs(slot: Slot): number {
    return this.#periodsMs.get(slot);
  }

  expiresAtMs(slot: Slot): number {
    return this.#expiresAtMs.get(slot);
  }

  #extend(): Slot {
    const slot = ++this.#last;
    const columns = [this.#flags, this.#kinds, this.#ids, this.#versions, this.#byteLengths, this.#publisherNumbers];
    const others = [this.#queueIndexes, this.#sequences, this.#publishedAtMs, this.#updatedAtMs, this.#periodsMs];
    if (this.#flags.has(slot)) return slot;
    for (const column of [...columns, ...others, this.#expiresAtMs]) column.growTo(slot);
    return slot;
  }

  #numberOf(publisher: SubjectId): number {
    const known = this.#publisherIndex.get(publisher);
    if (known !== undefined) return known;
    this.#publishers.push(publisher);
    this.#publisherIndex.set(publisher, this.#publishers.length - 1);
    return this.#publishers.length - 1;
  }
}
