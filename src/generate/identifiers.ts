/** Longest identifier. */
const MAX_LENGTH = 40;

/** Members that every client has, or that an object must not have: one named `then` would be waited for. */
const RESERVED_MEMBERS: ReadonlySet<string> = new Set([
  ...['__proto__', 'close', 'constructor', 'gate', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable'],
  ...['prototype', 'then', 'toJSON', 'toLocaleString', 'toString', 'valueOf'],
]);

/** `URLOf` begins with the word `URL`, `GetWeather` with `Get`. */
const lowerFirst = (word: string): string =>
  word.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll})|^\p{Lu}+(?=[^\p{L}]|$)|^\p{Lu}/u, (start) => start.toLowerCase());

/** A word that is all capitals shouts; as an abbreviation it is short. */
const lowerShout = (word: string): string =>
  /^\p{Lu}{4,}$/u.test(word) ? word.charAt(0) + word.slice(1).toLowerCase() : word;

const wordsOf = (text: string): readonly string[] =>
  text
    .split(/[^\p{ID_Continue}]+|_+/u)
    .filter((word) => word !== '')
    .map(lowerShout);

/** The text in camelCase; what no identifier can hold separates words. */
export const toCamelCase = (text: string, otherwise: string): string => {
  const [first = '', ...others] = wordsOf(text);
  const joined = lowerFirst(first) + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const name = /^\p{ID_Start}/u.test(joined) ? joined : otherwise + joined;
  return Array.from(name).slice(0, MAX_LENGTH).join('');
};

/** The text in PascalCase. */
export const toTypeName = (text: string, otherwise: string): string => {
  const camel = toCamelCase(text, otherwise);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
};

/** Gives out names, each once. */
export interface Names {
  /** The wanted name, else the other one, else one with a number. */
  readonly take: (wanted: string, otherwise?: string) => string;
}

/** Names none of which is taken yet but those given. */
export const createNames = (taken: Iterable<string>): Names => {
  const all = new Set(taken);
  const claim = (name: string): string | undefined => {
    if (all.has(name)) return undefined;
    all.add(name);
    return name;
  };
  const number = (name: string): string => {
    for (let at = 2; ; at++) {
      const free = claim(`${name}${String(at)}`);
      if (free !== undefined) return free;
    }
  };
  return {
    take: (wanted, otherwise = wanted) => claim(wanted) ?? claim(otherwise) ?? number(otherwise),
  };
};

/** Names for the members of a client; `print` and `printResults` are taken together. */
export const createMemberNames = (): Names => createNames(RESERVED_MEMBERS);
