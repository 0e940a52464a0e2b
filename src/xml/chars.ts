/** Classes of a UTF-16 code unit, as bits of {@link classOf}. A surrogate has none: its pair has to be looked at. */
export const NAME_START = 1;
/** May follow in a name; the colon counts, so that one scan finds a whole qualified name. */
export const NAME_CHAR = 2;
/** Stands for itself in character data: no markup, no reference, no CR, no `]`. */
export const TEXT_CHAR = 4;
/** Stands for itself in an attribute value: no quote, no markup, no reference, no TAB, LF or CR. */
export const VALUE_CHAR = 8;
/** White space (XML 1.0 production 3). */
export const SPACE = 16;
/** A `Char` of the Basic Multilingual Plane (production 2). */
export const CHAR = 32;

/** NameStartChar without the colon, up to U+FFFF (XML 1.0 fifth edition, production 4). */
export const NAME_START_RANGES: readonly (readonly [number, number])[] = [
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
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
];

/** What NameChar adds to NameStartChar (production 4a), with the colon. */
export const NAME_REST_RANGES: readonly (readonly [number, number])[] = [
  [0x2d, 0x2e],
  [0x30, 0x39],
  [0x3a, 0x3a],
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
];

const CHAR_RANGES: readonly (readonly [number, number])[] = [
  [0x9, 0xa],
  [0xd, 0xd],
  [0x20, 0xd7ff],
  [0xe000, 0xfffd],
];

const createClasses = (): Uint8Array => {
  const classes = new Uint8Array(0x10000);
  const add = (ranges: readonly (readonly [number, number])[], bits: number): void => {
    for (const [first, last] of ranges)
      for (let code = first; code <= last; code++) classes[code] = (classes[code] ?? 0) | bits;
  };
  const remove = (codes: string, bits: number): void => {
    for (let at = 0; at < codes.length; at++)
      classes[codes.charCodeAt(at)] = (classes[codes.charCodeAt(at)] ?? 0) & ~bits;
  };
  add(NAME_START_RANGES, NAME_START | NAME_CHAR);
  add(NAME_REST_RANGES, NAME_CHAR);
  add(CHAR_RANGES, CHAR | TEXT_CHAR | VALUE_CHAR);
  remove('<&]\r', TEXT_CHAR);
  remove('<&"\'\t\n\r', VALUE_CHAR);
  for (const code of [0x20, 0x9, 0xa, 0xd]) classes[code] = (classes[code] ?? 0) | SPACE;
  return classes;
};

// One byte for every code unit: a single load decides, without a branch on ASCII.
const CLASSES = createClasses();

/** Class bits of a UTF-16 code unit. */
export const classOf = (code: number): number => CLASSES[code] ?? 0;

/** Whether a code point is a `Char` (XML 1.0 production 2). */
export const isCharCode = (point: number): boolean =>
  point < 0x10000 ? (classOf(point) & CHAR) !== 0 : point <= 0x10ffff;

/** Length of the code point at `at` in code units, or 0 when there is no `Char` (a lone surrogate, a control, the end). */
export const charLengthAt = (text: string, at: number): 0 | 1 | 2 => {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if ((classOf(code) & CHAR) !== 0) return 1;
  if (code < 0xd800 || code > 0xdbff || at + 1 >= text.length) return 0;
  return (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00 ? 2 : 0;
};

/** Offset of the first thing in `text` from `from` to `to` that is no `Char`, or -1. */
export const findNonChar = (text: string, from: number, to: number): number => {
  let at = from;
  while (at < to) {
    const length = charLengthAt(text, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
};

/** Whether a pair for U+10000 to U+EFFFF, the name characters outside the Basic Multilingual Plane, begins at `at`. */
export const isNameSurrogate = (text: string, at: number): boolean =>
  text.charCodeAt(at) < 0xdb80 && charLengthAt(text, at) === 2;

/** Offset after the longest run of name characters (colons included) that begins at `from`. */
export const skipNameChars = (text: string, from: number): number => {
  const end = text.length;
  let at = from;
  while (at < end) {
    if ((classOf(text.charCodeAt(at)) & NAME_CHAR) !== 0) at++;
    else if (isNameSurrogate(text, at)) at += 2;
    else break;
  }
  return at;
};

/** Whether a name may begin at `at`; the colon is no start. */
export const isNameStartAt = (text: string, at: number): boolean =>
  at < text.length && ((classOf(text.charCodeAt(at)) & NAME_START) !== 0 || isNameSurrogate(text, at));

/** Whether `text` is an NCName: a name without a colon (Namespaces in XML 1.0, production 4). */
export const isNcName = (text: string): boolean =>
  isNameStartAt(text, 0) && skipNameChars(text, 0) === text.length && !text.includes(':');

/** Whether `text` is a Name, colons allowed anywhere (XML 1.0 production 5). */
export const isXmlName = (text: string): boolean =>
  (isNameStartAt(text, 0) || text.startsWith(':')) && skipNameChars(text, 0) === text.length;

/** Whether `text` is a QName: an NCName, or two of them joined by a colon (Namespaces in XML 1.0, production 7). */
export const isQName = (text: string): boolean => {
  const colon = text.indexOf(':');
  return colon < 0 ? isNcName(text) : isNcName(text.slice(0, colon)) && isNcName(text.slice(colon + 1));
};
