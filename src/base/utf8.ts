const encoder = new TextEncoder();

/** Longest text whose characters are looked at one by one: keys and ids, for which the encoder takes longer to start. */
const SHORT_TEXT = 64;

/** UTF-8 bytes of `text`. Lone surrogates become U+FFFD, as the encoding standard says; check before if that matters. */
export const toUtf8 = (text: string): Uint8Array =>
  text.length > SHORT_TEXT ? encoder.encode(text) : (findAscii(text) ?? encoder.encode(text));

/** Bytes of a text that has only ASCII characters. */
const findAscii = (text: string): Uint8Array | undefined => {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return undefined;
    bytes[at] = code;
  }
  return bytes;
};

/** How many bytes `text` takes in UTF-8. */
export const countUtf8 = (text: string): number => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return toUtf8(text).length;
  return text.length;
};
