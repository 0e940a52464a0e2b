import type { CharSet } from './char-set.js';

/** Code points outside ASCII whose class is remembered; more than a pattern can name one by one. */
const MAX_REMEMBERED = 8192;
const ASCII = 128;
const UNKNOWN = -1;

/** Code points that no set of an automaton tells apart are one class, so that transitions are kept per class. */
export interface Alphabet {
  /** Number of the class of a code point: small, stable, made when first met. */
  readonly classOf: (codePoint: number) => number;
  /** A code point of that class. */
  readonly exampleOf: (classNumber: number) => number;
}

/** The classes of code points under `sets`; `count` is told of every set that is asked. */
export const createAlphabet = (sets: readonly CharSet[], count: (steps: number) => void): Alphabet => {
  const ascii = new Int32Array(ASCII).fill(UNKNOWN);
  const others = new Map<number, number>();
  const classes = new Map<string, number>();
  const examples: number[] = [];

  const classify = (codePoint: number): number => {
    count(sets.length);
    let signature = '';
    for (const set of sets) signature += set.has(codePoint) ? '1' : '0';
    const known = classes.get(signature);
    if (known !== undefined) return known;
    classes.set(signature, examples.length);
    return examples.push(codePoint) - 1;
  };

  const remember = (codePoint: number): number => {
    const found = classify(codePoint);
    if (codePoint < ASCII) ascii[codePoint] = found;
    else {
      if (others.size >= MAX_REMEMBERED) others.clear();
      others.set(codePoint, found);
    }
    return found;
  };

  return {
    classOf: (codePoint) => {
      const known = codePoint < ASCII ? ascii[codePoint] : others.get(codePoint);
      return known === undefined || known === UNKNOWN ? remember(codePoint) : known;
    },
    exampleOf: (classNumber) => examples[classNumber] ?? 0,
  };
};
