import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { StoaError } from '../../src/base/index.js';
import { connect, createClientKey, createService, isStoaError } from '../../src/client/index.js';
import type { ClientClass, CodecGate, Handlers, Service, SpaceClient } from '../../src/client/index.js';
import { createSharedGates } from '../../src/client/gate/shared-gates.js';
import { fromAdvertisement } from '../../src/generate/index.js';
import { createNodeCarrier } from '../../src/http/index.js';
import { printerAdvertisement } from '../gate/gate-house.js';
import { generateFor, importGenerated } from '../generate/support.js';
import { PROJECT } from '../support/source-files.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { createCountingFetch, startHouse, startService } from './space-house.js';

const handlers: Handlers = { print: () => ({ sheets: 1 }), status: () => true, log: () => undefined };

const advertiser =
  (access: 'restricted' | 'unrestricted') =>
  (uri: string): string =>
    printerAdvertisement({ access, endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });

const setUp = async (t: Test, access: 'restricted' | 'unrestricted' = 'unrestricted') => {
  const house = await startHouse(t);
  const service = await startService(t, house.client, { handlers, advertisement: advertiser(access) });
  const key = await createClientKey();
  const counting = createCountingFetch();
  const client = connect(house.url, { fetch: counting.fetch, key });
  const count = (message: string): number =>
    counting.requests.filter(({ body }) => body.includes(`<${message} `)).length;
  return { ...house, service, client, key, count, requests: counting.requests };
};

const read = async (request: IncomingMessage): Promise<Uint8Array> => {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
};

