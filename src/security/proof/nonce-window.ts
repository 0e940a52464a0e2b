import { StoaError } from '../../base/index.js';
import type { Clock } from '../../base/index.js';

/** Remembers the nonces of proofs for as long as those proofs could be shown again. */
export interface NonceWindow {
  /**
   * Takes a nonce that was not seen.
   *
   * @throws {StoaError} `PROOF_REPLAYED`
   * @throws {StoaError} `PROOF_WINDOW_FULL`: a nonce is never forgotten to make room for another
   */
  readonly take: (keyThumbprint: string, nonce: string, untilMs: number) => void;
}

/** Bounds of a {@link NonceWindow}. */
export interface NonceWindowOptions {
  /** Most nonces remembered. Default 100,000, about 10 MB. */
  readonly maxNonces?: number;
  /** Most nonces of one key: none can use up the room of all others. Default 10,000. */
  readonly maxNoncesOfKey?: number;
}

/** Nonces of one second's end. */
type Bucket = (readonly [keyThumbprint: string, nonce: string])[];

const BUCKET_MS = 1_000;

/** Told of a message whose proof was taken before. */
export const replayed = (): StoaError =>
  new StoaError('PROOF_REPLAYED', 'a message with this proof came before', {
    hint: 'prove each message anew; if you sent this one once, somebody else sends it again',
  });

const full = (limit: string, max: number, untilMs: number): StoaError =>
  new StoaError('PROOF_WINDOW_FULL', `the service remembers at most ${max} proofs by keys of clients`, {
    limit,
    retryAfterSeconds: Math.max(1, Math.ceil(untilMs / 1000)),
    hint: 'call with an agreed key, whose proofs need no room, or try again later',
  });

/** A window by which every proof passes once. */
export const createNonceWindow = (clock: Clock, options: NonceWindowOptions = {}): NonceWindow => {
  const { maxNonces = 100_000, maxNoncesOfKey = 10_000 } = options;
  const byKey = new Map<string, Set<string>>();
  const buckets = new Map<number, Bucket>();
  let count = 0;
  let sweptUntil = 0;

  const drop = (bucket: Bucket): void => {
    for (const [key, nonce] of bucket) {
      const nonces = byKey.get(key);
      nonces?.delete(nonce);
      if (nonces?.size === 0) byKey.delete(key);
    }
    count -= bucket.length;
  };
  const sweep = (): void => {
    const now = Math.floor(clock.nowMs() / BUCKET_MS);
    if (now === sweptUntil) return;
    sweptUntil = now;
    for (const [end, bucket] of buckets) {
      if (end >= now) continue;
      buckets.delete(end);
      drop(bucket);
    }
  };
  const remember = (key: string, nonce: string, untilMs: number): void => {
    const nonces = byKey.get(key) ?? new Set();
    byKey.set(key, nonces.add(nonce));
    const end = Math.ceil(untilMs / BUCKET_MS);
    const bucket = buckets.get(end) ?? [];
    buckets.set(end, bucket);
    bucket.push([key, nonce]);
    count++;
  };
  return {
    take: (key, nonce, untilMs) => {
      sweep();
      const nonces = byKey.get(key);
      if (nonces?.has(nonce) === true) throw replayed();
      const leftMs = untilMs - clock.nowMs();
      if (count >= maxNonces) throw full('maxNonces', maxNonces, leftMs);
      if ((nonces?.size ?? 0) >= maxNoncesOfKey) throw full('maxNoncesOfKey', maxNoncesOfKey, leftMs);
      remember(key, nonce, untilMs);
    },
  };
};
