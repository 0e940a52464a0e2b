import { isStoaError, systemRandom, wait } from '../../base/index.js';
import type { Clock, Random, StoaError } from '../../base/index.js';
import type { Method } from '../../advertisement/index.js';
import { gaveUp } from '../parts.js';
import { wasNeverSent } from '../exchange/never-sent.js';
import { relocate } from './relocate.js';
import type { CredentialHolder } from './credential-holder.js';
import type { HeldGate } from './model.js';

/** How calls that failed are made again. */
export interface Retrying {
  readonly gate: HeldGate;
  readonly credentials: CredentialHolder;
  readonly clock: Clock;
  /** Default: the platform's. */
  readonly random?: Random;
  /** How often at most. */
  readonly retries: number;
  /** First wait, in milliseconds; each further one is twice as long. */
  readonly retryWaitMs: number;
}

/** One call, as often as it is made. */
export interface RetriedCall<Answer> {
  readonly method: Method | undefined;
  readonly signal?: AbortSignal | undefined;
  /** When time runs out. */
  readonly endMs: number;
  /** Sends the message; `same` says that what was sent before did not arrive, so that of the two one may be done. */
  readonly attempt: (same: boolean) => Promise<Answer>;
}

/** Whether nothing was done, as far as is told: the message was not sent, or the service is closing and took it not. */
const wasNotTaken = (error: StoaError): boolean => wasNeverSent(error) || error.code === 'SHUTTING_DOWN';

/** Between half and all of a wait, so that many callers do not come back at once. */
const jitter = (random: Random, waitMs: number): number => waitMs * (0.5 + (random.bytes(1)[0] ?? 0) / 510);

/** Whether the call is made again: at once when the service has moved, else after a wait if there is time for it. */
const isRepeated = async (
  retrying: Retrying,
  { endMs, signal }: Pick<RetriedCall<unknown>, 'endMs' | 'signal'>,
  waitMs: number,
): Promise<boolean> => {
  const { clock, random = systemRandom } = retrying;
  if (await relocate(retrying, endMs)) return clock.nowMs() < endMs;
  const pauseMs = jitter(random, waitMs);
  if (clock.nowMs() + pauseMs >= endMs) return false;
  await wait(clock, { waitMs: pauseMs, signal, holds: true });
  if (signal?.aborted === true) throw gaveUp();
  return true;
};

/**
 * Makes a call again that nobody was there to take, where that cannot do the same thing twice: when nothing of it was taken, or when
 * its method is idempotent. Never after its deadline. Loaded when a call fails: most never do.
 */
export const sendAgain = async <Answer>(
  retrying: Retrying,
  call: RetriedCall<Answer>,
  first: StoaError,
): Promise<Answer> => {
  let waitMs = retrying.retryWaitMs;
  let missed = first;
  for (let left = retrying.retries; ; left--) {
    const isNew = wasNotTaken(missed);
    if (left <= 0 || !(isNew || call.method?.idempotent === true)) {
      // The next call goes where the service is by then; this one does not wait to learn where.
      relocate(retrying, call.endMs).catch(() => false);
      throw missed;
    }
    if (!(await isRepeated(retrying, call, waitMs))) throw missed;
    try {
      return await call.attempt(isNew);
    } catch (thrown) {
      // A space that cannot reach a service takes it for stale: what has made it so says more.
      if (isStoaError(thrown, 'SERVICE_STALE')) throw missed;
      if (!isStoaError(thrown, 'SERVICE_UNREACHABLE', 'SHUTTING_DOWN')) throw thrown;
      missed = thrown;
    }
    waitMs *= 2;
  }
};
