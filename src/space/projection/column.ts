/** The typed arrays that a column is made of. */
export type ColumnValues = Uint8Array | Uint32Array | Int32Array | Float64Array;

/** Rows that a column begins with. */
const FIRST_ROWS = 16;
/** Each growth adds this share: doubling would leave half of the memory unused at worst. */
const GROWTH = 1.5;

/** A growable array of numbers, some for each row. */
export class Column<Values extends ColumnValues> {
  readonly #create: (length: number) => Values;
  readonly #width: number;
  #values: Values;

  /** `width` numbers for each row. */
  constructor(create: (length: number) => Values, width = 1) {
    this.#create = create;
    this.#width = width;
    this.#values = create(FIRST_ROWS * width);
  }

  /** All numbers; another array after a growth. */
  get values(): Values {
    return this.#values;
  }

  has(row: number): boolean {
    return (row + 1) * this.#width <= this.#values.length;
  }

  /** Makes room for a row. */
  growTo(row: number): void {
    const rows = Math.max(row + 1, Math.ceil((this.#values.length / this.#width) * GROWTH));
    const grown = this.#create(rows * this.#width);
    grown.set(this.#values);
    this.#values = grown;
  }

  /** The number of a row, for columns of width 1. */
  get(row: number): number {
    return this.#values[row] ?? 0;
  }

  set(row: number, value: number): void {
    this.#values[row] = value;
  }
}
