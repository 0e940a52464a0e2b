import t from 'tap';
import type { Test } from 'tap';
import { ServiceFault, connect, createResultSpawner } from '../../../src/client/index.js';
import type { CallContext, Handlers, ServiceOptions, TypedValue } from '../../../src/client/index.js';
import { systemClock } from '../../../src/base/index.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { PRINT, printerAdvertisement } from '../../gate/gate-house.js';
import { startHouse, startService } from '../space-house.js';

const setUp = async (
  t: Test,
  print: (value: TypedValue, context: CallContext) => Promise<TypedValue> | TypedValue,
  options: ServiceOptions = {},
) => {
  const house = await startHouse(t);
  const handlers: Handlers = { print, status: () => true, log: () => undefined };
  const advertisement = (uri: string): string =>
    printerAdvertisement({ endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
  const service = await startService(t, house.client, { handlers, advertisement, options });
  return { ...house, service };
};

const LETTER = { title: 'letter', copies: 2 };

for (const carry of ['direct', 'relay'] as const) {
  t.test(
    `[space:results] search, select, run, and read the results in a space that did not exist before (${carry})`,
    async (t) => {
      const { client, requests } = await setUp(t, async (_value, { results }) => {
        await results?.progress(1, 2, 'half');
        await results?.publish('<page xmlns="urn:x">1</page>', 'page one');
        return { sheets: 2 };
      });
      const [hit] = (await client.lookup({ name: 'printer-*' })).hits;
      if (!hit) return void t.fail('not found');
      const gate = await client.openGate(hit, { carry });
      const handle = await gate.callAsync('print', LETTER);
      t.ok(handle.space);
      t.not(handle.space?.url, client.url);
      const names: string[] = [];
      for await (const { name } of handle.documents()) names.push(name);
      t.same(names, ['progress', 'page one', 'printed']);
      t.same(await handle.final(), { sheets: 2 }, 'the same value as in a message');
      t.same(await gate.call('print', LETTER), { sheets: 2 });
      t.ok(
        requests.every(({ body }) => body === '' || body.startsWith('<')),
        'each step is an XML message',
      );
      t.match((await handle.space?.describe())?.advertisement.kind, 'result');
    },
  );
}

t.test('final waits for work that is still going on, and documents come as they are published', async (t) => {
  let finish: () => void = () => undefined;
  const { client, service } = await setUp(t, async (_value, { results }) => {
    await results?.progress(0, 1);
    await new Promise<void>((resolve) => (finish = resolve));
    return { sheets: 2 };
  });
  const gate = await client.openGate(service.id);
  const handle = await gate.callAsync('print', LETTER);
  for await (const { name } of handle.documents()) {
    if (name === 'progress') finish();
    t.ok(['progress', 'printed'].includes(name));
  }
  t.same(await handle.final(), { sheets: 2 });
});

t.test('a fault, a failure and a service that cannot spawn a space: the handle tells each', async (t) => {
  const { client, service } = await setUp(t, (value) => {
    if ((value as { copies: number }).copies > 100)
      throw new ServiceFault({ element: { namespace: PRINT, local: 'jam' }, value: { tray: 3 } });
    throw new TypeError('on fire');
  });
  const gate = await client.openGate(service.id);
  const faulty = await gate.callAsync('print', { title: 'x', copies: 101 });
  const fault = await faulty.final().catch((thrown: unknown) => thrown);
  t.ok(fault instanceof ServiceFault);
  t.match(fault, { value: { tray: 3 } });
  const failing = await gate.callAsync('print', LETTER);
  await t.rejects(failing.final(), { code: 'SERVICE_FAILED', message: 'the service failed; its log says why' });
  await t.rejects(gate.callAsync('log', 'x'), { code: 'PARAMETER_INVALID' });
});

t.test(
  'where the service makes no space the answer comes inline, and the handle has the same value and documents',
  async (t) => {
    const { client, service } = await setUp(t, () => ({ sheets: 2 }), { results: false });
    const handle = await (await client.openGate(service.id)).callAsync('print', LETTER);
    t.equal(handle.space, undefined);
    t.same(await handle.final(), { sheets: 2 });
    const names: string[] = [];
    for await (const { name } of handle.documents()) names.push(name);
    t.same(names, ['printed']);
    await handle.cancel();
  },
);

t.test('cancelling ends the space, and the service is told to stop at its next publish', async (t) => {
  let stop: (reason: unknown) => void = () => undefined;
  const stopped = new Promise<unknown>((resolve) => (stop = resolve));
  const { client, service } = await setUp(t, async (_value, { results, signal }) => {
    for (let done = 0; !signal.aborted && done < 1_000; done++) {
      await results?.progress(done).catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
    }
    stop(signal.reason);
    return { sheets: 2 };
  });
  const handle = await (await client.openGate(service.id)).callAsync('print', LETTER);
  await handle.cancel();
  await t.rejects(handle.final(), { code: /SPACE_GONE|ABORTED/ });
  t.match(await stopped, { code: 'SPACE_GONE' });
  await t.rejects(async () => handle.space?.lookup(), { code: 'SPACE_GONE' });
});

/** A service that works until it is told to stop, a gate on it, and the end of the work. */
const startEndless = async (t: Test) => {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const house = await setUp(t, async (_value, { results, signal }) => {
    await results?.progress(1);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    end();
    return { sheets: 2 };
  });
  return { ended, gate: await house.client.openGate(house.service.id) };
};

for (const way of ['space-event', 'advertisement-space-event'] as const)
  t.test(
    `[space:results] a signal that is aborted while results come ends the loop, the wait for the answer and the work (${way})`,
    async (t) => {
      const { gate, ended } = await startEndless(t);
      const giving = new AbortController();
      const handle = await gate.callAsync('print', LETTER, { signal: giving.signal, way });
      const final = t.rejects(handle.final(), { code: 'ABORTED' });
      const names: string[] = [];
      const looping = async (): Promise<void> => {
        for await (const { name } of handle.documents()) {
          names.push(name);
          setImmediate(() => giving.abort());
        }
      };
      await t.rejects(looping(), { code: 'ABORTED', message: /^the caller gave up/ });
      await Promise.all([final, ended]);
      t.same(names, ['progress']);
      await t.resolves(handle.cancel(), 'it has ended already');
    },
  );

t.test('a signal that is aborted when the work is over, or was left to others, ends nothing', async (t) => {
  const { client, service } = await setUp(t, () => ({ sheets: 2 }));
  const gate = await client.openGate(service.id);
  const giving = new AbortController();
  const done = await gate.callAsync('print', LETTER, { signal: giving.signal });
  t.same(await done.final(), { sheets: 2 });
  const released = await gate.callAsync('print', LETTER, { signal: giving.signal });
  released.release();
  giving.abort();
  t.same(await done.final(), { sheets: 2 });
  t.same(await released.final(), { sheets: 2 });
});

t.test('the space of results of work that failed is renewed no more, like any other', async (t) => {
  const clock = createVirtualClock();
  const { client, service } = await setUp(t, () => {
    throw new ServiceFault({ element: { namespace: PRINT, local: 'jam' }, value: { tray: 3 } });
  });
  const hasty = connect(client.url, { clock });
  const handle = await (await hasty.openGate(service.id)).callAsync('print', LETTER);
  await t.rejects(handle.final());
  t.equal(clock.pending(), 0, 'nothing waits to renew it');
});

t.test('the service may publish into the space of results and not end it or look after its lease', async (t) => {
  const { client } = await startHouse(t);
  const spawned = await client.spawn({ name: 'results', result: true });
  const writer = client.at(spawned.url, [spawned.writer ?? '']);
  const { entry } = await writer.publish('<page/>');
  t.equal((await writer.read(entry.id)).xml, '<page/>');
  await t.rejects(writer.lookup(), { code: 'CREDENTIAL_INVALID' });
  await t.rejects(writer.destroy(), { code: 'CREDENTIAL_INVALID' });
  await t.rejects(writer.renew({ id: spawned.lease.id }), { code: 'CREDENTIAL_INVALID' });
  await t.rejects(writer.spawn({ name: 'more' }), { code: 'CREDENTIAL_INVALID' });
  const holder = client.at(spawned.url, [spawned.root]);
  t.match(await holder.renew({ id: spawned.lease.id, credential: spawned.root }, { periodMs: 60_000 }), {
    periodMs: 60_000,
  });
});

t.test(
  'a service that publishes nothing learns of the end of the space at once, and follows no more when its work is over',
  async (t) => {
    const { client, requests } = await startHouse(t);
    const spawner = createResultSpawner({ space: client, clock: systemClock }, { followAfterMs: 0, watchMs: 60_000 });
    const method = { name: 'print', request: { namespace: PRINT, local: 'print' }, faults: [], idempotent: false };
    const results = await spawner({ method, signal: new AbortController().signal });
    const turnsUntil = async (isSo: () => boolean) => {
      for (let turn = 0; turn < 20_000 && !isSo(); turn++) await new Promise((resolve) => setImmediate(resolve));
      return isSo();
    };
    const asked = (what: RegExp) => () => requests.some(({ url, body }) => what.test(url) || what.test(body));
    t.ok(await turnsUntil(asked(/\/events$/)), 'followed');
    t.equal(results.ended.aborted, false);
    const { uri, root = '' } = results.accepted;
    await client.at(uri, [root]).destroy();
    t.ok(await turnsUntil(() => results.ended.aborted));
    t.match(results.ended.reason, { code: 'SPACE_GONE' });
    requests.length = 0;
    const other = await spawner({ method, signal: new AbortController().signal });
    t.ok(await turnsUntil(asked(/\/events$/)));
    other.release();
    t.ok(await turnsUntil(asked(/<cancel /)), 'the subscription is given back');
    t.equal(other.ended.aborted, false);
  },
);
