/** Longest identifier: a declaration with two of them still fits one line. */
const MAX_LENGTH = 44;

/** Names that would hide a type of the language, or be hidden by one. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'Array ArrayBuffer BigInt Boolean DataView Date Error Exclude Extract Function Infinity JSON Map Math NaN Never Number Object Omit ' +
    'Partial Pick Promise Proxy Readonly ReadonlyArray Record RegExp Required Set String Symbol Uint8Array WeakMap WeakSet'
  ).split(' '),
);

/** Longest name without a number behind it. */
const MAX_WORDS_LENGTH = MAX_LENGTH - 6;

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The words joined; of too many the first ones are left out, since the last ones tell more. */
const joinWords = (words: readonly string[]): string => {
  let joined = '';
  for (const word of words.toReversed()) {
    if (joined !== '' && word.length + joined.length > MAX_WORDS_LENGTH) break;
    joined = word + joined;
  }
  return joined.slice(0, MAX_WORDS_LENGTH);
};

/** The text as an identifier in PascalCase; what no identifier can hold separates words. */
export const toPascalCase = (text: string): string => {
  const words = text.split(/[^\p{L}\p{Nd}]+/u).filter((word) => word !== '');
  const plain = words.map((word) =>
    capitalize(word).replace(/[^A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]/gu, '_'),
  );
  const joined = joinWords(plain);
  return /^[A-Za-z\u00c0-\u024f]/.test(joined) ? joined : `T${joined}`.slice(0, MAX_WORDS_LENGTH);
};

/** Gives out identifiers, each once. */
export interface Identifiers {
  /** An identifier like the wanted one, in PascalCase; else with the word behind it, else with a number. */
  readonly take: (wanted: string, otherwise?: string) => string;
}

/** Identifiers none of which is taken, nor any of `reserved`. */
export const createIdentifiers = (reserved: Iterable<string> = []): Identifiers => {
  const taken = new Set<string>([...RESERVED, ...reserved]);
  const claim = (name: string): string | undefined => {
    if (taken.has(name)) return undefined;
    taken.add(name);
    return name;
  };
  const next = new Map<string, number>();
  const number = (name: string): string => {
    for (let at = next.get(name) ?? 2; ; at++) {
      const free = claim(`${name}${String(at)}`);
      if (free === undefined) continue;
      next.set(name, at + 1);
      return free;
    }
  };
  return {
    take: (wanted, otherwise) => {
      const name = toPascalCase(wanted);
      const second = otherwise === undefined ? name : toPascalCase(wanted + otherwise);
      return claim(name) ?? claim(second) ?? number(second);
    },
  };
};
