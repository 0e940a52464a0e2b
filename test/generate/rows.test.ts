import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Results } from '../../src/client/contract/index.js';
import type { CallContext, ClientClass, ServiceDefinition, SpaceClient } from '../../src/client/index.js';
import { fromAdvertisement } from '../../src/generate/index.js';
import { serve } from '../../src/serve/index.js';
import { startHouse } from '../client/space-house.js';
import { SMALL_SERVICE, fixtureAdvertisement, sourceOf } from './fixtures.js';
import { generateFor, importGenerated } from './support.js';

interface SmallClient {
  readonly ping: (value?: object) => Promise<{ readonly '@at': string }>;
  readonly notify: (value: string) => Promise<void>;
  readonly work: (value: { readonly steps: number; readonly tag?: readonly string[] }) => Promise<bigint>;
  readonly workResults: (value: object) => Results<bigint, never>;
  readonly close: () => Promise<void>;
}

interface SmallModule {
  readonly SmallThingsClient: ClientClass<SmallClient> & {
    open: (space: SpaceClient, options?: object) => Promise<SmallClient>;
  };
  readonly smallThingsService: (handlers: object) => ServiceDefinition;
  readonly TiredFault: new (detail: { after: number }) => Error & { detail: { after: number } };
  readonly OTiredFault: new (detail: string) => Error & { detail: string };
}

const load = (t: Parameters<typeof importGenerated>[0]): Promise<SmallModule> =>
  importGenerated(t, 'small.ts', { 'small.ts': generateFor(sourceOf(SMALL_SERVICE), { server: true }) });

interface WorkContext extends CallContext {
  readonly emit: (name: 'step', value: number) => Promise<void>;
}

/** Code that knows nothing of messages, as a service may have had it for years. */
class Factory {
  readonly #notes: string[] = [];

  readonly faults: SmallModule;

  constructor(faults: SmallModule) {
    this.faults = faults;
  }

  get notes(): readonly string[] {
    return this.#notes;
  }

  ping(): { '@at': string } {
    return { '@at': '2026-11-21T08:00:00Z' };
  }

  notify(note: string): void {
    this.#notes.push(note);
  }

  async work({ steps }: { steps: number }, { results, emit }: WorkContext): Promise<bigint> {
    if (steps > 100) throw new this.faults.TiredFault({ after: 100 });
    if (steps < 0) throw new this.faults.OTiredFault('of walking backwards');
    for (let step = 1; step <= steps; step++) {
      await emit('step', step);
      await results?.progress(step, steps);
    }
    await results?.publish('<other xmlns="urn:t"/>');
    return BigInt(steps) * 10n ** 18n;
  }
}

t.test(
  "[generate] a typed client and a server skeleton from an interface; the service's own code is not touched",
  async (t) => {
    const module = await load(t);
    const { client: space } = await startHouse(t);
    const factory = new Factory(module);
    const running = await serve(module.smallThingsService(factory), { space, signals: [] });
    t.teardown(() => running.close());
    const small = await module.SmallThingsClient.open(space);
    t.same(await small.ping(), { '@at': '2026-11-21T08:00:00Z' });
    t.equal(await small.notify('by the way'), undefined);
    t.same(factory.notes, ['by the way']);
    t.equal(await small.work({ steps: 9, tag: ['a'] }), 9_000_000_000_000_000_000n);

    const tired = await small.work({ steps: 101 }).catch((thrown: unknown) => thrown);
    t.ok(tired instanceof module.TiredFault && tired.detail.after === 100);
    const backwards = await small.work({ steps: -1 }).catch((thrown: unknown) => thrown);
    t.ok(backwards instanceof module.OTiredFault && backwards.detail === 'of walking backwards');

    const items: object[] = [];
    for await (const item of small.workResults({ steps: 2 })) items.push(item);
    t.same(items, [
      { kind: 'event', name: 'step', value: 1 },
      { kind: 'progress', done: 1, of: 2 },
      { kind: 'event', name: 'step', value: 2 },
      { kind: 'progress', done: 2, of: 2 },
      { kind: 'response', value: 2_000_000_000_000_000_000n },
    ]);
    t.equal(await small.workResults({ steps: 1 }).final(), 1_000_000_000_000_000_000n);
    const failing = async (): Promise<void> => {
      for await (const item of small.workResults({ steps: 500 })) t.fail(JSON.stringify(item));
    };
    t.ok((await failing().catch((thrown: unknown) => thrown)) instanceof module.TiredFault);
    await small.close();
  },
);

t.test('[generate] nothing is generated for what already speaks messages', async (t) => {
  const { SmallThingsClient } = await load(t);
  const { client: space } = await startHouse(t);
  // A service that has never heard of Stoa: it takes XML by POST and answers with XML.
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end('<p:pong xmlns:p="urn:t" at="2026-11-21T09:00:00Z"/>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const uri = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  await space.publish(fixtureAdvertisement(SMALL_SERVICE, uri));
  const small = await SmallThingsClient.open(space);
  t.same(await small.ping(), { '@at': '2026-11-21T09:00:00Z' }, 'its advertisement is all that there is of it');
  const plain =
    '<advertisement xmlns="urn:stoa:advertisement:1" kind="document"><name>x</name><endpoint uri="http://a/" binding="stoa-http"/></advertisement>';
  t.throws(() => fromAdvertisement(plain), { code: 'NOT_A_SERVICE' });
});

t.test('leaving the results of a call before their end cancels the work', async (t) => {
  const module = await load(t);
  const { client: space } = await startHouse(t);
  let ended: AbortSignal | undefined;
  const handlers = {
    ping: () => ({ '@at': '2026-11-21T08:00:00Z' }),
    notify: () => undefined,
    work: async (_value: unknown, { results, signal }: CallContext) => {
      ended = signal;
      await results?.progress(1, 2);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return 1n;
    },
  };
  const running = await serve(module.smallThingsService(handlers), { space, signals: [] });
  t.teardown(() => running.close());
  const small = await module.SmallThingsClient.open(space);
  for await (const item of small.workResults({ steps: 1 })) {
    t.match(item, { kind: 'progress' });
    break;
  }
  t.ok(ended);
});
