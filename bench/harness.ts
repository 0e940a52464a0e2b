/** One side of a comparison. */
export interface Contestant {
  readonly name: string;
  /** Does the operation for about `periodMs` and answers how often a second it was done. */
  measure(periodMs: number): Promise<number>;
  /** Milliseconds that 99 of 100 operations of the last run took at most, where that is measured. */
  p99Ms?(): number;
}

/** A case with its fixture made: ours first, then the rivals, all doing the same. */
export interface OpenCase {
  readonly contestants: readonly [Contestant, ...Contestant[]];
  /** Frees servers and files. */
  close?(): Promise<void>;
}

/** One named comparison. */
export interface BenchCase {
  /** `operation/fixture`, e.g. `parse/1kB`. */
  readonly name: string;
  /** Least ratio of our rate to that of a rival, by the rival's name. */
  readonly goals?: Readonly<Record<string, number>>;
  /** Makes the fixture, seeded, and proves that the contestants do the same. */
  open(): Promise<OpenCase>;
}

/** What one contestant reached in one case. */
export interface BenchRow {
  readonly name: string;
  readonly contestant: string;
  /** Operations a second, median of the rounds. */
  readonly rate: number;
  /** Our rate as a multiple of this rival's, median of the rounds' ratios; 1 for ourselves. */
  readonly ratio: number;
  readonly goal: number | undefined;
  /** Median over the rounds. */
  readonly p99Ms: number | undefined;
}

/** How the cases are run. */
export interface BenchOptions {
  /** Runs of each contestant, interleaved so that a slow moment of the machine hits all alike. */
  readonly rounds: number;
  /** Length of one run in milliseconds. */
  readonly periodMs: number;
}

/** A contestant that calls `run` in a loop, for what is done on the processor and without waiting. */
export const createLoop = (name: string, run: () => unknown): Contestant => {
  let batch = 1;
  let kept: unknown;
  const time = (): number => {
    const from = performance.now();
    for (let at = 0; at < batch; at++) kept = run();
    return performance.now() - from;
  };
  const measure = async (periodMs: number): Promise<number> => {
    // Batches of about a millisecond, so that reading the clock costs nothing.
    while (time() < 1 && batch < 2 ** 24) batch *= 2;
    let done = 0;
    let spentMs = 0;
    for (; spentMs < periodMs; done += batch) spentMs += time();
    // The result is used, or the compiler might leave the work out.
    return kept === measure ? 0 : (done / spentMs) * 1000;
  };
  return { name, measure };
};

/** A contestant that awaits `run` again and again, for what waits on a server; one call at a time. */
export const createAsyncLoop = (name: string, run: () => Promise<unknown>): Contestant => ({
  name,
  measure: async (periodMs) => {
    const from = performance.now();
    let done = 0;
    for (; performance.now() - from < periodMs; done++) await run();
    return (done / (performance.now() - from)) * 1000;
  },
});

/** A contestant that keeps `inFlight` operations going, each followed by the next at once; it knows how long each took. */
export const createFlightLoop = (name: string, inFlight: number, run: () => Promise<unknown>): Contestant => {
  let tookMs: number[] = [];
  return {
    name,
    measure: async (periodMs) => {
      tookMs = [];
      const from = performance.now();
      const fly = async (): Promise<void> => {
        for (let begun = performance.now(); begun - from < periodMs;) {
          await run();
          const now = performance.now();
          tookMs.push(now - begun);
          begun = now;
        }
      };
      await Promise.all(Array.from({ length: inFlight }, fly));
      return (tookMs.length / (performance.now() - from)) * 1000;
    },
    p99Ms: () => tookMs.sort((left, right) => left - right)[Math.ceil(tookMs.length * 0.99) - 1] ?? Number.NaN,
  };
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] ?? Number.NaN, sorted[middle] ?? Number.NaN];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
};

/** What the rounds of one contestant gave. */
interface Rounds {
  readonly rates: number[];
  readonly p99sMs: number[];
}

const runRounds = async (contestants: readonly Contestant[], options: BenchOptions): Promise<readonly Rounds[]> => {
  const rounds = contestants.map((): Rounds => ({ rates: [], p99sMs: [] }));
  // The first pass warms up and is thrown away.
  for (let round = -1; round < options.rounds; round++) {
    for (const [at, contestant] of contestants.entries()) {
      const rate = await contestant.measure(options.periodMs);
      if (round < 0) continue;
      rounds[at]?.rates.push(rate);
      if (contestant.p99Ms) rounds[at]?.p99sMs.push(contestant.p99Ms());
    }
  }
  return rounds;
};

/** Runs one case: a row for each contestant, ours first. */
export const runCase = async (benchCase: BenchCase, options: BenchOptions): Promise<readonly BenchRow[]> => {
  const opened = await benchCase.open();
  try {
    const rounds = await runRounds(opened.contestants, options);
    const ours = rounds[0]?.rates ?? [];
    return opened.contestants.map(({ name }, at) => {
      const { rates = [], p99sMs = [] } = rounds[at] ?? {};
      const ratios = rates.map((rate, round) => (ours[round] ?? Number.NaN) / rate);
      const p99Ms = p99sMs.length > 0 ? median(p99sMs) : undefined;
      const row = { name: benchCase.name, contestant: name, rate: median(rates), ratio: median(ratios), p99Ms };
      return { ...row, goal: benchCase.goals?.[name] };
    });
  } finally {
    await opened.close?.();
  }
};

/** Whether a row has a goal that was missed. */
export const isMissed = ({ ratio, goal }: BenchRow): boolean => goal !== undefined && ratio < goal;
