import {
  DATE_SPACE,
  DATE_TIME_SPACE,
  DAY_SPACE,
  MONTH_DAY_SPACE,
  MONTH_SPACE,
  TIME_SPACE,
  YEAR_MONTH_SPACE,
  YEAR_SPACE,
} from '../simple/date-time.js';
import { DURATION_SPACE } from '../simple/duration.js';
import { builtIn } from './built-in.js';
import type { AtomicCodec } from './built-in.js';

/** `xs:duration`. */
export const duration: AtomicCodec = builtIn('duration', DURATION_SPACE);
/** `xs:dateTime`. */
export const dateTime: AtomicCodec = builtIn('dateTime', DATE_TIME_SPACE);
/** `xs:time`. */
export const time: AtomicCodec = builtIn('time', TIME_SPACE);
/** `xs:date`. */
export const date: AtomicCodec = builtIn('date', DATE_SPACE);
/** `xs:gYearMonth`. */
export const gYearMonth: AtomicCodec = builtIn('gYearMonth', YEAR_MONTH_SPACE);
/** `xs:gYear`. */
export const gYear: AtomicCodec = builtIn('gYear', YEAR_SPACE);
/** `xs:gMonthDay`. */
export const gMonthDay: AtomicCodec = builtIn('gMonthDay', MONTH_DAY_SPACE);
/** `xs:gDay`. */
export const gDay: AtomicCodec = builtIn('gDay', DAY_SPACE);
/** `xs:gMonth`. */
export const gMonth: AtomicCodec = builtIn('gMonth', MONTH_SPACE);
