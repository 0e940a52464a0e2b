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
 * A hash table of whole numbers that lead to what they stand for: 8 bytes a place, where a map of strings takes some
 * hundred. Entries are any numbers but 0. Linear probing; taking out moves what follows back, so no marks stay. Hashes are
 * kept beside the entries: what an entry stands for lies anywhere in memory, and looking there takes longer than all else.
 */
export class SlotIndex {
  readonly #hashOf: (entry: number) => number;
  #places = new Int32Array(FIRST_CAPACITY);
  #hashes = new Int32Array(FIRST_CAPACITY);
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
    const hashes = this.#hashes;
    const kept = hash | 0;
    const mask = places.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = places[at] ?? EMPTY;
      if (entry === EMPTY || (hashes[at] === kept && isIt(entry))) return entry;
    }
  }

  /** Puts in an entry that is not in; `hash` is its hash, where it is at hand. */
  add(entry: number, hash: number = this.#hashOf(entry)): void {
    if (this.#size + 1 > this.#places.length * MAX_LOAD) this.#grow();
    this.#insert(entry, hash);
    this.#size++;
  }

  /** Puts `entry` where `old`, with the same hash, is. */
  replace(old: number, entry: number): void {
    this.#places[this.#placeOf(old)] = entry;
  }

  /** Takes out an entry that is in. */
  delete(entry: number): void {
    const places = this.#places;
    const hashes = this.#hashes;
    const mask = places.length - 1;
    let hole = this.#placeOf(entry);
    for (let at = (hole + 1) & mask; ; at = (at + 1) & mask) {
      const next = places[at] ?? EMPTY;
      if (next === EMPTY) break;
      // What would not be found any more with a hole between its first place and its own moves into the hole.
      const distance = (at - (hashes[at] ?? 0)) & mask;
      if (distance < ((at - hole) & mask)) continue;
      places[hole] = next;
      hashes[hole] = hashes[at] ?? 0;
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

  #insert(entry: number, hash: number): void {
    const mask = this.#places.length - 1;
    let at = hash & mask;
    while (this.#places[at] !== EMPTY) at = (at + 1) & mask;
    this.#places[at] = entry;
    this.#hashes[at] = hash;
  }

  #grow(): void {
    const places = this.#places;
    const hashes = this.#hashes;
    this.#places = new Int32Array(places.length * 2);
    this.#hashes = new Int32Array(places.length * 2);
    for (let at = 0; at < places.length; at++) {
      const entry = places[at] ?? EMPTY;
      if (entry !== EMPTY) this.#insert(entry, hashes[at] ?? 0);
    }
  }
}
