import type { Counter } from 'prom-client';
import { StoaError } from '../../base/index.js';
import type { GateDesk } from '../../gate/index.js';
import type { Durations } from './durations.js';

/** What a desk's work is told to. */
export interface DeskMeters {
  /** By what was done, and the code of what refused it (empty when nothing did). */
  readonly gates: Counter<'action' | 'code'>;
  /** By outcome: `answered`, or the code of what kept the call from being answered. */
  readonly calls: Durations;
}

const codeOf = (thrown: unknown): string => StoaError.from(thrown).code;

/** `desk`, whose gates are counted and whose relayed calls are measured. */
export const observeDesk = (desk: GateDesk, { gates, calls }: DeskMeters): GateDesk => {
  const counted = async <Done>(action: string, done: Promise<Done>): Promise<Done> => {
    try {
      const result = await done;
      gates.inc({ action, code: '' });
      return result;
    } catch (thrown) {
      gates.inc({ action, code: codeOf(thrown) });
      throw thrown;
    }
  };
  return {
    open: (...asked) => counted('open', desk.open(...asked)),
    refresh: (...asked) => counted('refresh', desk.refresh(...asked)),
    close: (...asked) => counted('close', desk.close(...asked)),
    closures: (...asked) => desk.closures(...asked),
    lookAgain: (...asked) => desk.lookAgain(...asked),
    usage: () => desk.usage(),
    relay: async (...asked) => {
      const sinceMs = performance.now();
      const tell = (outcome: string): void => calls.observe((performance.now() - sinceMs) / 1000, outcome);
      try {
        const answer = await desk.relay(...asked);
        tell('answered');
        return answer;
      } catch (thrown) {
        tell(codeOf(thrown));
        throw thrown;
      }
    },
  };
};
