import { findUnescaped, escapeString } from './escapes.js';

/** An element with text and nothing else. */
export interface Scalar {
  readonly tag: string;
  /** Text before it is escaped as XML. */
  readonly text: string;
}

const numberText = (value: number): string => {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? 'INF' : '-INF';
};

/** How a value without an identity is written; `undefined` for all that has one, and for functions and symbols. */
export const findScalar = (value: unknown): Scalar | undefined => {
  if (value === null) return { tag: 'null', text: '' };
  switch (typeof value) {
    case 'undefined':
      return { tag: 'undefined', text: '' };
    case 'boolean':
      return { tag: 'boolean', text: String(value) };
    case 'number':
      return { tag: 'number', text: numberText(value) };
    case 'bigint':
      return { tag: 'bigint', text: String(value) };
    case 'string':
      return { tag: 'string', text: escapeString(value) };
    case 'object':
    case 'function':
    case 'symbol':
      break;
  }
  return undefined;
};

/** How an instant is written. */
export const dateText = (date: Date): string => (Number.isNaN(date.getTime()) ? 'invalid' : date.toISOString());

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-][0-9]+)?$/;
const NAMED_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['INF', Number.POSITIVE_INFINITY],
  ['-INF', Number.NEGATIVE_INFINITY],
]);

const readNumber = (text: string): number | undefined => {
  const named = NAMED_NUMBERS.get(text);
  if (named !== undefined || !NUMBER.test(text)) return named;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
};

const readDate = (text: string): Date | undefined => {
  const date = new Date(text === 'invalid' ? Number.NaN : text);
  return dateText(date) === text ? date : undefined;
};

const READERS: ReadonlyMap<string, (text: string) => unknown> = new Map<string, (text: string) => unknown>([
  ['boolean', (text) => (text === 'true' ? true : text === 'false' ? false : undefined)],
  ['number', readNumber],
  ['bigint', (text) => (/^(?:0|-?[1-9][0-9]*)$/.test(text) ? BigInt(text) : undefined)],
  ['string', findUnescaped],
  ['date', readDate],
]);

/** Value of the text of a `boolean`, `number`, `bigint`, `string` or `date`; `undefined` when the text is none of it. */
export const findScalarValue = (tag: string, text: string): unknown => READERS.get(tag)?.(text);
