import { skipDigits } from './characters.js';
import { countDaysOfMonth } from './timeline.js';

/** Which fields a text of a date or time type has. */
export interface DateTimeFields {
  readonly year: boolean;
  readonly month: boolean;
  readonly day: boolean;
  readonly time: boolean;
}

/** The fields of a date or time; those that its type does not have are those of 1972-12-31T00:00:00. */
export interface DateTimeParts {
  /** Digits of the year with its sign. */
  readonly year: string;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits of the fraction of a second, without trailing zeros. */
  readonly fraction: string;
  /** Minutes ahead of UTC; `undefined` without a time zone. */
  readonly zone: number | undefined;
}

const MINUS = 0x2d;
const COLON = 0x3a;
const POINT = 0x2e;
const LETTER_T = 0x54;
const MAX_ZONE_HOUR = 14;

/** Reads fields one after another; once one is not as expected, `failed` stays set. */
class FieldReader {
  readonly #text: string;
  #at = 0;
  failed = false;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  expect(code: number): void {
    if (this.#text.charCodeAt(this.#at) !== code) this.failed = true;
    this.#at++;
  }

  /** Two digits, from `min` to `max`. */
  pair(min: number, max: number): number {
    const tens = this.#text.charCodeAt(this.#at) - 0x30;
    const ones = this.#text.charCodeAt(this.#at + 1) - 0x30;
    this.#at += 2;
    const value = tens * 10 + ones;
    if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 && value >= min && value <= max)) this.failed = true;
    return value;
  }

  /** At least four digits, more only without a leading zero, not all zero, maybe with a minus in front. */
  year(): string {
    const start = this.#at;
    const digits = this.#text.charCodeAt(start) === MINUS ? start + 1 : start;
    this.#at = skipDigits(this.#text, digits);
    const length = this.#at - digits;
    const isZero = length === 4 && this.#text.startsWith('0000', digits);
    if (length < 4 || isZero || (length > 4 && this.#text.startsWith('0', digits))) this.failed = true;
    return this.#text.slice(start, this.#at);
  }

  /** A point and at least one digit, or nothing. */
  fraction(): string {
    if (this.#text.charCodeAt(this.#at) !== POINT) return '';
    const start = this.#at + 1;
    this.#at = skipDigits(this.#text, start);
    if (this.#at === start) this.failed = true;
    let end = this.#at;
    while (end > start && this.#text.charCodeAt(end - 1) === 0x30) end--;
    return this.#text.slice(start, end);
  }

  /** `Z`, an offset of at most 14 hours, or nothing. */
  zone(): number | undefined {
    if (this.atEnd) return undefined;
    const sign = this.#text.charAt(this.#at);
    this.#at++;
    if (sign === 'Z') return 0;
    if (sign !== '+' && sign !== '-') this.failed = true;
    const hours = this.pair(0, MAX_ZONE_HOUR);
    this.expect(COLON);
    const minutes = this.pair(0, hours === MAX_ZONE_HOUR ? 0 : 59);
    return (hours * 60 + minutes) * (sign === '-' ? -1 : 1);
  }
}

interface DateParts {
  readonly year: string;
  readonly month: number;
  readonly day: number;
}

const REFERENCE_YEAR = '1972';

const readDate = (reader: FieldReader, fields: DateTimeFields): DateParts => {
  if (fields.year) return readDateWithYear(reader, fields);
  if (!fields.month && !fields.day) return { year: REFERENCE_YEAR, month: 12, day: 31 };
  // Hyphens stand in place of the year and, in gDay, of the month.
  reader.expect(MINUS);
  reader.expect(MINUS);
  const month = fields.month ? reader.pair(1, 12) : 12;
  return { year: REFERENCE_YEAR, month, day: fields.day ? readDay(reader, REFERENCE_YEAR, month) : 1 };
};

const readDateWithYear = (reader: FieldReader, fields: DateTimeFields): DateParts => {
  const year = reader.year();
  if (!fields.month) return { year, month: 1, day: 1 };
  reader.expect(MINUS);
  const month = reader.pair(1, 12);
  return { year, month, day: fields.day ? readDay(reader, year, month) : 1 };
};

const readDay = (reader: FieldReader, year: string, month: number): number => {
  reader.expect(MINUS);
  const day = reader.pair(1, 31);
  if (day > 28 && day > countDaysOfMonth(Number(year.slice(-4)), month)) reader.failed = true;
  return day;
};

interface TimeParts {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: string;
}

const MIDNIGHT: TimeParts = { hour: 0, minute: 0, second: 0, fraction: '' };

const readTime = (reader: FieldReader): TimeParts => {
  const hour = reader.pair(0, 24);
  reader.expect(COLON);
  const minute = reader.pair(0, 59);
  reader.expect(COLON);
  const second = reader.pair(0, 59);
  const fraction = reader.fraction();
  if (hour === 24 && (minute > 0 || second > 0 || fraction !== '')) reader.failed = true;
  return { hour, minute, second, fraction };
};

/** The fields of a text of a date or time type (XSD 1.0 part 2, sections 3.2.7 to 3.2.14), or `undefined` when it is none. */
export const findDateTimeParts = (text: string, fields: DateTimeFields): DateTimeParts | undefined => {
  const reader = new FieldReader(text);
  const date = readDate(reader, fields);
  if (fields.year && fields.time) reader.expect(LETTER_T);
  const time = fields.time ? readTime(reader) : MIDNIGHT;
  const zone = reader.zone();
  if (reader.failed || !reader.atEnd) return undefined;
  const { year, month, day } = date;
  const { hour, minute, second, fraction } = time;
  return { year, month, day, hour, minute, second, fraction, zone };
};
