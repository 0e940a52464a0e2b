import type { Clock, Log, ScheduledCall } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';
import type { Questions } from '../../advertisement/index.js';

/** How something answered: `unknown` says nothing of it, as when it may not be asked, or this machine has trouble of its own. */
export type Outcome = 'alive' | 'silent' | 'unknown';

/**
 * Asks an address by an HTTP GET and gives the status of the answer, whose body is not read. Where it may go is its own to decide.
 *
 * @throws {StoaError} `SERVICE_UNREACHABLE` when there is no answer; anything else says nothing about who was asked
 */
export type AskAddress = (request: { readonly url: string; readonly signal: AbortSignal }) => Promise<number>;

/** How much is asked, by all spaces of a server together. */
export interface AskingSettings {
  /** Most questions at once. */
  readonly maxAtOnce: number;
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
}

/** Asks services whether they are there: few at once, one at a time of each server, and not too many a second. */
export interface Asking {
  /** Never throws; what is asked when {@link close} is called, and later, is `unknown`. */
  readonly ask: (questions: Questions) => Promise<Outcome>;
  readonly close: () => void;
}

/** Least time between two questions, in milliseconds: advertisements of strangers must not make a flood of this server. */
const SPACING_MS = 10;

/** Statuses that mean alive where the answer has to be a good one. */
const isWell = (status: number): boolean => status >= 200 && status < 300;

interface Job {
  readonly origin: string;
  readonly run: () => Promise<void>;
}

const toOutcome = (outcomes: readonly Outcome[]): Outcome => {
  if (outcomes.includes('alive')) return 'alive';
  return outcomes.includes('silent') ? 'silent' : 'unknown';
};

/** Starts jobs in order, but none of a server that is being asked. */
const createPool = (clock: Clock, maxAtOnce: number) => {
  const waiting: Job[] = [];
  const busy = new Set<string>();
  let nextAtMs = 0;
  let timer: ScheduledCall | undefined;

  const start = (job: Job): void => {
    nextAtMs = clock.nowMs() + SPACING_MS;
    busy.add(job.origin);
    void job.run().finally(() => {
      busy.delete(job.origin);
      pump();
    });
  };
  const pump = (): void => {
    if (timer !== undefined || busy.size >= maxAtOnce) return;
    const at = waiting.findIndex(({ origin }) => !busy.has(origin));
    if (at < 0) return;
    if (clock.nowMs() >= nextAtMs) for (const job of waiting.splice(at, 1)) start(job);
    if (waiting.length === 0) return;
    timer = clock.callAt(nextAtMs, () => {
      timer = undefined;
      pump();
    });
  };
  return {
    add: (job: Job): void => {
      waiting.push(job);
      pump();
    },
    /** Starts all that waits, which is told to end at once. */
    end: (): void => {
      timer?.cancel();
      for (const job of waiting.splice(0)) void job.run();
    },
  };
};

/** Asks by `askAddress`. */
export const createAsking = (
  askAddress: AskAddress,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  settings: AskingSettings,
): Asking => {
  const pool = createPool(clock, settings.maxAtOnce);
  const closing = new AbortController();
  const isClosed = (): boolean => closing.signal.aborted;

  const askOne = async (url: string, mustBeWell: boolean): Promise<Outcome> => {
    if (isClosed()) return 'unknown';
    const late = new AbortController();
    const timer = clock.callAt(clock.nowMs() + settings.timeoutMs, () => late.abort());
    try {
      const status = await askAddress({ url, signal: AbortSignal.any([late.signal, closing.signal]) });
      return !mustBeWell || isWell(status) ? 'alive' : 'silent';
    } catch (thrown) {
      if (isClosed()) return 'unknown';
      if (late.signal.aborted || isStoaError(thrown, 'SERVICE_UNREACHABLE')) return 'silent';
      log.debug({ url, err: thrown }, 'whether a service is there could not be asked');
      return 'unknown';
    } finally {
      timer.cancel();
    }
  };
  const askInTurn = (url: string, mustBeWell: boolean): Promise<Outcome> =>
    new Promise((resolve) => {
      pool.add({ origin: new URL(url).origin, run: async () => resolve(await askOne(url, mustBeWell)) });
    });
  return {
    ask: async ({ urls, mustBeWell }) => {
      const outcomes: Outcome[] = [];
      for (const url of urls) {
        const outcome = await askInTurn(url, mustBeWell);
        outcomes.push(outcome);
        if (outcome === 'alive') break;
      }
      return toOutcome(outcomes);
    },
    close: () => {
      closing.abort();
      pool.end();
    },
  };
};
