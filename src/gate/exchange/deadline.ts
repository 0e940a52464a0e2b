import { StoaError } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { CallAnswer, CallRequest, Carrier } from '../model.js';

/** How long a call may take. */
export interface Deadline {
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** A call whose caller may have no way to give up. */
export type TimedCall = Omit<CallRequest, 'signal'> & { readonly signal?: AbortSignal | undefined };

/**
 * Carries one call and ends it when its caller gives up or time runs out, also where the carrier does not heed its
 * signal: nobody waits on a service for ever.
 *
 * @throws {StoaError} `SERVICE_TIMEOUT`, `ABORTED`, and what the carrier throws
 */
export const carryInTime = async (
  carrier: Carrier,
  { signal, ...request }: TimedCall,
  { clock, timeoutMs }: Deadline,
): Promise<CallAnswer> => {
  const ending = new AbortController();
  const gaveUp = (): void => ending.abort(new StoaError('ABORTED', 'the caller gave up before the service answered'));
  const timer = clock.callAt(clock.nowMs() + timeoutMs, () =>
    ending.abort(
      new StoaError('SERVICE_TIMEOUT', `the service did not answer within ${timeoutMs} ms`, { limit: 'timeoutMs' }),
    ),
  );
  if (signal?.aborted === true) gaveUp();
  else signal?.addEventListener('abort', gaveUp, { once: true });
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
    signal?.removeEventListener('abort', gaveUp);
  }
};
