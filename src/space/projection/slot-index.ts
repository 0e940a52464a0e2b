/** How the entries of a {@link SlotIndex} are told apart. */
export interface SlotHashing {
  /** Hash of an entry that is in the index: 32 bits. */
  readonly hashOf: (entry: number) => number;
}

/** Entries and free places at the start; a power of two. */
const FIRST_CAPACITY = 16;
/** The share of places that may be taken. */
const MAX_LOAD = 0.7;
const EMPTY = 0;

/**
 * A hash table of whole numbers that lead to what they stand for: 4 bytes a place, where a map of strings takes some
 * hundred. Entries are any numbers but 0. Linear probing; taking out moves what follows back, so no marks stay.
 */
export class SlotIndex {
  readonly #hashOf: (entry: number) => number;
  #places = new Int32Array(FIRST_CAPACITY);
  #size = 0;

  constructor({ hashOf }: SlotHashing) {
    this.#hashOf = hashOf;
  }

  get size(): number {
    return this.#size;
  }

  /** The entry with this hash for which `isIt` holds, or 0. */
  find(hash: number, isIt: (entry: number) => boolean): number {
    const places = this.#places;
    const mask = places.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = places[at] ?? EMPTY;
      if (entry === EMPTY || isIt(entry)) return entry;
    }
  }

  /** Puts in an entry that is not in. */
  add(entry: number): void {
    if (this.#size + 1 > this.#places.length * MAX_LOAD) this.#grow();
    this.#insert(entry);
    this.#size++;
  }

  /** Puts `entry` where `old`, with the same hash, is. */
  replace(old: number, entry: number): void {
    this.#places[this.#placeOf(old)] = entry;
  }

  /** Takes out an entry that is in. */
  delete(entry: number): void {
    const places = this.#places;
    const mask = places.length - 1;
    let hole = this.#placeOf(entry);
    for (let at = (hole + 1) & mask; ; at = (at + 1) & mask) {
      const next = places[at] ?? EMPTY;
      if (next === EMPTY) break;
      // What would not be found any more with a hole between its first place and its own moves into the hole.
      const distance = (at - this.#hashOf(next)) & mask;
      if (distance < ((at - hole) & mask)) continue;
      places[hole] = next;
      hole = at;
    }
    places[hole] = EMPTY;
    this.#size--;
  }

  /** All entries, in no order. */
  *entries(): Generator<number, void> {
    for (const entry of this.#places) if (entry !== EMPTY) yield entry;
  }

  #placeOf(entry: number): number {
    const mask = this.#places.length - 1;
    let at = this.#hashOf(entry) & mask;
    while (this.#places[at] !== entry) at = (at + 1) & mask;
    return at;
  }

  #insert(entry: number): void {
    const mask = this.#places.length - 1;
    let at = this.#hashOf(entry) & mask;
    while (this.#places[at] !== EMPTY) at = (at + 1) & mask;
    this.#places[at] = entry;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Int32Array(before.length * 2);
    for (const entry of before) if (entry !== EMPTY) this.#insert(entry);
  }
}
