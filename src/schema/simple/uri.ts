import { isHexDigit } from './binary.js';

const PERCENT = 0x25;
const HASH = 0x23;
const COLON = 0x3a;
const SLASH = 0x2f;
const QUESTION = 0x3f;

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;

/** Index of the first colon that is before any `/`, `?` and `#`; -1 when there is none. */
const findSchemeEnd = (text: string): number => {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) return at;
    if (code === SLASH || code === QUESTION || code === HASH) return -1;
  }
  return -1;
};

/** Whether each `%` is the start of an escape and there is at most one `#`. */
const isEscapedWell = (text: string): boolean => {
  let hashes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === HASH) hashes++;
    if (code === PERCENT && !(isHexDigit(text.charCodeAt(at + 1)) && isHexDigit(text.charCodeAt(at + 2)))) return false;
  }
  return hashes < 2;
};

/**
 * Whether `text` can be made a URI reference (RFC 2396) by escaping, as XSD 1.0 part 2, section 3.2.17, asks: spaces and
 * letters of any script are fine; a bad escape, a second `#`, and a first segment with a colon that ends no scheme are
 * not. What a scheme wants further, such as a port that is a number, is not looked at.
 */
export const isUriReference = (text: string): boolean => {
  if ((text.includes('%') || text.includes('#')) && !isEscapedWell(text)) return false;
  const end = findSchemeEnd(text);
  return end < 0 || SCHEME.test(text.slice(0, end));
};
