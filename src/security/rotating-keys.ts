import type { JSONWebKeySet } from 'jose';
import { StoaError, createOneAtATime } from '../base/index.js';
import type { Clock, Log, ScheduledCall } from '../base/index.js';
import { createSigningKeys, parseSigningKeys, serializeSigningKeys, toKeySet } from './signing-keys.js';
import type { SigningKeys } from './signing-keys.js';

/** A signing key as it is kept. */
export interface KeptKey {
  /** Text of `serializeSigningKeys`: a secret. */
  readonly key: string;
  /** From then on it signs; it is published before. */
  readonly notBeforeMs: number;
  /** Until then it verifies: whatever it signed has ended. Absent as long as no other key follows. */
  readonly notAfterMs?: number;
}

/** Where signing keys are kept; a save is all or nothing. */
export interface KeyStore {
  readonly load: () => Promise<readonly KeptKey[]>;
  readonly save: (keys: readonly KeptKey[]) => Promise<void>;
}

/** Options of {@link openRotatingKeys}; times in milliseconds. */
export interface RotationOptions {
  /** After how long another key takes over. */
  readonly periodMs: number;
  /** Longest life of what is signed: so long a key verifies after the next one took over. */
  readonly longestLifeMs: number;
  /** How long before it signs a key is published: verifiers that ask now and then know it in time. Default 10 min. */
  readonly aheadMs?: number;
}

/** Signing keys that follow one another. */
export interface RotatingKeys {
  /** The key that signs now; its members are those of another one later. */
  readonly current: SigningKeys;
  /** The public keys that verify now, and those that will sign next; the same object as long as they are the same. */
  readonly keySet: () => JSONWebKeySet;
  /**
   * Makes a new key sign at once. With `withdraw` the others verify no longer, as if they were stolen: whatever they
   * signed is worthless as soon as its verifiers ask for the keys again.
   */
  readonly rotate: (options?: { readonly withdraw?: boolean }) => Promise<void>;
  /** Rotates no more. */
  readonly close: () => void;
}

interface HeldKey {
  readonly keys: SigningKeys;
  readonly kept: KeptKey;
}

const DEFAULT_AHEAD_MS = 600_000;
const RETRY_MS = 60_000;

const openKey = async (kept: KeptKey): Promise<HeldKey> => ({ keys: await parseSigningKeys(kept.key), kept });

const makeKey = async (notBeforeMs: number): Promise<HeldKey> => {
  const keys = await createSigningKeys();
  return { keys, kept: { key: await serializeSigningKeys(keys), notBeforeMs } };
};

/** Collaborators of {@link openRotatingKeys}. */
export interface RotatingKeysParts {
  readonly store: KeyStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** The keys as they stand; every change is saved before it holds. */
const openHeldKeys = async ({ store, clock }: RotatingKeysParts, { longestLifeMs }: RotationOptions) => {
  let held: readonly HeldKey[] = await Promise.all((await store.load()).map(openKey));
  const keep = async (next: readonly HeldKey[]): Promise<void> => {
    await store.save(next.map(({ kept }) => kept));
    held = next;
  };
  const isNeeded = ({ kept }: HeldKey): boolean => kept.notAfterMs === undefined || kept.notAfterMs > clock.nowMs();
  if (held.length === 0) await keep([await makeKey(clock.nowMs())]);
  return {
    getCurrent: (): SigningKeys => {
      const current = held.findLast(({ kept }) => kept.notBeforeMs <= clock.nowMs()) ?? held[0];
      if (current === undefined) throw new StoaError('INTERNAL', 'there is no signing key');
      return current.keys;
    },
    getNeeded: (): readonly HeldKey[] => held.filter(isNeeded),
    /** When the newest key takes over, or took over. */
    newestFromMs: (): number => held.at(-1)?.kept.notBeforeMs ?? clock.nowMs(),
    /** Adds a key that signs from then on; those of `before` verify until what they signed has ended. */
    follow: async (notBeforeMs: number, before: readonly HeldKey[]): Promise<void> => {
      const notAfterMs = notBeforeMs + longestLifeMs;
      const ending = before.map(({ keys, kept }) => ({
        keys,
        kept: { ...kept, notAfterMs: Math.min(kept.notAfterMs ?? notAfterMs, notAfterMs) },
      }));
      await keep([...ending, await makeKey(notBeforeMs)]);
    },
  };
};

/** A key whose members are those of `get()` at the time. */
const createView = (get: () => SigningKeys): SigningKeys => ({
  get id() {
    return get().id;
  },
  get privateKey() {
    return get().privateKey;
  },
  get publicJwk() {
    return get().publicJwk;
  },
});

/** Opens the keys of a store, and makes the first when there is none; from then on they follow one another by themselves. */
export const openRotatingKeys = async (parts: RotatingKeysParts, options: RotationOptions): Promise<RotatingKeys> => {
  const { clock, log } = parts;
  const { periodMs, aheadMs = DEFAULT_AHEAD_MS } = options;
  const held = await openHeldKeys(parts, options);
  const timer: { call?: ScheduledCall; closed: boolean } = { closed: false };
  const doNext = createOneAtATime();
  const dueAtMs = (): number => held.newestFromMs() + periodMs - aheadMs;
  const followIfDue = async (): Promise<void> => {
    if (dueAtMs() <= clock.nowMs())
      await held.follow(Math.max(clock.nowMs(), held.newestFromMs() + periodMs), held.getNeeded());
  };
  const arm = (atMs: number): void => {
    timer.call?.cancel();
    if (timer.closed) return;
    timer.call = clock.callAt(atMs, () => {
      doNext(followIfDue).then(
        () => arm(dueAtMs()),
        (err: unknown) => {
          log.error({ err }, 'the signing keys were not rotated; trying again');
          arm(clock.nowMs() + RETRY_MS);
        },
      );
    });
  };
  await followIfDue();
  arm(dueAtMs());

  let published: JSONWebKeySet = { keys: [] };
  const publish = (): JSONWebKeySet => {
    const next = toKeySet(...held.getNeeded().map(({ keys }) => keys));
    const isSame =
      next.keys.length === published.keys.length && next.keys.every((key, at) => key === published.keys[at]);
    return isSame ? published : (published = next);
  };
  return {
    current: createView(held.getCurrent),
    keySet: publish,
    rotate: async ({ withdraw = false } = {}) => {
      const isInUse = ({ kept }: HeldKey): boolean => kept.notBeforeMs <= clock.nowMs();
      await doNext(() => held.follow(clock.nowMs(), withdraw ? [] : held.getNeeded().filter(isInUse)));
      arm(dueAtMs());
    },
    close: () => {
      timer.closed = true;
      timer.call?.cancel();
    },
  };
};
