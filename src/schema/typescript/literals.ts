/** Names that stand as member names without quotes: ASCII, and letters on whose class all tools agree. */
const PLAIN_NAME =
  /^[A-Za-z_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f][A-Za-z0-9_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]*$/;

/** Characters that a reader would not see, or that end lines. */
const INVISIBLE = /[\p{C}\u2028\u2029]/gu;

const escapeCharacter = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

const countOf = (text: string, character: string): number => text.split(character).length - 1;

/** A string literal, in the quotes that need fewer escapes. */
export const toStringLiteral = (text: string): string => {
  const quote = countOf(text, "'") > countOf(text, '"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(INVISIBLE, (character) => SHORT_ESCAPES.get(character) ?? escapeCharacter(character));
  return quote + escaped + quote;
};

/** A member name, quoted where it has to be. */
export const toMemberName = (name: string): string =>
  PLAIN_NAME.test(name) ? name : toStringLiteral(name).replace(/[^\x20-\x7e]/gu, escapeCharacter);
