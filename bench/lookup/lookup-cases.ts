import autocannon from 'autocannon';
import { createSeededRandom } from '../../test/support/seeded-random.js';
import type { BenchCase, Contestant } from '../harness.js';
import { startServer } from '../servers/child.js';

const CONNECTIONS = 16;
const PUBLISHES_A_SECOND = 50;
const PATHS = 500;

interface Load {
  readonly name: string;
  readonly url: string;
  readonly paths: readonly string[];
  /** Publishes into the space meanwhile; absent for a server without one. */
  readonly space?: string;
}

const publish = async (url: string, text: string): Promise<void> => {
  const headers = { 'content-type': 'application/xml' };
  const answer = await fetch(`${url}/documents?name=published&period=PT60S`, { method: 'POST', headers, body: text });
  if (answer.status !== 201) throw new RangeError(`a publish was answered with ${String(answer.status)}`);
  await answer.arrayBuffer();
};

/** Publishes at a steady rate until it is stopped; fails when one publish did. */
const startPublishing = (url: string): (() => Promise<unknown>) => {
  const pending: Promise<void>[] = [];
  const timer = setInterval(() => {
    pending.push(publish(url, `<note>${String(pending.length)}</note>`));
  }, 1000 / PUBLISHES_A_SECOND);
  return () => {
    clearInterval(timer);
    return Promise.all(pending);
  };
};

/** Many connections at once, one request after another on each. */
const createHttpLoad = ({ name, url, paths, space }: Load): Contestant => ({
  name,
  measure: async (periodMs) => {
    const stop = space === undefined ? undefined : startPublishing(space);
    const result = await autocannon({
      url,
      connections: CONNECTIONS,
      duration: Math.max(1, periodMs / 1000),
      requests: paths.map((path) => ({ method: 'GET' as const, path })),
    });
    await stop?.();
    if (result.non2xx > 0 || result.errors > 0)
      throw new RangeError(`${name}: ${String(result.non2xx + result.errors)} failed`);
    return result.requests.mean;
  },
});

/** Paths of lookups by names that exist, one hit each. */
const pathsOf = (count: number): readonly string[] => {
  const random = createSeededRandom(count);
  const name = (): string => `bench-service-${String(random.int(count)).padStart(10, '0')}`;
  return Array.from({ length: PATHS }, () => `/spaces/main/documents?name=${name()}`);
};

const lookupByName: BenchCase = {
  name: 'lookup/by-name-10k',
  goals: { 'node:http, same bytes': 0.6, 'the same at 1k': 0.8 },
  open: async () => {
    const [large, small] = await Promise.all([
      startServer<{ url: string }>('space', '10000'),
      startServer<{ url: string }>('space', '1000'),
    ]);
    const [path = ''] = pathsOf(10_000);
    const origin = new URL(large.told.url).origin;
    const answer = Buffer.from(await (await fetch(origin + path)).arrayBuffer());
    if (!answer.includes('<hit>')) throw new RangeError(`no hit for ${path}: ${answer.toString()}`);
    const bare = await startServer<{ url: string }>('bare', answer.toString('base64'));
    return {
      contestants: [
        createHttpLoad({ name: 'stoa', url: origin, paths: pathsOf(10_000), space: large.told.url }),
        createHttpLoad({ name: 'node:http, same bytes', url: bare.told.url, paths: pathsOf(10_000) }),
        createHttpLoad({
          name: 'the same at 1k',
          url: new URL(small.told.url).origin,
          paths: pathsOf(1000),
          space: small.told.url,
        }),
      ],
      close: async () => {
        await Promise.all([large.end(), small.end(), bare.end()]);
      },
    };
  },
};

export const lookupCases: readonly BenchCase[] = [lookupByName];
