import autocannon from 'autocannon';
import type { Request, Result } from 'autocannon';
import { createSeededRandom } from '../../test/support/seeded-random.js';
import type { BenchCase, Contestant } from '../harness.js';
import { startServer } from '../servers/child.js';
import { createSchema, nameOf } from './fixtures.js';

const CONNECTIONS = 16;
const PUBLISHES_A_SECOND = 50;
const PUBLISHERS = 5;
const NAMES = 500;

/** Services in the space that is looked through by schema, of a thousand families; more take their time to publish. */
const SERVICES = Number(process.env['BENCH_SERVICES'] ?? '10000');
const FAMILIES = 1000;

type Load = LoadOptions & { readonly requests: readonly Request[] };

interface LoadOptions {
  readonly name: string;
  readonly url: string;
  /** Publishes into the space meanwhile; absent for a server without one. */
  readonly space?: string;
}

const assertNoneFailed = (name: string, { non2xx, errors }: Result): void => {
  if (non2xx + errors > 0) throw new RangeError(`${name}: ${String(non2xx + errors)} failed`);
};

/** Publishes at a steady rate for as long as lookups are measured. */
const publishSteadily = (url: string, duration: number): Promise<Result> =>
  autocannon({
    url: `${url}/documents?name=published&period=PT60S`,
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: '<note>published meanwhile</note>',
    connections: PUBLISHERS,
    overallRate: PUBLISHES_A_SECOND,
    duration,
  });

/** Many connections at once, one request after another on each. */
const createHttpLoad = ({ name, url, requests, space }: Load): Contestant => ({
  name,
  measure: async (periodMs) => {
    const duration = Math.max(1, periodMs / 1000);
    const [result, published] = await Promise.all([
      autocannon({ url, connections: CONNECTIONS, duration, requests: [...requests] }),
      space === undefined ? undefined : publishSteadily(space, duration),
    ]);
    assertNoneFailed(name, result);
    if (published) assertNoneFailed(`${name}, publishing`, published);
    return result.requests.mean;
  },
});

/** Lookups by names that exist, one hit each. */
const requestsByName = (count: number): readonly Request[] => {
  const random = createSeededRandom(count);
  const path = (): string => `/spaces/main/documents?name=${nameOf(random.int(count))}`;
  return Array.from({ length: NAMES }, () => ({ method: 'GET', path: path() }));
};

/** The lookup of the one service of the first family. */
const REQUEST_BY_SCHEMA: Request = {
  method: 'POST',
  path: '/spaces/main/lookup',
  headers: { 'content-type': 'application/xml' },
  body: createSchema(0),
};

/** The answer to a request; it must have one hit. */
const findHit = async (origin: string, { path = '', method = 'GET', headers, body }: Request): Promise<Buffer> => {
  const answer = await fetch(origin + path, {
    method,
    ...(typeof body === 'string' && { headers: headers as Record<string, string>, body }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (bytes.toString().split('<hit>').length === 2) return bytes;
  throw new RangeError(`not one hit for ${path}: ${bytes.toString()}`);
};

const lookupByName: BenchCase = {
  name: 'lookup/by-name-10k',
  goals: { 'node:http, same bytes': 0.6, 'the same at 1k': 0.8 },
  open: async () => {
    const [large, small] = await Promise.all([
      startServer<{ url: string }>('space', '10000'),
      startServer<{ url: string }>('space', '1000'),
    ]);
    const requests = requestsByName(10_000);
    const origin = new URL(large.told.url).origin;
    const answer = await findHit(origin, requests[0] ?? {});
    const bare = await startServer<{ url: string }>('bare', answer.toString('base64'));
    return {
      contestants: [
        createHttpLoad({ name: 'stoa', url: origin, requests, space: large.told.url }),
        createHttpLoad({ name: 'node:http, same bytes', url: bare.told.url, requests }),
        createHttpLoad({
          name: 'the same at 1k',
          url: new URL(small.told.url).origin,
          requests: requestsByName(1000),
          space: small.told.url,
        }),
      ],
      close: async () => {
        await Promise.all([large.end(), small.end(), bare.end()]);
      },
    };
  },
};

const lookupBySchema: BenchCase = {
  name: 'lookup/by-schema',
  goals: { 'node:http, same bytes': 0.5 },
  open: async () => {
    const server = await startServer<{ url: string }>('space', String(SERVICES), String(FAMILIES));
    const { origin } = new URL(server.told.url);
    const answer = await findHit(origin, REQUEST_BY_SCHEMA);
    const bare = await startServer<{ url: string }>('bare', answer.toString('base64'));
    const requests = [REQUEST_BY_SCHEMA];
    return {
      contestants: [
        createHttpLoad({ name: 'stoa', url: origin, requests, space: server.told.url }),
        createHttpLoad({ name: 'node:http, same bytes', url: bare.told.url, requests }),
      ],
      close: async () => {
        await Promise.all([server.end(), bare.end()]);
      },
    };
  },
};

export const lookupCases: readonly BenchCase[] = [lookupByName, lookupBySchema];
