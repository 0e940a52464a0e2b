/** Lets whatever waits have its turn of the event loop, in the middle of work that takes long. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
