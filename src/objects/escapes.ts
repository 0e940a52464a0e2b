/** A backslash, and each code unit that XML cannot hold: controls, non-characters, surrogates without their other half. */
const ESCAPED = /[\\\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;
const BEGUN = /\\(\\|u[0-9A-Fa-f]{4})?/g;

const toEscape = (found: string): string =>
  found === '\\' ? '\\\\' : `\\u${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** `text` as characters that XML can hold: backslashes doubled, what XML cannot hold as `\uXXXX`. */
export const escapeString = (text: string): string => text.replace(ESCAPED, toEscape);

/** The text that `escaped` stands for, or `undefined` when a backslash in it begins no escape. */
export const findUnescaped = (escaped: string): string | undefined => {
  const found = escaped.includes('\\') ? [...escaped.matchAll(BEGUN)] : [];
  if (found.some(([, rest]) => rest === undefined)) return undefined;
  if (found.length === 0) return escaped;
  return escaped.replace(BEGUN, (_, rest: string) =>
    rest === '\\' ? rest : String.fromCharCode(Number.parseInt(rest.slice(1), 16)),
  );
};
