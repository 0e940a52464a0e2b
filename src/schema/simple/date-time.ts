import { findDateTimeParts } from './date-time-parts.js';
import type { DateTimeFields, DateTimeParts } from './date-time-parts.js';
import type { PrimitiveName } from './model.js';
import { MAX_NUMBER_LENGTH } from './number-length.js';
import { compareInstants, toDays } from './timeline.js';
import type { Instant } from './timeline.js';
import { isUsualDateTime } from './usual-date-time.js';
import type { ValueSpace } from './value-space.js';

interface ZonedInstant extends Instant {
  /** In UTC when true, else in local time of an unknown zone. */
  readonly isZoned: boolean;
}

const SECONDS_PER_DAY = 86_400n;

/** A text without a zone may mean any local time up to 14 hours ahead of or behind UTC. */
const WIDEST_ZONE_SECONDS = 50_400n;

const toInstant = (parts: DateTimeParts, isRecurring: boolean): ZonedInstant => {
  const days = toDays(BigInt(parts.year), parts.month, parts.day);
  // The end of a day is the start of the next one, but a time of day has no next day.
  const hour = isRecurring && parts.hour === 24 ? 0 : parts.hour;
  const secondsOfDay = (hour * 60 + parts.minute - (parts.zone ?? 0)) * 60 + parts.second;
  return {
    seconds: days * SECONDS_PER_DAY + BigInt(secondsOfDay),
    fraction: parts.fraction,
    isZoned: parts.zone !== undefined,
  };
};

/** Order relation on dateTime (XSD 1.0 part 2, section 3.2.7.4); NaN when it depends on an unknown zone. */
const compareZoned = (left: ZonedInstant, right: ZonedInstant): number => {
  if (left.isZoned === right.isZoned) return compareInstants(left, right);
  if (!left.isZoned) return -compareZoned(right, left);
  if (compareInstants(left, right, -WIDEST_ZONE_SECONDS) < 0) return -1;
  return compareInstants(left, right, WIDEST_ZONE_SECONDS) > 0 ? 1 : NaN;
};

/* @__NO_SIDE_EFFECTS__ */
function createDateTimeSpace(primitive: PrimitiveName, fields: DateTimeFields): ValueSpace {
  const isRecurring = fields.time && !fields.year;
  const isUsual = primitive === 'dateTime';
  const read = (text: string): ZonedInstant => {
    const parts = findDateTimeParts(text, fields);
    return parts === undefined ? { seconds: 0n, fraction: '', isZoned: false } : toInstant(parts, isRecurring);
  };
  return {
    primitive,
    shape: 'string',
    maxLength: MAX_NUMBER_LENGTH,
    isLexical: (text) =>
      text.length <= MAX_NUMBER_LENGTH &&
      ((isUsual && isUsualDateTime(text)) || findDateTimeParts(text, fields) !== undefined),
    canonical: (text) => {
      const { seconds, fraction, isZoned } = read(text);
      return `${String(seconds)}.${fraction}${isZoned ? 'Z' : ''}`;
    },
    toValue: (text) => text,
    comparatorTo: (bound) => {
      const limit = read(bound);
      return (text) => compareZoned(read(text), limit);
    },
  };
}

const NONE: DateTimeFields = { year: false, month: false, day: false, time: false };

/** `xs:dateTime`. */
export const DATE_TIME_SPACE: ValueSpace = /* @__PURE__ */ createDateTimeSpace('dateTime', {
  year: true,
  month: true,
  day: true,
  time: true,
});
/** `xs:time`. */
export const TIME_SPACE: ValueSpace = /* @__PURE__ */ createDateTimeSpace('time', { ...NONE, time: true });
/** `xs:date`. */
export const DATE_SPACE: ValueSpace = /* @__PURE__ */ createDateTimeSpace('date', {
  ...NONE,
  year: true,
  month: true,
  day: true,
});
/** `xs:gYearMonth`. */
export const YEAR_MONTH_SPACE: ValueSpace = /* @__PURE__ */ createDateTimeSpace('gYearMonth', {
  ...NONE,
  year: true,
  month: true,
});
/** `xs:gYear`. */
export const YEAR_SPACE: ValueSpace = /* @__PURE__ */ createDateTimeSpace('gYear', { ...NONE, year: true });
/** `xs:gMonthDay`. */
export const MONTH_DAY_SPACE: ValueSpace = /* @__PURE__ */ createDateTimeSpace('gMonthDay', {
  ...NONE,
  month: true,
  day: true,
});
/** `xs:gDay`. */
export const DAY_SPACE: ValueSpace = /* @__PURE__ */ createDateTimeSpace('gDay', { ...NONE, day: true });
/** `xs:gMonth`. */
export const MONTH_SPACE: ValueSpace = /* @__PURE__ */ createDateTimeSpace('gMonth', { ...NONE, month: true });

/** The date and time types; their values are texts, since JavaScript's `Date` holds none of them exactly. */
export const DATE_TIME_SPACES: readonly ValueSpace[] = [
  DATE_TIME_SPACE,
  TIME_SPACE,
  DATE_SPACE,
  YEAR_MONTH_SPACE,
  YEAR_SPACE,
  MONTH_DAY_SPACE,
  DAY_SPACE,
  MONTH_SPACE,
];
