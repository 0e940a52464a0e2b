import { rangeSet } from './char-set.js';

const OTHER_STARTS = rangeSet(
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
);

const OTHER_CHARACTERS = rangeSet([0xb7, 0xb7], [0x300, 0x36f], [0x203f, 0x2040]);

const isAsciiLetter = (codePoint: number): boolean => {
  const lower = codePoint | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
};

/** Whether a name may start with the code point: `NameStartChar` of XML 1.0 (fifth edition), colon included. */
export const isNameStart = (codePoint: number): boolean =>
  codePoint < 0x80 ? isAsciiLetter(codePoint) || codePoint === 0x5f || codePoint === 0x3a : OTHER_STARTS.has(codePoint);

/** Whether the code point may stand in a name: `NameChar` of XML 1.0 (fifth edition), colon included. */
export const isNameCharacter = (codePoint: number): boolean =>
  isNameStart(codePoint) ||
  (codePoint < 0x80
    ? (codePoint >= 0x30 && codePoint <= 0x39) || codePoint === 0x2d || codePoint === 0x2e
    : OTHER_CHARACTERS.has(codePoint));
