import { NAME_REST_RANGES, NAME_START_RANGES } from '../../xml/index.js';
import { rangeSet } from './char-set.js';
import type { CodePointRange } from './char-set.js';

/** XML names may also begin with, and hold, any code point of these planes (XML 1.0 fifth edition, production 4). */
const OTHER_STARTS = rangeSet(...NAME_START_RANGES, [0x10000, 0xeffff]);

const OTHER_CHARACTERS = rangeSet(...NAME_REST_RANGES);

/** What {@link isNameStart} accepts, as ranges. */
export const NAME_INITIAL_RANGES: readonly CodePointRange[] = [[0x3a, 0x3a], ...NAME_START_RANGES, [0x10000, 0xeffff]];

/** What {@link isNameCharacter} accepts, as ranges. */
export const NAME_CHARACTER_RANGES: readonly CodePointRange[] = [...NAME_INITIAL_RANGES, ...NAME_REST_RANGES];

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
