/** Something that is due at a time; it keeps its own place in the queue, so that moving it needs no search. */
export interface QueueItem {
  /** -1 while it is in no queue. */
  queueIndex: number;
}

/** Items ordered by when they are due: a binary heap with fix-in-place. */
export interface LeaseQueue<Item extends QueueItem> {
  readonly size: () => number;
  readonly peek: () => Item | undefined;
  /** Puts an item in, or in its new place when its time has changed. */
  readonly set: (item: Item) => void;
  /** Takes an item out, if it is in. */
  readonly delete: (item: Item) => void;
}

/** A queue by `dueAtMs`; an item's time may change only together with a call of `set`. */
export const createLeaseQueue = <Item extends QueueItem>(dueAtMs: (item: Item) => number): LeaseQueue<Item> => {
  const heap: Item[] = [];

  const place = (item: Item, at: number): void => {
    heap[at] = item;
    item.queueIndex = at;
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
      const next = child.queueIndex;
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
    set: (item) => settle(item, item.queueIndex < 0 ? heap.length : item.queueIndex),
    delete: (item) => {
      const at = item.queueIndex;
      if (at < 0) return;
      item.queueIndex = -1;
      const last = heap.pop();
      if (last !== undefined && last !== item) settle(last, at);
    },
  };
};
