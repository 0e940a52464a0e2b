import {
  DATE_SPACE,
  DATE_TIME_SPACE,
  DAY_SPACE,
  MONTH_DAY_SPACE,
  MONTH_SPACE,
  TIME_SPACE,
  YEAR_MONTH_SPACE,
  YEAR_SPACE,
} from '../../simple/date-time.js';
import { DURATION_SPACE } from '../../simple/duration.js';
import { builtIn } from './built-in.js';
import type { AtomicCodec } from './built-in.js';

/** `xs:duration`. */
export const duration: AtomicCodec = /* @__PURE__ */ builtIn('duration', DURATION_SPACE);
/** `xs:dateTime`. */
export const dateTime: AtomicCodec = /* @__PURE__ */ builtIn('dateTime', DATE_TIME_SPACE);
/** `xs:time`. */
export const time: AtomicCodec = /* @__PURE__ */ builtIn('time', TIME_SPACE);
/** `xs:date`. */
export const date: AtomicCodec = /* @__PURE__ */ builtIn('date', DATE_SPACE);
/** `xs:gYearMonth`. */
export const gYearMonth: AtomicCodec = /* @__PURE__ */ builtIn('gYearMonth', YEAR_MONTH_SPACE);
/** `xs:gYear`. */
export const gYear: AtomicCodec = /* @__PURE__ */ builtIn('gYear', YEAR_SPACE);
/** `xs:gMonthDay`. */
export const gMonthDay: AtomicCodec = /* @__PURE__ */ builtIn('gMonthDay', MONTH_DAY_SPACE);
/** `xs:gDay`. */
export const gDay: AtomicCodec = /* @__PURE__ */ builtIn('gDay', DAY_SPACE);
/** `xs:gMonth`. */
export const gMonth: AtomicCodec = /* @__PURE__ */ builtIn('gMonth', MONTH_SPACE);
