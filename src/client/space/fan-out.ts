import type { SubscriptionItem } from './remote-subscription.js';

/** One of several readers of the same items. */
export interface Outlet {
  /** The next item, or `undefined` at the end; throws what the source throws. */
  readonly next: () => Promise<SubscriptionItem | undefined>;
  /** Takes no more; the last one of those that have begun to read ends the source. */
  readonly close: () => Promise<void>;
  /** Whether it was left behind: what it has waiting is all it gets. */
  readonly isCutOff: () => boolean;
}

/** A source with many readers. */
export interface FanOut {
  readonly add: () => Outlet;
}

/** Items kept for a reader that is slower than another one; beyond, it is cut off. */
const MAX_WAITING = 1_000;

interface Reader {
  readonly waiting: SubscriptionItem[];
  isReading: boolean;
  isCutOff: boolean;
}

/**
 * Gives each reader all items of a source, which is read when a reader asks for more than it was told: the quickest sets the pace,
 * so a single one is told nothing that it does not ask for. `end` is called when nobody reads any more.
 */
export const createFanOut = (source: AsyncGenerator<SubscriptionItem>, end: () => void): FanOut => {
  const readers = new Set<Reader>();
  let pulling: Promise<void> | undefined;
  let over: { readonly failure?: unknown } | undefined;

  const tell = (item: SubscriptionItem): void => {
    for (const reader of readers) {
      reader.isCutOff ||= reader.waiting.length >= MAX_WAITING;
      if (!reader.isCutOff) reader.waiting.push(item);
    }
  };
  const pull = async (): Promise<void> => {
    try {
      const step = await source.next();
      if (step.done === true) over = {};
      else tell(step.value);
    } catch (failure) {
      over = { failure };
    }
    pulling = undefined;
  };
  const next = async (reader: Reader): Promise<SubscriptionItem | undefined> => {
    reader.isReading = true;
    while (readers.has(reader)) {
      const item = reader.waiting.shift();
      if (item !== undefined) return item;
      if (reader.isCutOff) return undefined;
      if (over !== undefined) {
        if ('failure' in over) throw over.failure;
        return undefined;
      }
      await (pulling ??= pull());
    }
    return undefined;
  };
  const close = async (reader: Reader): Promise<void> => {
    if (!readers.delete(reader) || [...readers].some(({ isReading }) => isReading)) return;
    // Who has not begun to read gets what it was told, and goes on by itself.
    for (const left of readers) left.isCutOff = true;
    end();
    await source.return(undefined);
  };
  return {
    add: () => {
      const reader: Reader = { waiting: [], isReading: false, isCutOff: false };
      readers.add(reader);
      return { next: () => next(reader), isCutOff: () => reader.isCutOff, close: () => close(reader) };
    },
  };
};
