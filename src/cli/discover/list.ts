import type { BrowseEvent } from '../../discovery/index.js';
import type { Checked, Line, Seen } from './seen.js';

/** What is there, by all protocols together. */
export interface SeenList {
  /** Something came, changed or went. */
  readonly take: (event: BrowseEvent['kind'], seen: Seen) => void;
  /** What is there now, each once. */
  readonly lines: () => readonly Line[];
  /** Resolves when all that came was checked. */
  readonly settled: () => Promise<void>;
}

export interface SeenListParts {
  readonly check: (seen: Seen) => Promise<Checked>;
  readonly tell: (line: Line) => void;
}

/** Whether it is one of several that may tell of the same: what is announced by DNS-SD and is not what it says stands alone. */
const isShared = ({ by, state }: Line): boolean => by === 'ws-discovery' || state === 'checked';

/** Which of several that tell of the same is listed: DNS-SD before WS-Discovery, then whoever came first. */
const findLeader = (lines: Iterable<Line>, id: string): Line | undefined => {
  const shared = [...lines].filter((line) => line.id === id && isShared(line));
  return shared.find(({ by }) => by === 'dns-sd') ?? shared[0];
};

/**
 * A list of what is seen, each thing checked before it is told. What is told of by both protocols, or by several questions, is
 * listed once, as long as any of them tells of it.
 */
export const createSeenList = ({ check, tell }: SeenListParts): SeenList => {
  const there = new Map<string, Line>();
  /** Work on each thing, one after the other: it does not come after it has gone. */
  const queues = new Map<string, Promise<void>>();
  const leaderOf = ({ id }: Seen): Line | undefined => findLeader(there.values(), id);

  const enter = (line: Line): void => {
    const before = leaderOf(line);
    there.set(line.key, line);
    if (isShared(line) && leaderOf(line) !== line) return;
    const isReplacing = isShared(line) && before !== undefined && before.key !== line.key;
    tell(isReplacing ? { ...line, event: 'changed' } : line);
  };
  const leave = ({ key }: Seen): void => {
    const line = there.get(key);
    if (line === undefined) return;
    const isListed = !isShared(line) || leaderOf(line) === line;
    there.delete(key);
    const next = isShared(line) ? leaderOf(line) : undefined;
    if (isListed) tell(next === undefined ? { ...line, event: 'down' } : { ...next, event: 'changed' });
  };
  const work = async (event: BrowseEvent['kind'], seen: Seen): Promise<void> => {
    if (event === 'down') leave(seen);
    else enter({ ...seen, ...(await check(seen)), event });
  };
  return {
    take: (event, seen) => {
      const next = (queues.get(seen.key) ?? Promise.resolve()).then(() => work(event, seen));
      queues.set(seen.key, next);
      void next.finally(() => {
        if (queues.get(seen.key) === next) queues.delete(seen.key);
      });
    },
    lines: () => [...there.values()].filter((line) => !isShared(line) || leaderOf(line) === line),
    settled: async () => {
      await Promise.all(queues.values());
    },
  };
};
