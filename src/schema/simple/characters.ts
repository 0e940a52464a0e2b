/** Characters (code points) in `text`. */
export const countCharacters = (text: string): number => {
  let count = text.length;
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0xdc00 || code > 0xdfff) continue;
    const before = text.charCodeAt(at - 1);
    if (before >= 0xd800 && before < 0xdc00) count--;
  }
  return count;
};

/** Whether the character code is an ASCII digit; `false` for NaN, which `charCodeAt` gives past the end. */
export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Index of the first code unit at or after `from` that is no ASCII digit. */
export const skipDigits = (text: string, from: number): number => {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
};

/** `"text"`, cut to 80 characters, for messages. */
export const quote = (text: string): string => (text.length > 80 ? `"${text.slice(0, 79)}…"` : `"${text}"`);
