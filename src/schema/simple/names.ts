import { isNameCharacter, isNameStart } from '../pattern/name-characters.js';

const COLON = 0x3a;
const HYPHEN = 0x2d;

/** Whether `text` from `start` to `end` is made of name characters, without a colon unless `colons`. */
const isAllNameCharacters = (text: string, start: number, colons: boolean): boolean => {
  for (let at = start; at < text.length; at++) {
    const codePoint = text.codePointAt(at) ?? 0;
    if (!isNameCharacter(codePoint) || (codePoint === COLON && !colons)) return false;
    if (codePoint > 0xffff) at++;
  }
  return true;
};

/** `NMTOKEN`: one or more name characters. */
export const isNameToken = (text: string): boolean => text !== '' && isAllNameCharacters(text, 0, true);

/** `Name` of XML 1.0. */
export const isName = (text: string): boolean =>
  text !== '' && isNameStart(text.codePointAt(0) ?? 0) && isAllNameCharacters(text, 0, true);

/** `NCName`: a name without a colon. */
export const isNcName = (text: string): boolean =>
  text !== '' && isNameStart(text.codePointAt(0) ?? 0) && isAllNameCharacters(text, 0, false);

const isLetterOrDigit = (code: number, digits: boolean): boolean => {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (digits && code >= 0x30 && code <= 0x39);
};

/** `language`: parts of one to eight letters, digits too after the first, with hyphens between (XSD 1.0 part 2, section 3.3.3). */
export const isLanguage = (text: string): boolean => {
  let length = 0;
  let isFirst = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === HYPHEN && length > 0) {
      isFirst = false;
      length = 0;
    } else if (length === 8 || !isLetterOrDigit(code, !isFirst)) return false;
    else length++;
  }
  return length > 0;
};
