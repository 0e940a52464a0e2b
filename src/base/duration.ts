import { findIsoDurationMs } from './iso-duration.js';

const SHORT_DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of an `xs:duration` without years and months (their length is not fixed), or of the short
 * form that people type (`90s`, `10m`, `2h`); `undefined` when `text` is neither.
 */
export const findDurationMs = (text: string): number | undefined => {
  const short = SHORT_DURATION.exec(text);
  if (short) return Math.round(Number(short[1]) * (UNIT_MS[short[2] ?? ''] ?? 0));
  return findIsoDurationMs(text);
};
