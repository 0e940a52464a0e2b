import { createLocalJWKSet, errors } from 'jose';
import type { JSONWebKeySet, LocalJWKSet } from 'jose';
import type { Clock } from '../base/index.js';
import { StoaError } from '../base/index.js';
import type { KeySource } from './key-source.js';

/** How long published keys are kept. */
export interface PublishedKeysOptions {
  /** Shortest time between two askings for keys, in milliseconds: made-up key ids cause no flood. */
  readonly refreshMs: number;
  /** Longest time for which keys are believed, in milliseconds: a withdrawn key is refused after it. */
  readonly keysKeptMs: number;
}

/** The keys that an issuer publishes, kept for a while. */
export interface PublishedKeys {
  /**
   * Gives what `check` gives with the keys at hand or, when those lack the one that a token names, with fresh ones.
   * Throws what `check` throws, and what the source of the keys throws.
   */
  readonly checkWith: <Checked>(check: (set: LocalJWKSet) => Promise<Checked>) => Promise<Checked>;
}

const toLocalSet = (set: JSONWebKeySet): LocalJWKSet => {
  try {
    return createLocalJWKSet(set);
  } catch (cause) {
    throw new StoaError('CREDENTIAL_INVALID', 'the published keys are no JWK set', { cause });
  }
};

/** Keeps what `keys` gives; asked once at a time, whoever waits. */
export const createPublishedKeys = (
  { keys, clock }: { readonly keys: KeySource; readonly clock: Clock },
  { refreshMs, keysKeptMs }: PublishedKeysOptions,
): PublishedKeys => {
  let held: { readonly source: JSONWebKeySet; readonly set: LocalJWKSet; readonly atMs: number } | undefined;
  let asking: Promise<LocalJWKSet> | undefined;
  let askedAtMs = -Infinity;

  const ask = (): Promise<LocalJWKSet> => {
    askedAtMs = clock.nowMs();
    asking ??= keys()
      .then((keySet) => {
        // The very same keys are ready for use already.
        const set = held?.source === keySet ? held.set : toLocalSet(keySet);
        held = { source: keySet, set, atMs: clock.nowMs() };
        return set;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  const getSet = async (): Promise<LocalJWKSet> =>
    held === undefined || clock.nowMs() - held.atMs >= keysKeptMs ? ask() : held.set;

  return {
    checkWith: async (check) => {
      try {
        return await check(await getSet());
      } catch (thrown) {
        const isUnknownKey = thrown instanceof errors.JWKSNoMatchingKey;
        if (!isUnknownKey || clock.nowMs() - askedAtMs < refreshMs) throw thrown;
        return check(await ask());
      }
    },
  };
};
