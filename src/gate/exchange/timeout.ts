import { StoaError } from '../../base/light.js';
import type { CallHeaders } from '../model.js';

/** Header by which a deadline travels with its call: how many milliseconds are left. Each hop takes off what it has used. */
export const TIMEOUT_HEADER = 'stoa-timeout';

/** At most eleven days: what is longer is no deadline. */
const MILLISECONDS = /^\d{1,9}$/;

/** Value of the header. */
export const writeTimeout = (leftMs: number): string => String(Math.min(999_999_999, Math.max(0, Math.floor(leftMs))));

/**
 * How many milliseconds the caller still waits, as far as it says so.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when it is said in another way
 */
export const findTimeoutMs = (headers: CallHeaders): number | undefined => {
  const text = headers[TIMEOUT_HEADER];
  if (text === undefined) return undefined;
  if (MILLISECONDS.test(text)) return Number(text);
  throw new StoaError(
    'PARAMETER_INVALID',
    `expected whole milliseconds in ${TIMEOUT_HEADER}, got "${text.slice(0, 50)}"`,
  );
};
