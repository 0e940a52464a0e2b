import type { JSONWebKeySet } from 'jose';
import { StoaError } from '../base/index.js';

/** Gives the key set of an issuer; asked again when a token names a key that it does not know. */
export type KeySource = () => Promise<JSONWebKeySet>;

/** `fetch` as the platform has it; passed in, so that tests and servers decide where requests go. */
export type Fetch = typeof globalThis.fetch;

/** Largest key set taken, in characters: a set holds two keys of about 200 as a rule. */
const MAX_KEY_SET_LENGTH = 65_536;

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
  throw new StoaError(
    'CREDENTIAL_INVALID',
    `the published keys are no JWK set of at most ${MAX_KEY_SET_LENGTH} characters`,
  );
};

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === 'object' &&
  value !== null &&
  'keys' in value &&
  Array.isArray(value.keys) &&
  value.keys.every((key) => typeof key === 'object' && key !== null);

/**
 * A key source that gets the JWK set of a space, `{space}/keys`, by HTTP. It follows no redirect: keys come from
 * the issuer itself or not at all.
 *
 * @throws {StoaError} `SERVICE_UNREACHABLE` from the source when the set cannot be had, `CREDENTIAL_INVALID` when it is none
 */
export const createKeyFetcher =
  (fetch: Fetch, url: string): KeySource =>
  async () => {
    let text: string;
    try {
      const answer = await fetch(url, {
        redirect: 'error',
        headers: { accept: 'application/jwk-set+json, application/json' },
      });
      if (!answer.ok)
        throw new StoaError('SERVICE_UNREACHABLE', `the published keys were answered with status ${answer.status}`);
      text = await answer.text();
    } catch (cause) {
      throw cause instanceof StoaError
        ? cause
        : new StoaError('SERVICE_UNREACHABLE', 'the published keys cannot be had', { cause });
    }
    return parseKeySet(text);
  };
