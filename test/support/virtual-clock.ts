import type { Clock, ScheduledCall } from '../../src/base/index.js';

interface PendingCall {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Moves time forward by `byMs`, running each due call at its own time, in order of time and then of making;
   * calls made meanwhile are run too when they are due. Promises settle between the calls.
   */
  advance(byMs: number): Promise<void>;
  /** As {@link advance}, to a point in time; does nothing when it has passed. */
  advanceTo(atMs: number): Promise<void>;
  /** Lets what is already due, in promises and in immediate callbacks, run to its end; time stands still. */
  settle(): Promise<void>;
  /** Number of calls not yet run: 0 shows that nothing was left behind. */
  pending(): number;
}

/** 2026-01-01T00:00:00Z: a round number that differs from 0, so that a forgotten clock shows. */
export const VIRTUAL_START_MS = Date.UTC(2026, 0, 1);

/** Turns of the event loop after which chains of promises have settled that need no input or output. */
const SETTLE_TURNS = 5;

/** What the product loads when it first needs it, which takes a while, and so is there before time is stopped. */
const loadParts = (): Promise<unknown> =>
  Promise.all([
    import('../../src/gate/exchange/whole-xml.js'),
    import('../../src/gate/exchange/whole-codec.js'),
    import('../../src/gate/exchange/problems.js'),
    import('../../src/gate/holder/raw-message.js'),
    import('../../src/gate/exchange/accepted.js'),
  ]);

let parts: Promise<unknown> | undefined;

const settle = async (): Promise<void> => {
  await (parts ??= loadParts());
  for (let turn = 0; turn < SETTLE_TURNS; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    // Where a loader runs in a thread of its own, what was asked for before this has come by then.
    await import('../../src/base/clock.js');
  }
};

/** Promises that settle one after the other at one point in time, where nothing but promises is waited for. */
const SETTLE_PROMISES = 20;

const settlePromises = async (): Promise<void> => {
  for (let turn = 0; turn < SETTLE_PROMISES; turn++) await Promise.resolve();
};

/** How a virtual clock lets time pass. */
export interface VirtualClockOptions {
  /**
   * Between calls promises settle and nothing else: for what neither reads, writes nor loads anything, and makes very many calls. A turn
   * of the event loop takes many times as long as a call.
   */
  readonly onlyPromises?: boolean;
}

/** A virtual clock that starts at `startMs`. */
export const createVirtualClock = (
  startMs = VIRTUAL_START_MS,
  { onlyPromises = false }: VirtualClockOptions = {},
): VirtualClock => {
  const settleBetween = onlyPromises ? settlePromises : settle;
  let nowMs = startMs;
  let order = 0;
  const calls = new Set<PendingCall>();

  const findDue = (untilMs: number): PendingCall | undefined => {
    let first: PendingCall | undefined;
    for (const call of calls) {
      if (call.atMs > untilMs) continue;
      if (!first || call.atMs < first.atMs || (call.atMs === first.atMs && call.order < first.order)) first = call;
    }
    return first;
  };

  const advanceTo = async (untilMs: number): Promise<void> => {
    await settleBetween();
    for (let call = findDue(untilMs); call; call = findDue(untilMs)) {
      calls.delete(call);
      nowMs = Math.max(nowMs, call.atMs);
      call.run();
      await settleBetween();
    }
    nowMs = Math.max(nowMs, untilMs);
  };

  return {
    nowMs: () => nowMs,
    callAt: (atMs, run): ScheduledCall => {
      const call: PendingCall = { atMs, order: order++, run };
      calls.add(call);
      return { cancel: () => void calls.delete(call) };
    },
    advance: (byMs) => advanceTo(nowMs + byMs),
    advanceTo,
    settle,
    pending: () => calls.size,
  };
};
