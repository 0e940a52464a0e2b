import type { Clock, Random, ScheduledCall } from '../../base/index.js';
import type { WsLimits } from './limits.js';

/** What sends a message, and sends it again as SOAP-over-UDP wants it. */
export interface Transmitter {
  /**
   * Calls `send` after `delayMs`, and again as often as `repeat` says, after waits that double.
   * @returns resolves when the last is out, or the transmitter was stopped
   */
  readonly transmit: (send: () => void, times: { readonly delayMs?: number; readonly repeat: number }) => Promise<void>;
  /** Sends nothing more. */
  readonly stop: () => void;
  /** How many messages wait to be sent. */
  readonly pending: () => number;
}

/** A whole number of milliseconds in `from <= n <= through`. */
export const randomMs = (random: Random, from: number, through: number): number => {
  const [high = 0, low = 0] = random.bytes(2);
  return from + Math.floor((((high << 8) | low) / 0x10000) * (through - from + 1));
};

/** Sends on a clock (SOAP-over-UDP 1.1, appendix A). */
export const createTransmitter = (clock: Clock, random: Random, limits: WsLimits): Transmitter => {
  const waiting = new Map<ScheduledCall, () => void>();
  const transmit: Transmitter['transmit'] = (send, { delayMs = 0, repeat }) =>
    new Promise((resolve) => {
      const at = (waitMs: number, run: () => void): void => {
        const call = clock.callAt(clock.nowMs() + waitMs, () => {
          waiting.delete(call);
          run();
        });
        waiting.set(call, resolve);
      };
      const again = (left: number, waitMs: number): void => {
        send();
        if (left <= 0) resolve();
        else at(waitMs, () => again(left - 1, Math.min(waitMs * 2, limits.upperDelayMs)));
      };
      const begin = (): void => again(repeat, randomMs(random, limits.minDelayMs, limits.maxDelayMs));
      if (delayMs > 0) at(delayMs, begin);
      else begin();
    });
  return {
    transmit,
    stop: () => {
      for (const [call, resolve] of waiting) {
        call.cancel();
        resolve();
      }
      waiting.clear();
    },
    pending: () => waiting.size,
  };
};
