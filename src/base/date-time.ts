const TWO_DIGITS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
const twoDigits = (value: number): string => TWO_DIGITS[value] ?? '';

const DAY_MS = 86_400_000;
/** Between these times a year has four digits: 0000-03-01 and 10000-01-01. */
const MIN_FOUR_DIGITS_MS = -62_162_208_000_000;
const MAX_FOUR_DIGITS_MS = 253_402_300_800_000;

/**
 * `YYYY-MM-DD` of a day counted from 1970-01-01. Years are counted from March, in eras of 400, so that the leap day is
 * the last one of its year: March to December and January, February are then told apart by the number of days alone.
 */
const toDate = (day: number): string => {
  const fromMarch = day + 719_468;
  const era = Math.floor(fromMarch / 146_097);
  const dayOfEra = fromMarch - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fifthOfYear = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fifthOfYear < 10 ? fifthOfYear + 3 : fifthOfYear - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const dayOfMonth = dayOfYear - Math.floor((153 * fifthOfYear + 2) / 5) + 1;
  return `${twoDigits(Math.floor(year / 100))}${twoDigits(year % 100)}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
};

/**
 * ISO 8601 text of an epoch time, in UTC with milliseconds: valid `xs:dateTime`, and what `Date` writes for it. Written
 * out, since three of them stand in every hit of a lookup and `Date` takes a microsecond for each.
 */
export const toDateTime = (timeMs: number): string => {
  if (!(timeMs >= MIN_FOUR_DIGITS_MS && timeMs < MAX_FOUR_DIGITS_MS)) return new Date(timeMs).toISOString();
  const wholeMs = Math.trunc(timeMs);
  const day = Math.floor(wholeMs / DAY_MS);
  const ofDayMs = wholeMs - day * DAY_MS;
  const seconds = Math.floor(ofDayMs / 1000);
  const ms = ofDayMs - seconds * 1000;
  const time = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
  return `${toDate(day)}T${time}.${Math.floor(ms / 100)}${twoDigits(ms % 100)}Z`;
};
