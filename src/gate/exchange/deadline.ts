import { StoaError } from '../../base/light.js';
import type { Clock } from '../../base/index.js';
import type { CallAnswer, CallRequest, Carrier } from '../model.js';

/** How long a call may take. */
export interface Deadline {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** When time runs out; default: `timeoutMs` from now. */
  readonly endMs?: number;
}

/** A call whose caller may have no way to give up. */
export type TimedCall = Omit<CallRequest, 'signal'> & { readonly signal?: AbortSignal | undefined };

/** Told of a call for which time has run out. */
export const timedOut = (timeoutMs: number): StoaError =>
  new StoaError('SERVICE_TIMEOUT', `the service did not answer within ${timeoutMs} ms`, { limit: 'timeoutMs' });

/** Told of a call whose caller waits no more. */
export const gaveUp = (): StoaError => new StoaError('ABORTED', 'the caller gave up before the service answered');

/**
 * Carries one call and ends it when its caller gives up or time runs out, also where the carrier does not heed its
 * signal: nobody waits on a service for ever.
 *
 * @throws {StoaError} `SERVICE_TIMEOUT`, `ABORTED`, and what the carrier throws
 */
export const carryInTime = (
  carrier: Carrier,
  { signal, ...request }: TimedCall,
  { clock, timeoutMs, endMs = clock.nowMs() + timeoutMs }: Deadline,
): Promise<CallAnswer> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) throw gaveUp();
    const ending = new AbortController();
    const settle = (): void => {
      timer.cancel();
      signal?.removeEventListener('abort', giveUp);
    };
    const end = (error: StoaError): void => {
      settle();
      reject(error);
      ending.abort(error);
    };
    const giveUp = (): void => end(gaveUp());
    const timer = clock.callAt(endMs, () => end(timedOut(timeoutMs)));
    signal?.addEventListener('abort', giveUp, { once: true });
    const carry = async (): Promise<void> => {
      try {
        resolve(await carrier({ ...request, signal: ending.signal }));
      } finally {
        settle();
      }
    };
    // Once the call was ended, what it failed with comes too late to be heard.
    carry().catch(reject);
  });
