import { StoaError, systemClock } from '../base/index.js';
import type { Clock } from '../base/index.js';
import type { Fetch } from './key-source.js';
import { readTextWithin } from './text-within.js';

/** Options of a small exchange. */
export interface FetchTextOptions {
  readonly clock?: Clock;
  /** Longest wait for the answer in milliseconds. Default 10 s. */
  readonly timeoutMs?: number;
  /** What is asked for, to be told of. */
  readonly what: string;
}

/** An answer as text. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_BYTES = 65_536;

/**
 * A small answer by HTTP. It follows no redirect: what decides who is believed comes from where it was asked for.
 *
 * @throws {StoaError} `SERVICE_UNREACHABLE` when it does not come, in time or at all, or has more than 65,536 bytes
 */
export const fetchText = async (
  fetch: Fetch,
  [url, init]: readonly [url: string, init: RequestInit],
  { clock = systemClock, timeoutMs = DEFAULT_TIMEOUT_MS, what }: FetchTextOptions,
): Promise<TextAnswer> => {
  const late = new AbortController();
  const timer = clock.callAt(clock.nowMs() + timeoutMs, () => late.abort());
  try {
    const exchange = {
      ...init,
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: late.signal,
    } as const;
    const answer = await fetch(url, exchange);
    const text = await readTextWithin(answer, MAX_BYTES);
    if (text !== undefined) return { status: answer.status, headers: answer.headers, text };
    throw new StoaError('SERVICE_UNREACHABLE', `${what} has more than ${MAX_BYTES} bytes`);
  } catch (cause) {
    if (cause instanceof StoaError) throw cause;
    const reason = late.signal.aborted ? `did not come within ${timeoutMs} ms` : 'cannot be had';
    throw new StoaError('SERVICE_UNREACHABLE', `${what} ${reason}`, { cause });
  } finally {
    timer.cancel();
  }
};

/** JSON of an object, or `undefined` when the text is none. */
export const findObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};
