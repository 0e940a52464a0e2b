/** Things by a count that goes up and down by one, so that one with most is at hand. */
export interface Ranks<Thing> {
  /** How many a thing has now, which is one more or one less than before; with none it is forgotten. */
  readonly set: (thing: Thing, count: number) => void;
  /** One that has most; of several, whichever came to have so many first. */
  readonly first: () => Thing | undefined;
}

/** Ranks of nothing. Each change takes the same short time, however many things there are. */
export const createRanks = <Thing>(): Ranks<Thing> => {
  const counts = new Map<Thing, number>();
  const byCount = new Map<number, Set<Thing>>();
  let most = 0;

  const leave = (thing: Thing, count: number): void => {
    const equals = byCount.get(count);
    equals?.delete(thing);
    if (equals?.size !== 0) return;
    byCount.delete(count);
    // By one at a time: what had most has one less now, or is gone.
    if (most === count) most--;
  };

  return {
    set: (thing, count) => {
      const before = counts.get(thing);
      if (count > 0) {
        counts.set(thing, count);
        byCount.set(count, (byCount.get(count) ?? new Set()).add(thing));
        most = Math.max(most, count);
      } else counts.delete(thing);
      if (before !== undefined && before !== count) leave(thing, before);
    },
    first: () => {
      const [first] = byCount.get(most) ?? [];
      return first;
    },
  };
};
