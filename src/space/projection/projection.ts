import type { DocumentId, LeaseId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import type { ComponentSet, KeptDocument, LeaseRecord, LogEntry, SetNumber } from '../tables/index.js';
import { NO_COMPONENTS, toSetView } from '../tables/index.js';
import { createHashing } from './hash.js';
import { createIdIndex } from './id-index.js';
import type { IdIndex } from './id-index.js';
import type { NameIndex } from './name-index.js';
import { createNameIndex } from './name-index.js';
import type { Row, SharedComponents, Slot } from './row.js';
import { RowList } from './row-list.js';
import { RowTable } from './row-table.js';
import type { ComponentIndex } from './shared-components.js';
import { createComponentIndex } from './shared-components.js';

/** Told of every row that enters, moves in time, or leaves: the queue of leases. */
export interface RowQueue {
  /** `lease` is the lease as the log entry has it. */
  set(slot: Slot, lease: LeaseRecord): void;
  /** The row is still in the table. */
  delete(slot: Slot): void;
}

/**
 * The heap index of one space, a projection of its change log: documents enter, change and leave it only by
 * {@link apply}, in the order of the log, on the node that writes as on any other. (Renewals are no log
 * entries: they move the end of a row's lease and nothing else.)
 */
export interface Projection {
  /** `set` is the component set that the entry of a document names: needed when no row has it yet. */
  apply(entry: LogEntry, set: ComponentSet | undefined): void;
  /** Takes in what {@link apply} will need of a large set, step by step, so that others get their turn in between. */
  prepareSet(number: SetNumber, set: ComponentSet): Iterable<void>;
  /** Takes in a kept component set while a space is opened, before the documents that have it. */
  loadSet(number: SetNumber, set: ComponentSet): void;
  /** Takes in a kept document while a space is opened, before the entries that follow. */
  load(kept: KeptDocument, set?: ComponentSet): void;
  /** Lets go of the sets that no kept document has. */
  endLoading(): void;
  find(id: DocumentId): Row | undefined;
  findSlot(id: DocumentId): Slot | undefined;
  findByLease(lease: LeaseId): Row | undefined;
  readonly table: RowTable;
  readonly names: Pick<NameIndex, 'find' | 'names'>;
  readonly components: Omit<ComponentIndex, 'add' | 'all' | 'drop' | 'prepare'>;
  /** Rows of one kind in the order of publishing. */
  ofKind(kind: AdvertisementKind): RowList<Row>;
  /** All rows, in no order. */
  rows(): Iterable<Row>;
  readonly size: number;
}

/** What a heap index is made with. */
export interface ProjectionOptions {
  /** Told of every row. */
  readonly queue: RowQueue;
  /** Secret of the hashes by which rows are found. */
  readonly seed: readonly [number, number];
  /** A set lost its last row. */
  readonly onUnused?: (number: SetNumber) => void;
}

/** An empty index. */
export const createProjection = (options: ProjectionOptions): Projection => new HeapIndex(options);

class HeapIndex implements Projection {
  readonly table = new RowTable();
  readonly names: NameIndex;
  readonly components: ComponentIndex;
  readonly #options: ProjectionOptions;
  readonly #ids: IdIndex;
  /** Only leases whose id is not their document's. */
  readonly #byLease = new Map<LeaseId, Slot>();
  readonly #kinds: ReadonlyMap<AdvertisementKind, RowList<Row>>;
  /** Of documents without a schema: a set like any other, but not in the index over components. */
  readonly #none: SharedComponents;

  constructor(options: ProjectionOptions) {
    const hashing = createHashing(options.seed);
    this.#options = options;
    this.names = createNameIndex(this.table, hashing);
    this.components = createComponentIndex(() => this.#createList(), hashing);
    this.#ids = createIdIndex(this.table, hashing);
    this.#kinds = new Map(ADVERTISEMENT_KINDS.map((kind) => [kind, this.#createList()]));
    this.#none = { number: 0, view: toSetView(NO_COMPONENTS), rows: this.#createList() };
  }

  apply(entry: LogEntry, set: ComponentSet | undefined): void {
    const slot = this.#ids.find(entry.document.id);
    if (entry.event === 'published' || entry.event === 'updated') {
      const before = slot === undefined ? undefined : this.table.components(slot);
      if (slot !== undefined) this.#remove(slot);
      this.load(entry, set);
      if (before) this.#noteUnused(before);
    } else if (slot !== undefined && entry.event === 'removed') {
      const before = this.table.components(slot);
      this.#remove(slot);
      this.#noteUnused(before);
    } else if (slot !== undefined) {
      this.table.setLease(slot, entry.lease);
      this.#options.queue.set(slot, entry.lease);
    }
  }

  prepareSet(number: SetNumber, set: ComponentSet): Iterable<void> {
    return this.components.prepare(number, set);
  }

  loadSet(number: SetNumber, set: ComponentSet): void {
    this.components.add(number, set);
  }

  endLoading(): void {
    for (const shared of [...this.components.all()]) this.#noteUnused(shared);
  }

  load(kept: KeptDocument, set?: ComponentSet): void {
    const { document, lease } = kept;
    const components = this.#intern(document.components, set);
    const slot = this.table.add(kept, components);
    this.#ids.add(slot);
    if (this.table.hasOwnLease(slot)) this.#byLease.set(document.lease, slot);
    this.names.add(slot);
    this.ofKind(document.kind).add(document.sequence, slot);
    components.rows.add(document.sequence, slot);
    this.#options.queue.set(slot, lease);
  }

  find(id: DocumentId): Row | undefined {
    const slot = this.#ids.find(id);
    return slot === undefined ? undefined : this.table.row(slot);
  }

  findSlot(id: DocumentId): Slot | undefined {
    return this.#ids.find(id);
  }

  findByLease(lease: LeaseId): Row | undefined {
    const slot = this.#byLease.get(lease) ?? this.#ids.find(lease as string as DocumentId);
    if (slot === undefined || this.table.lease(slot) !== lease) return undefined;
    return this.table.row(slot);
  }

  ofKind(kind: AdvertisementKind): RowList<Row> {
    return this.#kinds.get(kind) ?? this.#createList();
  }

  *rows(): Generator<Row, void> {
    for (const slot of this.table.slots()) yield this.table.row(slot);
  }

  get size(): number {
    return this.table.size;
  }

  #createList(): RowList<Row> {
    return new RowList((slot) => this.table.row(slot));
  }

  #intern(number: SetNumber, set: ComponentSet | undefined): SharedComponents {
    if (number === 0) return this.#none;
    return this.components.get(number) ?? this.components.add(number, set ?? NO_COMPONENTS);
  }

  #remove(slot: Slot): void {
    const sequence = this.table.sequence(slot);
    this.#options.queue.delete(slot);
    this.#ids.remove(slot);
    if (this.table.hasOwnLease(slot)) this.#byLease.delete(this.table.lease(slot));
    this.names.remove(slot);
    this.ofKind(this.table.kind(slot)).delete(sequence);
    this.table.components(slot).rows.delete(sequence);
    this.table.remove(slot);
  }

  #noteUnused(shared: SharedComponents): void {
    if (shared.number === 0 || shared.rows.size > 0) return;
    this.components.drop(shared);
    this.#options.onUnused?.(shared.number);
  }
}
