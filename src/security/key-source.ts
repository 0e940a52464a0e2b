import type { JSONWebKeySet } from 'jose';
import { StoaError, systemClock } from '../base/index.js';
import type { Clock } from '../base/index.js';
import { readTextWithin } from './text-within.js';

/** Gives the key set of an issuer; asked again when a token names a key that it does not know. */
export type KeySource = () => Promise<JSONWebKeySet>;

/** `fetch` as the platform has it; passed in, so that tests and servers decide where requests go. */
export type Fetch = typeof globalThis.fetch;

/** Largest key set taken, in bytes: a set holds two keys of about 200 as a rule. */
const MAX_KEY_SET_LENGTH = 65_536;

const noKeySet = (): StoaError =>
  new StoaError('CREDENTIAL_INVALID', `the published keys are no JWK set of at most ${MAX_KEY_SET_LENGTH} bytes`);

/**
 * Key set from the text of a JWK set (RFC 7517 section 5).
 *
 * @throws {StoaError} `CREDENTIAL_INVALID` when the text is none
 */
export const parseKeySet = (text: string): JSONWebKeySet => {
  try {
    const value: unknown = text.length <= MAX_KEY_SET_LENGTH ? JSON.parse(text) : undefined;
    if (isKeySet(value)) return value;
  } catch (cause) {
    throw new StoaError('CREDENTIAL_INVALID', 'the published keys are not JSON', { cause });
  }
  throw noKeySet();
};

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === 'object' &&
  value !== null &&
  'keys' in value &&
  Array.isArray(value.keys) &&
  value.keys.every((key) => typeof key === 'object' && key !== null);

/** Options of {@link createKeyFetcher}. */
export interface KeyFetcherOptions {
  readonly clock?: Clock;
  /** Longest wait for the keys in milliseconds: calls wait for them meanwhile. Default 10 s. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

const fetchKeySet = async (fetch: Fetch, url: string, signal: AbortSignal): Promise<JSONWebKeySet> => {
  const headers = { accept: 'application/jwk-set+json, application/json, application/problem+json' };
  const answer = await fetch(url, { redirect: 'error', headers, signal });
  if (answer.ok) {
    const text = await readTextWithin(answer, MAX_KEY_SET_LENGTH);
    if (text === undefined) throw noKeySet();
    return parseKeySet(text);
  }
  throw new StoaError('SERVICE_UNREACHABLE', `the published keys were answered with status ${answer.status}`);
};

/**
 * A key source that gets the JWK set of a space, `{space}/keys`, by HTTP. It follows no redirect: keys come from
 * the issuer itself or not at all. The source throws `SERVICE_UNREACHABLE` when the set cannot be had in time,
 * `CREDENTIAL_INVALID` when what came is none.
 */
export const createKeyFetcher =
  (
    fetch: Fetch,
    url: string,
    { clock = systemClock, timeoutMs = DEFAULT_TIMEOUT_MS }: KeyFetcherOptions = {},
  ): KeySource =>
  async () => {
    const late = new AbortController();
    const timer = clock.callAt(clock.nowMs() + timeoutMs, () => late.abort());
    try {
      return await fetchKeySet(fetch, url, late.signal);
    } catch (cause) {
      if (cause instanceof StoaError) throw cause;
      const reason = late.signal.aborted ? `did not come within ${timeoutMs} ms` : 'cannot be had';
      throw new StoaError('SERVICE_UNREACHABLE', `the published keys ${reason}`, { cause });
    } finally {
      timer.cancel();
    }
  };
