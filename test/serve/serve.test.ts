import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { WebSocket } from 'ws';
import { isStoaError } from '../../src/client/index.js';
import type { Gate, SpaceClient } from '../../src/client/index.js';
import { serve } from '../../src/serve/index.js';
import type { ServeOptions } from '../../src/serve/index.js';
import { startHouse } from '../client/space-house.js';
import { readLines, spawnTypescript } from '../support/spawn-typescript.js';
import { PROJECT } from '../support/source-files.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
const handlers = { convert: () => ({ value: '1', unit: 'm' }) };
const ASKED = { value: '1', unit: 'm', to: 'm' };
const named = async (space: SpaceClient, name: string) => (await space.lookup({ name })).hits;

t.test(
  'one call listens, publishes and answers; closing withdraws the advertisement and stops to listen',
  async (t) => {
    const { client: space } = await startHouse(t);
    const before = process.listenerCount('SIGTERM');
    const running = await serve({ advertisement: UNITS, handlers }, { space, name: 'lengths', access: 'restricted' });
    t.equal(process.listenerCount('SIGTERM'), before + 1);
    const [hit] = await named(space, 'lengths');
    t.equal(hit?.entry.id, running.id);
    t.match(running.advertisement, { name: 'lengths', access: 'restricted', endpoints: [{ uri: running.url }] });
    const gate = await space.openGate(running.id);
    t.match(await gate.call('convert', ASKED), { value: '1' });
    t.equal(running.close(), running.close());
    await running.closed;
    t.same(await named(space, 'lengths'), []);
    t.equal(process.listenerCount('SIGTERM'), before);
    await t.rejects(fetch(running.url, { method: 'POST' }));
  },
);

t.test('what cannot be served leaves nothing behind', async (t) => {
  const { client: space } = await startHouse(t);
  const before = process.listenerCount('SIGTERM');
  await t.rejects(serve({ advertisement: UNITS, handlers: {} }, { space }), { code: 'CONFIGURATION_INVALID' });
  await t.rejects(serve({ advertisement: UNITS, handlers }, { space, id: 'no urn' }), { code: 'PARAMETER_INVALID' });
  const nowhere = serve({ advertisement: UNITS, handlers }, { space: 'http://127.0.0.1:1/spaces/main' });
  await t.rejects(nowhere, { code: 'SERVICE_UNREACHABLE' });
  t.equal(process.listenerCount('SIGTERM'), before);
  t.same(await named(space, 'unit-converter'), []);
});

t.test('a service says in its advertisement how it is to be asked after', async (t) => {
  const { client: space } = await startHouse(t);
  const told = async (advertisement: string, liveness: NonNullable<ServeOptions['liveness']>): Promise<string> => {
    const running = await serve({ advertisement, handlers }, { space, signals: [], lingerMs: 0, liveness });
    const text = (await space.readAdvertisement(running.id)).advertisement;
    await running.close();
    return /<[^<]*liveness[^>]*>/.exec(text)?.[0] ?? 'nothing';
  };
  t.match(await told(UNITS, true), /^<liveness xmlns="urn:stoa:liveness:1"\/>$/);
  t.match(await told(UNITS, { probe: '/health', everyMs: 60_000 }), /probe="\/health" every="PT60S"/);
  const asked = UNITS.replace('</advertisement>', '<liveness xmlns="urn:stoa:liveness:1"/></advertisement>');
  t.equal(await told(asked, false), 'nothing');
  await t.rejects(told(UNITS, { probe: 'ftp://x/' }), { code: 'ADVERTISEMENT_INVALID', message: /^the liveness/ });
  const away = await serve({ advertisement: asked, handlers }, { space, signals: [], attach: true });
  t.same(away.advertisement.extensions, [], 'a service without an address says by its connection that it is there');
  await away.close();
  const attached = { space, signals: [], attach: true, liveness: true };
  await t.rejects(serve({ advertisement: UNITS, handlers }, attached), { code: 'CONFIGURATION_INVALID' });
});

t.test('a service that the space has lost is published again', async (t) => {
  const { client: space } = await startHouse(t);
  let publishes = 0;
  const watched: SpaceClient = {
    ...space,
    publish: async (...given) => {
      publishes += 1;
      return space.publish(...given);
    },
    keepLease: (lease, told) => {
      if (publishes === 1) queueMicrotask(() => told?.onLost?.(new Error('gone')));
      return space.keepLease(lease, told);
    },
  };
  const running = await serve({ advertisement: UNITS, handlers }, { space: watched, signals: [] });
  const events = await space.subscribe({ name: 'unit-converter' });
  for await (const { event } of events) {
    t.equal(event, 'published');
    break;
  }
  t.equal(publishes, 2);
  await running.close();
});

