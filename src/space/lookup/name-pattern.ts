/** Matches names against a pattern in which `*` stands for any characters and `?` for one. */
export interface NamePattern {
  /** The pattern itself when it has neither. */
  readonly exact: string | undefined;
  readonly matches: (name: string) => boolean;
}

const STAR = 42;
const QUESTION = 63;

/** Code units that the character at `at` takes: a surrogate pair is one character. */
const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/**
 * Whether the whole of `name` matches. A star takes as little as it can; when the rest does not match, only the
 * last star takes more, since what is before it has matched and any other choice there would match no more. So the
 * steps are at most the product of the two lengths, both bounded, whatever the pattern.
 */
const matchesPattern = (pattern: string, name: string): boolean => {
  let at = 0;
  let from = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const wanted = from < pattern.length ? pattern.charCodeAt(from) : -1;
    if (wanted === STAR) {
      star = from++;
      starAt = at;
    } else if (wanted === QUESTION) {
      at += widthAt(name, at);
      from++;
    } else if (wanted === name.charCodeAt(at)) {
      at++;
      from++;
    } else if (star >= 0) {
      starAt += widthAt(name, starAt);
      at = starAt;
      from = star + 1;
    } else {
      return false;
    }
  }
  while (from < pattern.length && pattern.charCodeAt(from) === STAR) from++;
  return from === pattern.length;
};

/** A pattern from its text; runs of stars count as one. */
export const createNamePattern = (text: string): NamePattern => {
  const pattern = text.replace(/\*+/g, '*');
  if (!/[*?]/.test(pattern)) return { exact: text, matches: (name) => name === text };
  if (pattern === '*') return { exact: undefined, matches: () => true };
  return { exact: undefined, matches: (name) => matchesPattern(pattern, name) };
};
