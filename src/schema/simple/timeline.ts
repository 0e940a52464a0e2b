const DAYS_PER_ERA = 146_097n;
const YEARS_PER_ERA = 400n;

const floorDivide = (value: bigint, by: bigint): bigint => {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
};

/** Days from 0000-03-01 to the date, in the Gregorian calendar extended both ways (a year 0 included). */
export const toDays = (year: bigint, month: number, day: number): bigint => {
  const shifted = month > 2 ? year : year - 1n;
  const era = floorDivide(shifted, YEARS_PER_ERA);
  const yearOfEra = Number(shifted - era * YEARS_PER_ERA);
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + BigInt(dayOfEra);
};

const LONG_MONTHS = [1, 3, 5, 7, 8, 10, 12];

/** Days of a month (XSD 1.0 part 2, appendix E.1); `yearEnd` is the year's last four digits, enough to tell a leap year. */
export const countDaysOfMonth = (yearEnd: number, month: number): number => {
  if (month !== 2) return LONG_MONTHS.includes(month) ? 31 : 30;
  const isLeap = yearEnd % 400 === 0 || (yearEnd % 4 === 0 && yearEnd % 100 !== 0);
  return isLeap ? 29 : 28;
};

/** Seconds on the time line, with the digits of their fraction (no trailing zeros). */
export interface Instant {
  readonly seconds: bigint;
  readonly fraction: string;
}

/** Order of two instants, the second moved by `shiftSeconds`. */
export const compareInstants = (left: Instant, right: Instant, shiftSeconds = 0n): number => {
  const rightSeconds = right.seconds + shiftSeconds;
  if (left.seconds !== rightSeconds) return left.seconds < rightSeconds ? -1 : 1;
  if (left.fraction === right.fraction) return 0;
  return left.fraction < right.fraction ? -1 : 1;
};