t.test('a service that opens no port is published, called through its space, and withdrawn', async (t) => {
  const { client: space } = await startHouse(t);
  const running = await serve(
    { advertisement: UNITS, handlers },
    { space, signals: [], attach: true, access: 'restricted' },
  );
  t.equal(running.url, 'urn:stoa:attached:1');
  t.match(running.advertisement.endpoints, [{ uri: running.url, binding: 'attached' }]);
  const gate = await space.openGate(running.id);
  t.equal(gate.carry, 'relay');
  t.match(await gate.call('convert', ASKED), { value: '1' });
  await running.close();
  await t.rejects(gate.call('convert', ASKED), { code: 'DOCUMENT_NOT_FOUND' });
  t.same(await named(space, 'unit-converter'), []);
});

t.test('a service that opens no port is told of a port that it was given', async (t) => {
  const { client: space } = await startHouse(t);
  const asked = serve({ advertisement: UNITS, handlers }, { space, signals: [], attach: true, port: 1 });
  await t.rejects(asked, { code: 'CONFIGURATION_INVALID', message: /port/ });
});

t.test('an attached service that the space has lost is published and attached again', async (t) => {
  const { client: space } = await startHouse(t);
  const lost: ((reason: unknown) => void)[] = [];
  const watched: SpaceClient = {
    ...space,
    keepLease: (lease, told) => {
      if (told?.onLost) lost.push(told.onLost);
      return space.keepLease(lease, told);
    },
  };
  const attached = new EventEmitter();
  const isAttachedAgain = once(attached, '2');
  let sockets = 0;
  /** Its first message says that the space has taken it on. */
  class NotedWebSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      const name = String(++sockets);
      this.once('message', () => attached.emit(name));
    }
  }
  const running = await serve(
    { advertisement: UNITS, handlers },
    { space: watched, signals: [], attach: { WebSocket: NotedWebSocket } },
  );
  const events = await space.subscribe({ name: 'unit-converter' });
  lost[0]?.(new Error('gone'));
  for await (const { event } of events) if (event === 'published') break;
  const [, again] = await named(space, 'unit-converter');
  await isAttachedAgain;
  const gate = await space.openGate(again?.entry.id ?? '');
  t.match(await gate.call('convert', ASKED), { value: '1' });
  await running.close();
});

interface Child {
  readonly id: string;
  readonly lines: string[];
  readonly end: (signal: NodeJS.Signals) => Promise<[number | null, NodeJS.Signals | null]>;
}

const startChild = async (t: Test, space: string, name: string): Promise<Child> => {
  const child = spawnTypescript(new URL('./children/units-service.ts', import.meta.url), [space, name]);
  t.teardown(() => child.kill('SIGKILL'));
  child.stderr.pipe(process.stderr);
  const reading = readLines(child)[Symbol.asyncIterator]();
  const first = await reading.next();
  const lines: string[] = [];
  const rest = (async () => {
    for (let line = await reading.next(); !line.done; line = await reading.next()) lines.push(line.value);
  })();
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    id: String(first.value).split(' ')[0] ?? '',
    lines,
    end: async (signal) => {
      child.kill(signal);
      const outcome = await exited;
      await rest;
      return outcome;
    },
  };
};

/** Calls one after the other until the service takes no more; how many were answered, and the error that ended it. */
const callOn = async (gate: Gate, value: string): Promise<{ answered: number; error: unknown }> => {
  for (let answered = 0; ; answered++) {
    try {
      await gate.call('convert', { ...ASKED, value });
    } catch (error) {
      return { answered, error };
    }
  }
};

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`at ${signal} the advertisement is withdrawn, calls under way end, and none is lost`, async (t) => {
    const { client: space, url } = await startHouse(t);
    const child = await startChild(t, url, 'leaving');
    const gates = await Promise.all(Array.from({ length: 8 }, () => space.openGate(child.id)));
    const slow = gates.slice(0, 3).map((gate) => gate.call('convert', { ...ASKED, value: '700' }));
    const calling = gates.map((gate) => callOn(gate, '2'));
    await gates[0]?.call('convert', { ...ASKED, value: '50' });
    const [code, ended] = await child.end(signal);
    t.same([code, ended], [0, null], 'the process ends by itself');
    t.same(await named(space, 'leaving'), [], 'the advertisement is gone');
    t.same(
      (await Promise.all(slow)).map((answer) => (answer as { value: string }).value),
      ['700', '700', '700'],
      'what was under way was answered',
    );
    const outcomes = await Promise.all(calling);
    // A gate that finds nobody at its address asks the space, which knows that the service is gone.
    const isRefused = (error: unknown) =>
      isStoaError(error, 'SHUTTING_DOWN', 'SERVICE_UNREACHABLE', 'DOCUMENT_NOT_FOUND');
    t.ok(outcomes.every(({ error }) => isRefused(error)));
    const answered = outcomes.reduce((sum, each) => sum + each.answered, 0) + slow.length + 1;
    t.same(child.lines, [`answered ${answered}`], 'every call that was handled was answered, and the other way round');
    t.ok(answered > 20, `${answered} calls`);
  });
}
