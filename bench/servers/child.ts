import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, so that it and the load do not share one. */
export interface ServerProcess<Told> {
  /** What the server said once it was ready. */
  readonly told: Told;
  readonly end: () => Promise<void>;
}

/** Starts a compiled module of this folder; it sends one message when it is ready, and ends with its channel. */
export const startServer = async <Told>(module: string, ...args: readonly string[]): Promise<ServerProcess<Told>> => {
  const child = fork(new URL(`./${module}.js`, import.meta.url), args);
  const exited = once(child, 'exit');
  const [told] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new RangeError(`${module} ended with ${String(code)}`))),
  ])) as [Told];
  return {
    told,
    end: async () => {
      child.disconnect();
      await exited;
    },
  };
};

/** Tells the parent that this server is ready, and runs `close` when the parent lets go. */
export const sayReady = (told: unknown, close: () => Promise<void> | void): void => {
  process.once('disconnect', () => void Promise.resolve(close()).then(() => process.exit(0)));
  process.send?.(told);
};
