import { NAME_REST_RANGES, NAME_START_RANGES } from '../../xml/index.js';

/** White space of XML, as a class. */
const SPACE = '[\\t\\n\\r ]';

const hex = (code: number): string => `\\u{${code.toString(16)}}`;

const toClassItems = (ranges: readonly (readonly [number, number])[]): string =>
  ranges.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`)).join('');

const COLON = 0x3a;

const NAME_STARTS = `${toClassItems(NAME_START_RANGES)}\\u{10000}-\\u{effff}`;
const NC_NAME_CHARACTERS = NAME_STARTS + toClassItems(NAME_REST_RANGES.filter(([first]) => first !== COLON));

const NC_NAME = `[${NAME_STARTS}][${NC_NAME_CHARACTERS}]*`;

/** The whole text, with white space that is collapsed away around it. */
const spaced = (pattern: string): string => `^${SPACE}*(?:${pattern})${SPACE}*$`;

// A year has at least four digits, more only without a leading zero, and there is no year 0.
const YEAR = '-?(?:[1-9][0-9]{3,}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])';
const LEAP_ENDS = '0[48]|[2468][048]|[13579][26]';
const LEAP_YEAR = `-?(?:(?:[1-9][0-9]*)?[0-9]{2}(?:${LEAP_ENDS})|(?:[1-9][0-9]*)?(?:${LEAP_ENDS})00|[1-9][0-9]*0000)`;
const DAY_28 = '0[1-9]|1[0-9]|2[0-8]';
const MONTH_DAY = `(?:0[13578]|1[02])-(?:${DAY_28}|29|3[01])|(?:0[469]|11)-(?:${DAY_28}|29|30)|02-(?:${DAY_28})`;
const DATE = `${YEAR}-(?:${MONTH_DAY})|${LEAP_YEAR}-02-29`;
const TIME = '(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?|24:00:00(?:\\.0+)?)';
const ZONE = '(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?';

const SECONDS = '[0-9]+(?:\\.[0-9]+)?S';
const DURATION_TIME = `T(?:[0-9]+H(?:[0-9]+M)?(?:${SECONDS})?|[0-9]+M(?:${SECONDS})?|${SECONDS})`;
const DURATION_DATE = '[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D';

const ESCAPED = '%[0-9A-Fa-f]{2}';
const URI_REST = `(?:[^#%]|${ESCAPED})*`;
const FRAGMENT = `(?:#${URI_REST})?`;
const SCHEME_URI = `[A-Za-z][A-Za-z0-9+.-]*:${URI_REST}${FRAGMENT}`;
// The first character is no white space, so that there is one way only to read white space in front.
const FIRST_SEGMENT = `(?:(?:[^:/?#%\\t\\n\\r ]|${ESCAPED})(?:[^:/?#%]|${ESCAPED})*)?`;
const OTHER_URI = `${FIRST_SEGMENT}(?:[/?]${URI_REST})?${FRAGMENT}`;

/** Texts of the built-in types whose values are texts, by name of the type; all others are `string`'s. */
export const LEXICAL_PATTERNS: ReadonlyMap<string, string> = new Map([
  ['duration', spaced(`-?P(?:(?:${DURATION_DATE})(?:${DURATION_TIME})?|${DURATION_TIME})`)],
  ['dateTime', spaced(`(?:${DATE})T${TIME}${ZONE}`)],
  ['time', spaced(`${TIME}${ZONE}`)],
  ['date', spaced(`(?:${DATE})${ZONE}`)],
  ['gYearMonth', spaced(`${YEAR}-(?:0[1-9]|1[0-2])${ZONE}`)],
  ['gYear', spaced(`${YEAR}${ZONE}`)],
  ['gMonthDay', spaced(`--(?:${MONTH_DAY}|02-29)${ZONE}`)],
  ['gDay', spaced(`---(?:0[1-9]|[12][0-9]|3[01])${ZONE}`)],
  ['gMonth', spaced(`--(?:0[1-9]|1[0-2])${ZONE}`)],
  ['anyURI', `^${SPACE}*(?:${SCHEME_URI}|${OTHER_URI})$`],
  ['language', spaced('[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*')],
  ['NMTOKEN', spaced(`[${NC_NAME_CHARACTERS}:]+`)],
  ['Name', spaced(`[${NAME_STARTS}:][${NC_NAME_CHARACTERS}:]*`)],
  ['NCName', spaced(NC_NAME)],
]);

/** Texts of characters that XML 1.0 can hold. */
export const XML_TEXT_PATTERN = '^[\\t\\n\\r\\u{20}-\\u{d7ff}\\u{e000}-\\u{fffd}\\u{10000}-\\u{10ffff}]*$';

/** Texts that collapsing white space changes. */
export const UNTIDY_PATTERN = `^${SPACE}|${SPACE}$|${SPACE}{2}|[\\t\\n\\r]`;

/** Keys of names: a local name, maybe with a namespace in braces. */
export const NAME_KEY_PATTERN = `^(?:\\{.*\\})?(?:${NC_NAME})$`;

const DIGIT = '[A-Za-z0-9+/]';
const each = (...digits: readonly string[]): string => digits.map((digit) => `${digit}${SPACE}*`).join('');

/** Four digits of base64, with white space anywhere. */
const QUARTET = `(?:${each(DIGIT, DIGIT, DIGIT, DIGIT)})`;
const TWO_OCTETS = each(DIGIT, DIGIT, '[AEIMQUYcgkosw048]', '=');
const ONE_OCTET = each(DIGIT, '[AQgw]', '=', '=');

/** Largest count of octets that is written into a pattern: engines give up on larger ones. */
const MAX_COUNTED_OCTETS = 3000;

const quartets = (least: number, most: number): string => {
  const [from, to] = [Math.max(0, Math.ceil(least / 3)), Math.floor(most / 3)];
  if (to === Infinity) return from === 0 ? `${QUARTET}*` : `${QUARTET}{${String(from)},}`;
  return `${QUARTET}{${String(from)},${String(to)}}`;
};

/** Base64 texts of at least `least` and at most `most` octets; `undefined` where the counts are too large for a pattern. */
export const base64Pattern = (least: number, most: number): string | undefined => {
  if (least > MAX_COUNTED_OCTETS || (most !== Infinity && most > MAX_COUNTED_OCTETS)) return undefined;
  const endings: readonly (readonly [octets: number, text: string])[] = [
    [0, ''],
    [1, ONE_OCTET],
    [2, TWO_OCTETS],
  ];
  const ways = endings
    .filter(([octets]) => octets <= most && Math.ceil((least - octets) / 3) <= Math.floor((most - octets) / 3))
    .map(([octets, ending]) => quartets(least - octets, most - octets) + ending);
  return `^${SPACE}*(?:${ways.join('|')})$`;
};
