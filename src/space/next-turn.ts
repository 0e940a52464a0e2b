/** Lets whatever waits have its turn of the event loop, in the middle of work that takes long. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Takes all steps of some work, each in a turn of its own. */
export const inTurns = async (steps: Iterable<void>): Promise<void> => {
  const iterator = steps[Symbol.iterator]();
  while (iterator.next().done !== true) await nextTurn();
};
