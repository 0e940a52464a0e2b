import { skipDigits } from './characters.js';
import { MAX_NUMBER_LENGTH } from './number-length.js';
import { toDays } from './timeline.js';
import type { ValueSpace } from './value-space.js';

/** A duration: months and seconds are independent, since months have no fixed length. */
interface Duration {
  readonly months: bigint;
  /** Seconds times ten to the power of `scale`. */
  readonly scaledSeconds: bigint;
  readonly scale: number;
}

type FieldReader = (unit: string, digits: string) => void;

const DATE_UNITS = 'YMD';
const TIME_UNITS = 'HMS';

/** End of the digits at `from`, with a point and more digits if seconds follow them; -1 when there are none. */
const findNumberEnd = (text: string, from: number): number => {
  const point = skipDigits(text, from);
  if (point === from) return -1;
  if (text.charAt(point) !== '.') return point;
  const end = skipDigits(text, point + 1);
  return end > point + 1 && text.charAt(end) === 'S' ? end : -1;
};

/** Reads numbers with `units`, each at most once and in their order; the index after them, or -1 when there is none. */
const readUnits = (text: string, from: number, [units, field]: readonly [string, FieldReader]): number => {
  let at = from;
  let nextUnit = 0;
  while (at < text.length && text.charAt(at) !== 'T') {
    const end = findNumberEnd(text, at);
    const unit = text.charAt(end);
    const place = end < 0 || unit === '' ? -1 : units.indexOf(unit, nextUnit);
    if (place < 0) return -1;
    field(unit, text.slice(at, end));
    nextUnit = place + 1;
    at = end + 1;
  }
  return at;
};

/** Hands every number to `date` or `time` with its unit; `false` when `text` is no duration. */
const readFields = (text: string, date: FieldReader, time: FieldReader): boolean => {
  const start = text.startsWith('-') ? 2 : 1;
  if (text.charAt(start - 1) !== 'P') return false;
  const end = readUnits(text, start, [DATE_UNITS, date]);
  if (end < 0 || end === text.length) return end > start;
  return end + 1 < text.length && readUnits(text, end + 1, [TIME_UNITS, time]) === text.length;
};

const ignore = (): void => undefined;

const DATE_MONTHS: ReadonlyMap<string, bigint> = new Map([
  ['Y', 12n],
  ['M', 1n],
]);
const TIME_SECONDS: ReadonlyMap<string, bigint> = new Map([
  ['H', 3600n],
  ['M', 60n],
]);
const DAY_SECONDS = 86_400n;

const read = (text: string): Duration => {
  let months = 0n;
  let seconds = 0n;
  let secondDigits = '0';
  readFields(
    text,
    (unit, digits) => {
      if (unit === 'D') seconds += BigInt(digits) * DAY_SECONDS;
      else months += BigInt(digits) * (DATE_MONTHS.get(unit) ?? 0n);
    },
    (unit, digits) => {
      if (unit === 'S') secondDigits = digits;
      else seconds += BigInt(digits) * (TIME_SECONDS.get(unit) ?? 0n);
    },
  );
  const [whole = '0', fractionDigits = ''] = secondDigits.split('.');
  const fraction = fractionDigits.replace(/0+$/, '');
  const sign = text.startsWith('-') ? -1n : 1n;
  const scale = fraction.length;
  const scaledSeconds = (seconds + BigInt(whole)) * 10n ** BigInt(scale) + BigInt(fraction || '0');
  return { months: sign * months, scaledSeconds: sign * scaledSeconds, scale };
};

/** The starts of the months that make the order of durations strict (XSD 1.0 part 2, section 3.2.6.2): year, month from 0. */
const REFERENCES: readonly (readonly [year: bigint, month: bigint])[] = [
  [1696n, 8n],
  [1697n, 1n],
  [1903n, 2n],
  [1903n, 6n],
];

/** Seconds, scaled, from the year 0 to the end of `duration` started at a reference. */
const endAfter = (duration: Duration, [year, month]: readonly [bigint, bigint], scale: number): bigint => {
  const months = year * 12n + month + duration.months;
  const monthOfYear = ((months % 12n) + 12n) % 12n;
  const days = toDays((months - monthOfYear) / 12n, Number(monthOfYear) + 1, 1);
  const power = 10n ** BigInt(scale);
  return days * 86_400n * power + duration.scaledSeconds * 10n ** BigInt(scale - duration.scale);
};

const compareBigInts = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0);

const compareDurations = (left: Duration, right: Duration): number => {
  const scale = Math.max(left.scale, right.scale);
  const [first, ...others] = REFERENCES.map((start) =>
    compareBigInts(endAfter(left, start, scale), endAfter(right, start, scale)),
  );
  return first !== undefined && others.every((order) => order === first) ? first : NaN;
};

/** `xs:duration`: values are texts; the order is partial, as one month and thirty days have none. */
export const DURATION_SPACE: ValueSpace = {
  primitive: 'duration',
  shape: 'string',
  maxLength: MAX_NUMBER_LENGTH,
  isLexical: (text) => text.length <= MAX_NUMBER_LENGTH && readFields(text, ignore, ignore),
  canonical: (text) => {
    const { months, scaledSeconds, scale } = read(text);
    return `${String(months)}M${String(scaledSeconds)}E-${String(scale)}S`;
  },
  toValue: (text) => text,
  comparatorTo: (bound) => {
    const limit = read(bound);
    return (text) => compareDurations(read(text), limit);
  },
};
