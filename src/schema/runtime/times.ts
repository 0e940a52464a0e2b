import type { AtomicCodec } from './model.js';
import { builtIn } from './simple.js';
import { formed, texts } from './usual-texts.js';

const DATE = /^([1-9]\d{3})-([01]\d)-([0-3]\d)$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,20})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)?$/;

/** Whether there is a day of that date: where there is none, the calendar goes on to another month. */
const isDate = (text: string): boolean => {
  const [, year, month, day] = DATE.exec(text) ?? [];
  const timeMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
};

/** `xs:duration`. */
export const duration: AtomicCodec = /* @__PURE__ */ builtIn(
  'duration',
  /* @__PURE__ */ formed(/^-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/),
);
/** `xs:dateTime`. */
export const dateTime: AtomicCodec = /* @__PURE__ */ builtIn(
  'dateTime',
  /* @__PURE__ */ texts((text) => isDate(text.slice(0, 10)) && text[10] === 'T' && TIME.test(text.slice(11)), 'none'),
);
/** `xs:time`. */
export const time: AtomicCodec = /* @__PURE__ */ builtIn('time', /* @__PURE__ */ formed(TIME));
/** `xs:date`. */
export const date: AtomicCodec = /* @__PURE__ */ builtIn('date', /* @__PURE__ */ texts(isDate, 'none'));
/** `xs:gYearMonth`. */
export const gYearMonth: AtomicCodec = /* @__PURE__ */ builtIn(
  'gYearMonth',
  /* @__PURE__ */ formed(/^[1-9]\d{3}-(?:0[1-9]|1[0-2])$/),
);
/** `xs:gYear`. */
export const gYear: AtomicCodec = /* @__PURE__ */ builtIn('gYear', /* @__PURE__ */ formed(/^[1-9]\d{3}$/));
/** `xs:gMonthDay`. */
export const gMonthDay: AtomicCodec = /* @__PURE__ */ builtIn('gMonthDay');
/** `xs:gDay`. */
export const gDay: AtomicCodec = /* @__PURE__ */ builtIn('gDay');
/** `xs:gMonth`. */
export const gMonth: AtomicCodec = /* @__PURE__ */ builtIn('gMonth');
