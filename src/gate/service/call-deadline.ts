import type { Clock, StoaError } from '../../base/index.js';
import { timedOut } from '../exchange/deadline.js';
import { findTimeoutMs } from '../exchange/timeout.js';
import type { ServiceRequest } from './model.js';

/** Until when a call may take. */
export interface CallDeadline {
  /** Aborted when the caller hung up, and when its time has run out. */
  readonly signal: AbortSignal;
  readonly endsAtMs?: number;
}

/** What a call may take at the service itself. */
export interface CallLimit {
  readonly clock: Clock;
  /** Longest call in milliseconds, whatever its caller says. */
  readonly callTimeoutMs: number | undefined;
}

/**
 * Answers a request in the time that its caller waits, which a header tells, and in that which the service gives. Then the signal
 * is aborted, and nobody waits for the handler any more.
 *
 * @throws {StoaError} `SERVICE_TIMEOUT`; `PARAMETER_INVALID` when the header tells no time; what `answer` throws
 */
export const answerInTime = async <Answer>(
  { headers, signal }: Pick<ServiceRequest, 'headers' | 'signal'>,
  { clock, callTimeoutMs = Infinity }: CallLimit,
  answer: (deadline: CallDeadline) => Promise<Answer>,
): Promise<Answer> => {
  const timeoutMs = Math.min(findTimeoutMs(headers) ?? Infinity, callTimeoutMs);
  if (timeoutMs === Infinity) return answer({ signal });
  if (timeoutMs === 0) throw timedOut(0);
  const endsAtMs = clock.nowMs() + timeoutMs;
  const ending = new AbortController();
  let fail: ((reason: StoaError) => void) | undefined;
  const ended = new Promise<never>((_fulfil, reject) => {
    fail = reject;
  });
  const timer = clock.callAt(endsAtMs, () => {
    const error = timedOut(timeoutMs);
    fail?.(error);
    ending.abort(error);
  });
  const hangUp = (): void => {
    timer.cancel();
    ending.abort(signal.reason);
  };
  if (signal.aborted) hangUp();
  else signal.addEventListener('abort', hangUp, { once: true });
  try {
    return await Promise.race([answer({ signal: ending.signal, endsAtMs }), ended]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', hangUp);
  }
};
