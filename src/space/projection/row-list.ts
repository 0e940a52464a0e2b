/** Removed rows that a list may hold before it is cleared of them, when they are also half of it. */
const KEPT_REMOVED = 32;
/** Stands in the place of a removed row. */
const REMOVED = 0;

/**
 * Rows in the order of their sequence, as places in a table: removal leaves a gap, and the list is cleared of gaps when half
 * of it is.
 */
export class RowList<Row> {
  readonly #toRow: (slot: number) => Row;
  /** Sequence of each place, those of removed rows too: they keep the order. */
  #sequences: number[] = [];
  #slots: number[] = [];
  #removed = 0;

  /** `toRow` gives the row at a place, a number from 1. */
  constructor(toRow: (slot: number) => Row) {
    this.#toRow = toRow;
  }

  /** Living rows. */
  get size(): number {
    return this.#slots.length - this.#removed;
  }

  /** Puts a row in its place; the removed row with the same sequence, if it is still here, makes way. */
  add(sequence: number, slot: number): void {
    const last = this.#sequences.at(-1);
    if (last === undefined || last < sequence) {
      this.#sequences.push(sequence);
      this.#slots.push(slot);
      return;
    }
    const at = this.#indexAfter(sequence - 1);
    if (this.#sequences[at] === sequence) {
      if (this.#slots[at] === REMOVED) this.#removed--;
      this.#slots[at] = slot;
    } else {
      this.#sequences.splice(at, 0, sequence);
      this.#slots.splice(at, 0, slot);
    }
  }

  /** Takes out the row with this sequence. */
  delete(sequence: number): void {
    const at = this.#indexAfter(sequence - 1);
    if (this.#sequences[at] !== sequence || this.#slots[at] === REMOVED) return;
    this.#slots[at] = REMOVED;
    this.#removed++;
    if (this.#removed <= KEPT_REMOVED || this.#removed * 2 < this.#slots.length) return;
    this.#sequences = this.#sequences.filter((_, each) => this.#slots[each] !== REMOVED);
    this.#slots = this.#slots.filter((slot) => slot !== REMOVED);
    this.#removed = 0;
  }

  /** Living rows with a sequence above `sequence`, in order. */
  *after(sequence: number): Generator<Row, void> {
    for (let at = sequence === 0 ? 0 : this.#indexAfter(sequence); at < this.#slots.length; at++) {
      const slot = this.#slots[at] ?? REMOVED;
      if (slot !== REMOVED) yield this.#toRow(slot);
    }
  }

  /** Place of the first living row, or 0. */
  get first(): number {
    return this.#slots.find((slot) => slot !== REMOVED) ?? 0;
  }

  /** Index of the first row with a sequence above `sequence`. */
  #indexAfter(sequence: number): number {
    let low = 0;
    let high = this.#sequences.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sequences[middle] ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
