import { skipDigits } from './characters.js';

const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** Where the seconds end in `2026-11-21T10:20:30`. */
const TIME_END = 19;

/** The number in two digits, or -1. */
const pairAt = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
};

const isBetween = (value: number, least: number, most: number): boolean => value >= least && value <= most;

const isUsualDate = (text: string): boolean =>
  pairAt(text, 0) > 0 &&
  pairAt(text, 2) >= 0 &&
  text.charCodeAt(4) === MINUS &&
  isBetween(pairAt(text, 5), 1, 12) &&
  text.charCodeAt(7) === MINUS &&
  isBetween(pairAt(text, 8), 1, 28);

const isUsualTime = (text: string): boolean =>
  isBetween(pairAt(text, 11), 0, 23) &&
  text.charCodeAt(13) === COLON &&
  isBetween(pairAt(text, 14), 0, 59) &&
  text.charCodeAt(16) === COLON &&
  isBetween(pairAt(text, 17), 0, 59);

/**
 * Whether `text` is a date and time as programs write them: a year of four digits from 0100 on, a day that every month has,
 * in UTC or without a zone. Others may be valid too.
 */
export const isUsualDateTime = (text: string): boolean => {
  if (text.charCodeAt(10) !== LETTER_T || !isUsualDate(text) || !isUsualTime(text)) return false;
  let at = TIME_END;
  if (text.charCodeAt(at) === POINT) {
    at = skipDigits(text, TIME_END + 1);
    if (at === TIME_END + 1) return false;
  }
  return text.length === at || (text.length === at + 1 && text.charCodeAt(at) === LETTER_Z);
};
