import type { DocumentId, LeaseId, SubjectId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import type { Row, SharedComponents, Slot } from './row.js';

/** The columns of a table, by place. */
export type RowColumns = {
  readonly [Field in Exclude<keyof Row, 'removed'>]: (slot: Slot) => Row[Field];
};

/** A row over the columns of a table. */
export interface RowView extends Row {
  readonly slot: Slot;
  /** Keeps what the row has now, because its place is given to another. */
  detach(): void;
}

export const createRowView = (table: RowColumns, slot: Slot): RowView => new ColumnRow(table, slot);

class ColumnRow implements RowView {
  readonly slot: Slot;
  readonly #table: RowColumns;
  #kept: Row | undefined;

  constructor(table: RowColumns, slot: Slot) {
    this.#table = table;
    this.slot = slot;
  }

  detach(): void {
    const { id, kind, plain, guarded, name, version, sequence, publisher, publishedAtMs, updatedAtMs, byteLength } =
      this;
    const { lease, components, periodMs, expiresAtMs, stale } = this;
    const document = {
      id,
      kind,
      plain,
      guarded,
      name,
      version,
      sequence,
      publisher,
      publishedAtMs,
      updatedAtMs,
      byteLength,
    };
    this.#kept = { ...document, lease, components, periodMs, expiresAtMs, stale, removed: true };
  }

  get removed(): boolean {
    return this.#kept !== undefined;
  }

  get id(): DocumentId {
    return this.#kept?.id ?? this.#table.id(this.slot);
  }

  get kind(): AdvertisementKind {
    return this.#kept?.kind ?? this.#table.kind(this.slot);
  }

  get plain(): boolean {
    return this.#kept?.plain ?? this.#table.plain(this.slot);
  }

  get guarded(): boolean {
    return this.#kept?.guarded ?? this.#table.guarded(this.slot);
  }

  get name(): string {
    return this.#kept?.name ?? this.#table.name(this.slot);
  }

  get version(): number {
    return this.#kept?.version ?? this.#table.version(this.slot);
  }

  get sequence(): number {
    return this.#kept?.sequence ?? this.#table.sequence(this.slot);
  }

  get publisher(): SubjectId {
    return this.#kept?.publisher ?? this.#table.publisher(this.slot);
  }

  get publishedAtMs(): number {
    return this.#kept?.publishedAtMs ?? this.#table.publishedAtMs(this.slot);
  }

  get updatedAtMs(): number {
    return this.#kept?.updatedAtMs ?? this.#table.updatedAtMs(this.slot);
  }

  get byteLength(): number {
    return this.#kept?.byteLength ?? this.#table.byteLength(this.slot);
  }

  get lease(): LeaseId {
    return this.#kept?.lease ?? this.#table.lease(this.slot);
  }

  get components(): SharedComponents {
    return this.#kept?.components ?? this.#table.components(this.slot);
  }

  get periodMs(): number {
    return this.#kept?.periodMs ?? this.#table.periodMs(this.slot);
  }

  get expiresAtMs(): number {
    return this.#kept?.expiresAtMs ?? this.#table.expiresAtMs(this.slot);
  }

  get stale(): boolean {
    return this.#kept?.stale ?? this.#table.stale(this.slot);
  }
}
