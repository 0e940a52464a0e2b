import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { StoaError } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import { verifySecret } from './secret-hash.js';

/** A secret as it was shown. */
export interface ShownSecret {
  readonly client: string;
  readonly secret: string;
  /** The hash of the right one; absent when there is no such client, which takes as long to find out. */
  readonly hash: string | undefined;
  /** Where the request came from. */
  readonly address: string;
}

/** Checks secrets of clients, slowly when they are wrong. */
export interface SecretCheck {
  /**
   * Whether the secret is the client's.
   *
   * @throws {StoaError} `TOO_MANY_TASKS` when many wrong ones came from there lately, or many are being checked
   */
  readonly check: (shown: ShownSecret) => Promise<boolean>;
}

/** Wrong secrets of one client from one address, after which no more are looked at for a while. */
const MAX_FAILURES = 10;
const FAILURES_KEPT_MS = 60_000;
/**
 * Checks at once: each takes 32 MB, and for 50 ms one of the four threads on which signatures are verified and files read as well.
 * With all four taken up by made-up secrets a signature waits 200 ms instead of 0.2.
 */
const MAX_CHECKS = 2;
/** Checks that wait for others; more are refused. */
const MAX_WAITING = 16;
const MAX_KEPT = 10_000;

/** The hash of nobody's secret: what is checked when there is no client of that name. */
const NOBODY = `scrypt:15:${'A'.repeat(22)}:${'A'.repeat(43)}`;

const refuse = (message: string, retryAfterSeconds: number): StoaError =>
  new StoaError('TOO_MANY_TASKS', message, { retryAfterSeconds });

/** Does things a few at a time, those that came first before others. */
const createTurns = () => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (busy < MAX_CHECKS) busy++;
    else if (waiting.length >= MAX_WAITING) throw refuse('too many secrets are being checked', 1);
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whose turn is next takes over the place.
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };
};

/** A check that remembers right secrets, as digests, so that only the first showing of each costs much. */
export const createSecretCheck = ({ clock }: { readonly clock: Clock }): SecretCheck => {
  const failures = new LRUCache<string, { count: number; readonly untilMs: number }>({ max: MAX_KEPT });
  const right = new LRUCache<string, true>({ max: MAX_KEPT });
  const takeTurn = createTurns();

  const assertFewFailures = (place: string): void => {
    const failed = failures.get(place);
    if (failed === undefined || failed.count < MAX_FAILURES) return;
    const leftMs = failed.untilMs - clock.nowMs();
    if (leftMs > 0) throw refuse('too many wrong secrets came from there', leftMs / 1000);
    failures.delete(place);
  };
  const noteFailure = (place: string): void => {
    const failed = failures.get(place);
    const isOver = failed === undefined || failed.untilMs <= clock.nowMs();
    failures.set(place, {
      count: isOver ? 1 : failed.count + 1,
      untilMs: isOver ? clock.nowMs() + FAILURES_KEPT_MS : failed.untilMs,
    });
  };
  return {
    check: async ({ client, secret, hash, address }) => {
      const digest = createHash('sha256')
        .update(JSON.stringify([client, secret, hash]))
        .digest('base64url');
      if (right.has(digest)) return true;
      const place = `${address} ${client}`;
      assertFewFailures(place);
      return takeTurn(async () => {
        // Others of the same client and address were looked at meanwhile.
        assertFewFailures(place);
        const isRight = (await verifySecret(secret, hash ?? NOBODY)) && hash !== undefined;
        if (isRight) right.set(digest, true);
        else noteFailure(place);
        return isRight;
      });
    },
  };
};
