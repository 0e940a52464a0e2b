import type { Random } from '../../src/base/index.js';

/** A reproducible source of bytes and numbers: the same seed gives the same run. */
export interface SeededRandom extends Random {
  /** A whole number in `0 <= n < below`. */
  int(below: number): number;
  /** A whole number in `from <= n <= through`. */
  intBetween(from: number, through: number): number;
  /** One of `items`. */
  pick<Item>(items: readonly Item[]): Item;
  /** `items` in another order. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** Mulberry32: 32 bits of state, passes gjrand's and PractRand's small tests; not for secrets. */
const createWords = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
};

/** Randomness from a seed, a whole number below 2^32. */
export const createSeededRandom = (seed: number): SeededRandom => {
  const nextWord = createWords(seed);
  const int = (below: number): number => Math.floor((nextWord() / 2 ** 32) * below);
  const pick = <Item>(items: readonly Item[]): Item => {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[int(items.length)] as Item;
  };
  return {
    int,
    intBetween: (from, through) => from + int(through - from + 1),
    pick,
    shuffle: (items) => {
      const shuffled = [...items];
      for (let at = shuffled.length - 1; at > 0; at--) {
        const other = int(at + 1);
        [shuffled[at], shuffled[other]] = [shuffled[other], shuffled[at]] as [(typeof items)[0], (typeof items)[0]];
      }
      return shuffled;
    },
    bytes: (length) => Uint8Array.from({ length }, () => nextWord() & 0xff),
  };
};