/** A printer behind a server that counts connections. */
const startCounted = async (t: Test, space: SpaceClient) => {
  const made: { service?: Service } = {};
  let sockets = 0;
  let calls = 0;
  const server = createServer((request, response) => {
    calls++;
    void read(request).then(async (body) => {
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      const signal = new AbortController().signal;
      const answer = await made.service?.handle({ method: 'POST', headers, body, signal });
      response.writeHead(answer?.status ?? 500, { ...answer?.headers });
      response.end(answer?.body);
    });
  });
  server.on('connection', () => sockets++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  t.teardown(() => server.closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const advertisement = advertiser('unrestricted')(`http://127.0.0.1:${port}/`);
  made.service = await createService({ advertisement, handlers }, { space });
  const { entry } = await space.publish(advertisement);
  return { id: entry.id, counted: () => ({ sockets, calls }) };
};

/** A second one is opened where a call follows in the very turn in which the one before has ended. */
const MOST_SOCKETS = 2;

for (const carried of ['fetch', 'carrier'] as const) {
  t.test(`[gate:shared] many gates share a connection, and closing one disturbs no other (${carried})`, async (t) => {
    const { client, url } = await startHouse(t);
    const printer = await startCounted(t, client);
    const carrier = createNodeCarrier();
    t.teardown(() => carrier.close());
    const space = connect(url, carried === 'fetch' ? {} : { carrier: carrier.carry });
    const gates = await Promise.all(Array.from({ length: 20 }, () => space.openGate(printer.id, { shared: false })));
    t.equal(new Set(gates.map(({ id }) => id)).size, 20, 'they are gates of their own');
    for (const gate of gates) t.equal(await gate.call('status', {}), true);
    t.equal(printer.counted().calls, 20);
    t.ok(printer.counted().sockets <= MOST_SOCKETS, `20 gates on ${printer.counted().sockets}`);
    for (const gate of gates.filter((_, at) => at % 2 === 0)) await gate.close();
    for (const [at, gate] of gates.entries()) {
      if (at % 2 === 0) await t.rejects(gate.call('status', {}), { code: 'GATE_CLOSED' });
      else t.equal(await gate.call('status', {}), true);
    }
    t.equal(printer.counted().calls, 30);
    t.ok(printer.counted().sockets <= MOST_SOCKETS, 'closing gates closed no connection');
  });
}

for (const access of ['unrestricted', 'restricted'] as const) {
  t.test(
    `[gate:shared] a second gate for the same service, methods, carry and key comes from the cache (${access})`,
    async (t) => {
      const { client, service, count } = await setUp(t, access);
      const options = { methods: ['status'], carry: 'relay' as const };
      const first = await client.openGate(service.id, options);
      const second = await client.openGate(service.id, { ...options });
      t.equal(count('openGate'), 1, 'no message was sent for the second');
      t.equal(second.id, first.id);
      t.equal(second.interface, first.interface, 'and nothing was compiled');
      t.not(second, first);
      await first.call('status', {});
      await first.close();
      await t.rejects(first.call('status', {}), { code: 'GATE_CLOSED' });
      t.equal(count('closeGate'), 0, 'the other handle holds it open');
      t.equal(await second.call('status', {}), true);
      await second.close();
      await second.close();
      t.equal(count('closeGate'), 1);
      const third = await client.openGate(service.id, options);
      t.not(third.id, first.id, 'after the last one was closed a new gate is opened');
      t.equal(third.interface, first.interface, 'whose interface is known');
      t.equal(count('openGate'), 2);
    },
  );
}

t.test('[gate:shared] what is asked for in another way is another gate', async (t) => {
  const { client, service, count, url, key } = await setUp(t);
  const first = await client.openGate(service.id);
  const others = [
    await client.openGate(service.id, { carry: 'relay' }),
    await client.openGate(service.id, { methods: ['status'] }),
    await client.openGate(service.id, { periodMs: 60_000 }),
    await client.openGate(service.id, { timeoutMs: 1_000 }),
    await client.openGate(service.id, { checkRequests: false }),
    await client.openGate(service.id, { shared: false }),
    await connect(url, { key }).openGate(service.id),
  ];
  t.equal(new Set([first, ...others].map(({ id }) => id)).size, others.length + 1);
  t.equal(count('openGate'), others.length);
});

t.test('[gate:shared] gates that are opened at the same time are one', async (t) => {
  const { client, service, count } = await setUp(t);
  const gates = await Promise.all(Array.from({ length: 5 }, () => client.openGate(service.id)));
  t.equal(new Set(gates.map(({ id }) => id)).size, 1);
  t.equal(count('openGate'), 1);
});

t.test('[gate:shared] one who gives up while a gate is opened takes it from nobody else', async (t) => {
  const { client, service } = await setUp(t);
  const giving = new AbortController();
  const first = client.openGate(service.id, { signal: giving.signal });
  const second = client.openGate(service.id);
  first.catch(() => undefined);
  giving.abort();
  await t.rejects(first, { code: 'ABORTED' });
  t.equal(await (await second).call('status', {}), true);
});

t.test('[gate:shared] another version of the service, as a lookup finds it, is another gate', async (t) => {
  const { client, service, count } = await setUp(t);
  const find = async () => {
    const [hit] = (await client.lookup({ name: 'printer-3f' })).hits;
    if (!hit) throw new TypeError('it was published');
    return hit;
  };
  const first = await client.openGate(await find());
  t.equal((await client.openGate(await find())).id, first.id);
  const { entry, lease } = await client.publish(
    advertiser('unrestricted')(service.url).replace('kind="service"', 'kind="service" id="urn:example:printer"'),
  );
  const hit = await client.readAdvertisement(entry.id);
  const own = await client.openGate(hit);
  await client.update(entry.id, hit.advertisement, { credential: lease.credential ?? '' });
  t.not((await client.openGate(await client.readAdvertisement(entry.id))).id, own.id);
  t.equal(count('openGate'), 3);
});

t.test('[gate:shared] a gate that has failed is shared no further', async (t) => {
  const { client, service } = await setUp(t);
  const gate = await client.openGate(service.id, { retries: 0 });
  await t.rejects(gate.call('print', { title: 'x' }), { code: 'VALUE_INVALID' });
  t.equal((await client.openGate(service.id, { retries: 0 })).id, gate.id, "a wrong value is not the gate's fault");
  await t.rejects(gate.callMessage('<nothing/>'), { code: 'MESSAGE_UNDECLARED' });
  t.not((await client.openGate(service.id, { retries: 0 })).id, gate.id);
});

t.test('[gate:shared] what was given away from a shared gate ends when its giver closes it', async (t) => {
  const { client, service, count } = await setUp(t, 'restricted');
  const [giver, other] = [await client.openGate(service.id), await client.openGate(service.id)];
  await giver.narrow({ to: await createClientKey(), methods: ['status'] });
  t.not((await client.openGate(service.id)).id, giver.id, 'nobody else gets a gate that was given away from');
  await giver.close();
  t.equal(count('closeGate'), 1);
  await other.close();
});

/** A gate that does nothing. */
const createIdle = (id: string, expiresAtMs: number, closed: string[] = []): CodecGate => ({
  id,
  carry: 'direct',
  uri: 'http://printer.example/',
  methods: [],
  expiresAtMs,
  call: () => Promise.resolve(undefined),
  callAsync: () => Promise.reject(new StoaError('INTERNAL', 'not used')),
  callMessage: () => Promise.reject(new StoaError('INTERNAL', 'not used')),
  narrow: () => Promise.reject(new StoaError('INTERNAL', 'not used')),
  close: () => Promise.resolve(void closed.push(id)),
});

t.test(
  '[gate:shared] a gate is shared for the first half of its time, and is closed with its last handle all the same',
  async (t) => {
    const clock = createVirtualClock();
    const gates = createSharedGates(clock);
    const closed: string[] = [];
    let made = 0;
    const get = () =>
      gates.get({ service: 'urn:example:a', options: {} }, async () =>
        createIdle(`gate ${++made}`, clock.nowMs() + 1000, closed),
      );
    const first = await get();
    await clock.advance(499);
    const second = await get();
    t.equal(second.id, 'gate 1');
    await clock.advance(1);
    t.equal((await get()).id, 'gate 2');
    await first.close();
    t.same(closed, []);
    await second.close();
    t.same(closed, ['gate 1']);
    t.equal((await get()).id, 'gate 2', 'closing the older one forgets no other');
  },
);

t.test('[gate:shared] a gate that could not be opened is asked for again', async (t) => {
  const clock = createVirtualClock();
  const gates = createSharedGates(clock);
  const wanted = { service: 'urn:example:a', options: {} };
  await t.rejects(
    gates.get(wanted, () => Promise.reject(new StoaError('SERVICE_STALE', 'later'))),
    { code: 'SERVICE_STALE' },
  );
  t.equal((await gates.get(wanted, async () => createIdle('gate', clock.nowMs() + 1000))).id, 'gate');
});

t.test('[gate:shared] how many gates are found again is bounded', async (t) => {
  const clock = createVirtualClock();
  const gates = createSharedGates(clock);
  let made = 0;
  const get = (service: string) =>
    gates.get({ service, options: {} }, async () => createIdle(`gate ${++made}`, clock.nowMs() + 1000));
  for (let at = 0; at <= 1_000; at++) await get(`urn:example:${at}`);
  t.equal((await get('urn:example:1000')).id, 'gate 1001');
  t.equal((await get('urn:example:0')).id, 'gate 1002');
});

interface UnitClient {
  readonly gate: { readonly id: string };
  readonly convert: (value: object) => Promise<{ value: string }>;
  readonly close: () => Promise<void>;
}
interface UnitModule {
  readonly UnitConverterClient: ClientClass<UnitClient> & {
    open: (space: SpaceClient, options: object) => Promise<UnitClient>;
  };
}

t.test('[gate:shared] clients that were generated share gates as well', async (t) => {
  const text = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
  const { UnitConverterClient } = await importGenerated<UnitModule>(t, 'units.ts', {
    'units.ts': generateFor(fromAdvertisement(text)),
  });
  const { client, requests } = await startHouse(t);
  const { id } = await startService(t, client, {
    advertisement: (uri) => text.replace('http://127.0.0.1:4010/', uri),
    handlers: { convert: () => ({ value: '1', unit: 'mi' }) },
  });
  const [first, second] = [
    await UnitConverterClient.open(client, { service: id }),
    await UnitConverterClient.open(client, { service: id }),
  ];
  t.equal(requests.filter(({ body }) => body.includes('<openGate ')).length, 1);
  t.equal(first.gate.id, second.gate.id);
  await first.close();
  t.same(await second.convert({ value: '3', unit: 'km', to: 'mi' }), { value: '1', unit: 'mi' });
  const closed = await first.convert({ value: '3', unit: 'km', to: 'mi' }).catch((thrown: unknown) => thrown);
  t.ok(isStoaError(closed, 'GATE_CLOSED'));
});
