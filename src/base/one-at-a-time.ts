/** Does one piece of work after the other, in the order in which they are given. */
export type OneAtATime = <Done>(work: () => Promise<Done>) => Promise<Done>;

/** Nothing is at work at first. A failure is told to whoever gave that work, and keeps nothing behind it from being done. */
export const createOneAtATime = (): OneAtATime => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
};
