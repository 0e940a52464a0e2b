import { StoaError, isStoaError } from '../base/index.js';
import type { SpaceId } from '../base/index.js';
import { assertSequence } from './check-limits.js';
import type { Change } from './port.js';

/** Where a space's log begins and ends. */
export interface LogBounds {
  /** Sequence of the last entry, 0 when there was none. */
  readonly last: number;
  /** Sequence through which entries were trimmed, 0 when none was. */
  readonly trimmedThrough: number;
}

/** A bounded number of entries after a point, from one moment of the log; empty at the log's end. */
export type ReadLog = (space: SpaceId, after: number) => Promise<readonly Change[]>;

/** Entries read from the log at once by one reader: few enough that thousands of readers fit into memory. */
export const LOG_PAGE_ENTRIES = 256;

/** Bytes of entries after which a page ends early, for the same reason. */
export const LOG_PAGE_BYTES = 256 * 1024;

/** @throws {StoaError} `RESUME_GONE` when the log cannot tell everything that came after `after` */
export const assertResumable = ({ last, trimmedThrough }: LogBounds, after: number): void => {
  if (after >= trimmedThrough && after <= last) return;
  const message = `expected a resume point from ${trimmedThrough} to ${last}, got ${after}`;
  throw new StoaError('RESUME_GONE', message, { hint: 'read the present state again and follow from its sequence' });
};

/** Follows logs: every reader reads the log itself and is only told that there is more. */
export interface ChangeFeed {
  /** Wakes the readers of a space; to be called when entries are durable, or gone. */
  notify(space: SpaceId): void;
  /** As `Store.changes`. */
  follow(space: SpaceId, after: number, signal: AbortSignal): AsyncIterable<Change>;
  /** Ends every reader. */
  close(): void;
}

/** One reader's bell: news that comes while nobody waits is kept until the next wait. */
interface Bell {
  readonly ring: () => void;
  /** Resolves when the bell has rung since the last wait. */
  readonly rung: () => Promise<void>;
}

/** Who reads. */
interface Reader {
  readonly signal: AbortSignal;
  /** Whether the reader gave up, or the store closed. */
  readonly isOver: () => boolean;
}

const createBell = (): Bell => {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      isRung = true;
      wake?.();
    },
    rung: async () => {
      if (!isRung) await new Promise<void>((resolve) => (wake = resolve));
      isRung = false;
      wake = undefined;
    },
  };
};

/** A feed over the logs that `readLog` reads. */
export const createChangeFeed = (readLog: ReadLog): ChangeFeed => {
  const bells = new Map<SpaceId, Set<Bell>>();
  let closed = false;

  const hang = (space: SpaceId, bell: Bell): (() => void) => {
    const hung = bells.get(space) ?? new Set();
    bells.set(space, hung.add(bell));
    return () => {
      hung.delete(bell);
      if (hung.size === 0 && bells.get(space) === hung) bells.delete(space);
    };
  };

  /** The next page, or `undefined` when the store was closed while it was read. */
  const findPage = async (space: SpaceId, after: number): Promise<readonly Change[] | undefined> => {
    try {
      return await readLog(space, after);
    } catch (error) {
      if (closed && isStoaError(error, 'STORE_CLOSED')) return undefined;
      throw error;
    }
  };

  /** Pages after `after`, as they come, until the reader `isOver`. */
  const readPages = async function* (
    space: SpaceId,
    after: number,
    { signal, isOver }: Reader,
  ): AsyncGenerator<readonly Change[]> {
    const bell = createBell();
    const takeDown = hang(space, bell);
    signal.addEventListener('abort', bell.ring, { once: true });
    try {
      for (let position = after; !isOver();) {
        const page = (await findPage(space, position)) ?? [];
        position += page.length;
        if (page.length > 0) yield page;
        else await bell.rung();
      }
    } finally {
      takeDown();
      signal.removeEventListener('abort', bell.ring);
    }
  };

  const follow = async function* (space: SpaceId, after: number, signal: AbortSignal): AsyncGenerator<Change> {
    if (closed) throw new StoaError('STORE_CLOSED', 'the store is closed');
    assertSequence(after);
    const isOver = (): boolean => signal.aborted || closed;
    for await (const page of readPages(space, after, { signal, isOver })) {
      for (const change of page) {
        if (isOver()) return;
        yield change;
      }
    }
  };

  return {
    follow,
    notify: (space) => bells.get(space)?.forEach((bell) => bell.ring()),
    close: () => {
      closed = true;
      for (const hung of bells.values()) hung.forEach((bell) => bell.ring());
    },
  };
};
