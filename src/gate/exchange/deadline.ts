import { StoaError } from '../../base/index.js';
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
export const carryInTime = async (
  carrier: Carrier,
  { signal, ...request }: TimedCall,
  { clock, timeoutMs, endMs = clock.nowMs() + timeoutMs }: Deadline,
): Promise<CallAnswer> => {
  const ending = new AbortController();
  const giveUp = (): void => ending.abort(gaveUp());
  const timer = clock.callAt(endMs, () => ending.abort(timedOut(timeoutMs)));
  if (signal?.aborted === true) giveUp();
  else signal?.addEventListener('abort', giveUp, { once: true });
  try {
    ending.signal.throwIfAborted();
    const ended = new Promise<never>((_fulfil, reject) => {
      const fail = (): void => reject(StoaError.from(ending.signal.reason));
      ending.signal.addEventListener('abort', fail, { once: true });
    });
    return await Promise.race([carrier({ ...request, signal: ending.signal }), ended]);
  } catch (thrown) {
    throw ending.signal.aborted ? StoaError.from(ending.signal.reason) : thrown;
  } finally {
    timer.cancel();
    signal?.removeEventListener('abort', giveUp);
  }
};
