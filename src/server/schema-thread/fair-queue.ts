import { StoaError } from '../../base/index.js';
import type { Asker } from '../../space/index.js';

/** A queue whose places are shared between those who ask, and which takes them in turn. */
export interface FairQueue<Item> {
  /**
   * Puts an item behind those of its asker. Where all places are held, the newest item that waits for whoever holds most gives its
   * place to somebody who holds fewer, and is given back.
   *
   * @throws {StoaError} `TOO_MANY_TASKS` when the asker holds its share, or all places are held and nobody holds more
   */
  readonly add: (asker: Asker, item: Item) => Item | undefined;
  /** The next item, of the asker whose turn it is; it holds its place until it is done. */
  readonly take: () => Item | undefined;
  /** An item that was taken and is to be taken again, before all others. */
  readonly putBack: (item: Item) => void;
  /** An item of an asker was done: its place is free. */
  readonly release: (asker: Asker) => void;
  /** Takes out all that wait. */
  readonly clear: () => readonly Item[];
  /** Places held: by items that wait, and by those that were taken and are not done. */
  readonly size: () => number;
}

/** Bounds of a {@link FairQueue}. */
export interface FairQueueOptions {
  /** Most places. */
  readonly places: number;
  /** Most places of one asker. */
  readonly share: number;
}

const refuse = (message: string, limit: string): StoaError =>
  new StoaError('TOO_MANY_TASKS', message, { retryAfterSeconds: 1, limit });

/** The refusal of what finds no place, or lost it. */
export const refuseTask = ({ places }: Pick<FairQueueOptions, 'places'>): StoaError =>
  refuse(`at most ${places} large schemas wait to be read, of all clients together`, 'maxWaitingSchemas');

/** An asker with its items in their order; those that were taken count on. */
interface Line<Item> {
  readonly waiting: Item[];
  held: number;
}

/** The line with most places, of those from which one can be taken. */
const findLargest = <Item>(lines: Iterable<Line<Item>>): Line<Item> | undefined => {
  let largest: Line<Item> | undefined;
  for (const line of lines) if (line.waiting.length > 0 && line.held > (largest?.held ?? 0)) largest = line;
  return largest;
};

/** A queue without items. */
export const createFairQueue = <Item>({ places, share }: FairQueueOptions): FairQueue<Item> => {
  /** Who comes first in it has the next turn; only those who hold places are in it. */
  const lines = new Map<Asker, Line<Item>>();
  const first: Item[] = [];
  let size = 0;

  /** Makes room for one more of somebody who holds `held` places. */
  const pushOut = (held: number): Item => {
    const largest = findLargest(lines.values());
    // One that would hold as many as the other afterwards takes nothing: the two would push each other out for ever.
    const pushed = largest && largest.held > held + 1 ? largest.waiting.pop() : undefined;
    if (largest === undefined || pushed === undefined) throw refuseTask({ places });
    largest.held--;
    size--;
    return pushed;
  };

  return {
    add: (asker, item) => {
      const line = lines.get(asker) ?? { waiting: [], held: 0 };
      if (line.held >= share) {
        throw refuse(
          `at most ${share} large schemas of one client wait to be read, and this one has as many`,
          'maxWaitingSchemasOfClient',
        );
      }
      const pushed = size >= places ? pushOut(line.held) : undefined;
      lines.set(asker, line);
      line.waiting.push(item);
      line.held++;
      size++;
      return pushed;
    },
    take: () => {
      const again = first.shift();
      if (again !== undefined) return again;
      for (const [asker, line] of lines) {
        const item = line.waiting.shift();
        if (item === undefined) continue;
        lines.delete(asker);
        lines.set(asker, line);
        return item;
      }
      return undefined;
    },
    putBack: (item) => void first.unshift(item),
    release: (asker) => {
      const line = lines.get(asker);
      if (line === undefined) return;
      line.held--;
      size--;
      if (line.held === 0) lines.delete(asker);
    },
    clear: () => {
      const waiting = [...first.splice(0), ...[...lines.values()].flatMap((line) => line.waiting)];
      lines.clear();
      size = 0;
      return waiting;
    },
    size: () => size,
  };
};
