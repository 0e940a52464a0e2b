/** Closeness of two names that differ but have the same words: less than that of equal names. */
const SAME_WORDS = 0.99;

/** Longest part of a name that is looked at: names come from outside, and the measure is asked often. */
const MAX_LENGTH = 256;

/**
 * The words of a name in lower case: cut where a capital follows a small letter (`orderItem`), where a run of capitals ends in
 * a word (`PDFFile`), between letters and digits, and at everything else (`order_item`, `order-item`).
 */
const splitWords = (name: string): readonly string[] =>
  name.slice(0, MAX_LENGTH).match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lt}\p{Lm}]+|\p{Lu}|\p{Nd}+/gu) ?? [];

const hasVowel = (text: string): boolean => /[aeiouy]/u.test(text);

/** Takes off `ending` if what is left could be a word of its own: three letters with a vowel. */
const cut = (word: string, ending: string): string | undefined => {
  if (!word.endsWith(ending)) return undefined;
  const rest = word.slice(0, -ending.length);
  return rest.length >= 3 && hasVowel(rest) ? rest : undefined;
};

/** `stopp` to `stop`, but not `bill` or `pass`, which end so themselves. */
const undouble = (word: string): string => (/([bdfgkmnprt])\1$/u.test(word) ? word.slice(0, -1) : word);

const toSingular = (word: string): string => {
  if (word.length < 4 || /(?:ss|us|is)$/u.test(word)) return word;
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/(?:s|x|z|ch|sh)es$/u.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
};

/**
 * A light stem, for English: plural `-s`, `-es` and `-ies`, then `-ing` and `-ed`, then a last `e`, so that `image`, `images` and
 * `imaging` meet. It knows no irregular words, and now and then it brings together what is not one word (`planed`, `planned`).
 */
const stem = (word: string): string => {
  const singular = toSingular(word.toLowerCase());
  const bare = cut(singular, 'ing') ?? cut(singular, 'ed');
  const rest = bare === undefined ? singular : undouble(bare);
  return rest.length > 3 && rest.endsWith('e') ? rest.slice(0, -1) : rest;
};

const countWords = (name: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const word of splitWords(name)) {
    const root = stem(word);
    counts.set(root, (counts.get(root) ?? 0) + 1);
  }
  return counts;
};

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, each) => sum + each, 0);

/**
 * How close two names are, from 0 to 1: twice the words that they share, by the words of both (Dice's coefficient over the
 * stems, repeated ones counted). 1 for equal names only; names with the same words in another order, case or number are at
 * 0.99; 0 when no word is shared. Symmetric. Only for ranking what is no match: grades go by exact names.
 */
export const nameCloseness = (wanted: string, found: string): number => {
  if (wanted === found) return 1;
  const [own, other] = [countWords(wanted), countWords(found)];
  const words = total(own) + total(other);
  if (words === 0) return 0;
  let shared = 0;
  for (const [word, count] of own) shared += Math.min(count, other.get(word) ?? 0);
  return Math.min(SAME_WORDS, (2 * shared) / words);
};
