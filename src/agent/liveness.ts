import type { Clock, ScheduledCall } from '../base/index.js';

/** How it stands with somebody: `suspect` after a failure, `gone` after a second one. */
export type LivenessState = 'alive' | 'suspect' | 'gone';

/** Whether somebody is still there: by asking now and then, and by what calls find. */
export interface Liveness {
  readonly state: () => LivenessState;
  /** A call could not reach him: he is asked at once. */
  readonly fail: () => void;
  /** He answered a call. */
  readonly succeed: () => void;
  /** He was heard of: he is asked at once. */
  readonly ask: () => void;
  readonly stop: () => void;
}

/** What is asked, how often, and who is told. */
export interface LivenessParts {
  /** Asks; throws when there is no answer. */
  readonly probe: () => Promise<void>;
  readonly clock: Clock;
  /** How often, in milliseconds. */
  readonly everyMs: number;
  /** Wait between the first failure and the question that decides, in milliseconds. Default 500. */
  readonly decideMs?: number;
  readonly onChanged: (state: LivenessState) => void;
}

const DEFAULT_DECIDE_MS = 500;

/** Watches somebody until it is stopped. */
export const createLiveness = (parts: LivenessParts): Liveness => {
  const { probe, clock, everyMs, decideMs = DEFAULT_DECIDE_MS, onChanged } = parts;
  let state: LivenessState = 'alive';
  let timer: ScheduledCall | undefined;
  let isAsking = false;
  let isOver = false;
  const become = (next: LivenessState): void => {
    if (state === next || isOver) return;
    state = next;
    onChanged(next);
  };
  const askIn = (waitMs: number): void => {
    timer?.cancel();
    if (!isOver) timer = clock.callAt(clock.nowMs() + waitMs, () => void ask());
  };
  const failed = (): void => {
    become(state === 'alive' ? 'suspect' : 'gone');
    askIn(state === 'suspect' ? decideMs : everyMs);
  };
  const ask = async (): Promise<void> => {
    isAsking = true;
    try {
      await probe();
      become('alive');
      askIn(everyMs);
    } catch {
      failed();
    } finally {
      isAsking = false;
    }
  };
  askIn(everyMs);
  return {
    state: () => state,
    fail: () => {
      // One that is being asked is not failed twice for the same silence.
      if (isAsking || state === 'gone') return;
      failed();
    },
    succeed: () => become('alive'),
    ask: () => {
      if (!isAsking) askIn(0);
    },
    stop: () => {
      isOver = true;
      timer?.cancel();
    },
  };
};
