import { once } from 'node:events';
import { readLines, spawnTypescript } from '../support/spawn-typescript.js';

/** A server in a process of its own. */
export interface ServerChild {
  /** URL of its declared space. */
  readonly url: string;
  /** Ends it by a signal and resolves with its exit code; `null` when the signal was its end. */
  readonly end: (signal: 'SIGKILL' | 'SIGTERM') => Promise<number | null>;
}

/** Starts a server on the store in `data`; resolves once it takes messages. */
export const startServerChild = async (data: string): Promise<ServerChild> => {
  const child = spawnTypescript(new URL('./children/space-server.ts', import.meta.url), [data]);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  for await (const line of readLines(child)) {
    child.stdout.resume();
    return {
      url: `${line}/spaces/main`,
      end: async (signal) => {
        child.kill(signal);
        return (await exited)[0];
      },
    };
  }
  throw new RangeError(`the server ended before it listened: ${errors}`);
};
