/** Something that is due at a time and keeps its own place in the queue. */
export interface QueueItem {
  /** -1 while it is in no queue. */
  queueIndex: number;
}

/** When items are due, and their places in the queue, which are kept with them so that moving one needs no search. */
export interface QueueOrder<Item> {
  readonly dueAtMs: (item: Item) => number;
  /** -1 while it is in no queue. */
  readonly placeOf: (item: Item) => number;
  readonly setPlace: (item: Item, place: number) => void;
}

/** The order of items that keep their places themselves. */
export const orderBy = <Item extends QueueItem>(dueAtMs: (item: Item) => number): QueueOrder<Item> => ({
  dueAtMs,
  placeOf: ({ queueIndex }) => queueIndex,
  setPlace: (item, place) => void (item.queueIndex = place),
});

/** Items ordered by when they are due: a binary heap with fix-in-place. */
export interface LeaseQueue<Item> {
  readonly size: () => number;
  readonly peek: () => Item | undefined;
  /** Puts an item in, or in its new place when its time has changed. */
  readonly set: (item: Item) => void;
  /** Takes an item out, if it is in. */
  readonly delete: (item: Item) => void;
}

/** A queue in an order; an item's time may change only together with a call of `set`. */
export const createLeaseQueue = <Item>({ dueAtMs, placeOf, setPlace }: QueueOrder<Item>): LeaseQueue<Item> => {
  const heap: Item[] = [];

  const place = (item: Item, at: number): void => {
    heap[at] = item;
    setPlace(item, at);
  };

  const siftUp = (item: Item, from: number): number => {
    const due = dueAtMs(item);
    let at = from;
    while (at > 0) {
      const parent = heap[(at - 1) >>> 1];
      if (parent === undefined || dueAtMs(parent) <= due) break;
      place(parent, at);
      at = (at - 1) >>> 1;
    }
    place(item, at);
    return at;
  };

  const siftDown = (item: Item, from: number): void => {
    const due = dueAtMs(item);
    let at = from;
    for (;;) {
      const child = earlierChild(at);
      if (child === undefined || dueAtMs(child) >= due) break;
      const next = placeOf(child);
      place(child, at);
      at = next;
    }
    place(item, at);
  };

  const earlierChild = (at: number): Item | undefined => {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (left === undefined || right === undefined) return left;
    return dueAtMs(right) < dueAtMs(left) ? right : left;
  };

  const settle = (item: Item, from: number): void => siftDown(item, siftUp(item, from));

  return {
    size: () => heap.length,
    peek: () => heap[0],
    set: (item) => {
      const at = placeOf(item);
      settle(item, at < 0 ? heap.length : at);
    },
    delete: (item) => {
      const at = placeOf(item);
      if (at < 0) return;
      setPlace(item, -1);
      const last = heap.pop();
      if (last !== undefined && last !== item) settle(last, at);
    },
  };
};
