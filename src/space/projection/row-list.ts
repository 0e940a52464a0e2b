/** What a list needs to know of its rows. */
export interface ListedRow {
  readonly sequence: number;
  readonly removed: boolean;
}

/** Removed rows that a list may hold before it is cleared of them, when they are also half of it. */
const KEPT_REMOVED = 32;

/** Rows in the order of their sequence. Removal is a mark on the row; the list is cleared when half of it is marked. */
export class RowList<Row extends ListedRow> {
  #rows: Row[];
  #removed = 0;

  constructor(...rows: readonly Row[]) {
    this.#rows = [...rows];
  }

  /** Living rows. */
  get size(): number {
    return this.#rows.length - this.#removed;
  }

  /** Puts a row in its place; the removed row with the same sequence, if it is still here, makes way. */
  add(row: Row): void {
    const last = this.#rows.at(-1);
    if (last === undefined || last.sequence < row.sequence) {
      this.#rows.push(row);
      return;
    }
    const at = this.#indexAfter(row.sequence - 1);
    const other = this.#rows[at];
    if (other?.sequence === row.sequence) {
      if (other.removed) this.#removed--;
      this.#rows[at] = row;
    } else {
      this.#rows.splice(at, 0, row);
    }
  }

  /** Takes note that one of its rows was marked as removed. */
  noteRemoved(): void {
    this.#removed++;
    if (this.#removed <= KEPT_REMOVED || this.#removed * 2 < this.#rows.length) return;
    this.#rows = this.#rows.filter((row) => !row.removed);
    this.#removed = 0;
  }

  /** Living rows with a sequence above `sequence`, in order. */
  *after(sequence: number): Generator<Row, void> {
    for (let at = sequence === 0 ? 0 : this.#indexAfter(sequence); at < this.#rows.length; at++) {
      const row = this.#rows[at];
      if (row && !row.removed) yield row;
    }
  }

  /** Index of the first row with a sequence above `sequence`. */
  #indexAfter(sequence: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle]?.sequence ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
