import t from 'tap';
import type { Test } from 'tap';
import type { Handlers, TypedObject } from '../../src/client/index.js';
import { silentLog, systemClock } from '../../src/base/index.js';
import { createService } from '../../src/client/index.js';
import { serve } from '../../src/http/index.js';
import { attachService } from '../../src/serve/index.js';
import { createTestCli } from '../cli/cli-run.js';
import { PRINT, printMessage, printerAdvertisement } from '../gate/gate-house.js';
import { startHouse, startService } from './space-house.js';

const LETTER = { title: 'letter', copies: 1 };

const handlers: Handlers = {
  print: (value) => {
    if ((value as TypedObject)['copies'] === 99) throw new TypeError('on fire');
    return { sheets: 1 };
  },
  status: () => true,
  log: () => undefined,
};

const advertise = (uri: string): string =>
  printerAdvertisement({ endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });

const setUp = async (t: Test) => {
  const house = await startHouse(t);
  const service = await startService(t, house.client, { handlers, advertisement: advertise });
  const useOf = async () => (await house.client.lookup({ name: 'printer-3f' })).hits[0]?.entry.use;
  return { ...house, service, useOf };
};

const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${PRINT}"><xs:element name="ready" type="xs:boolean"/></xs:schema>`;

t.test('the entry of a service says when a relayed call was last answered as its interface says', async (t) => {
  const { client, service, url, useOf } = await setUp(t);
  t.equal(await useOf(), undefined);
  const gate = await client.openGate(service.id, { carry: 'relay' });
  const beforeMs = Date.now() - 1_000;
  await gate.call('print', LETTER);
  const { lastCallAtMs = 0, ...rest } = (await useOf()) ?? {};
  t.ok(lastCallAtMs >= beforeMs && lastCallAtMs <= Date.now());
  t.same(rest, {});
  t.ok((await client.read(service.id)).entry.use?.lastCallAtMs);
  const answer = await fetch(`${url}/documents?name=printer-3f`, { headers: { accept: 'application/json' } });
  t.match(await answer.text(), /"@lastCallAt": *"\d{4}-[^"]*Z"/);
});

t.test('it says when a call last failed by no fault of its caller, and how', async (t) => {
  const { client, service, useOf } = await setUp(t);
  const gate = await client.openGate(service.id, { carry: 'relay', retryWaitMs: 5 });
  await t.rejects(gate.call('print', { ...LETTER, copies: 99 }), { code: 'SERVICE_FAILED' });
  t.match(await useOf(), { lastFailure: 'failed', lastCallAtMs: undefined });
  const nobody = await serve({ handle: () => Promise.reject(new TypeError('not called')) });
  await nobody.close();
  const dead = await client.publish(advertise(nobody.url));
  const deadGate = await client.openGate(dead.entry.id, { carry: 'relay', retries: 0 });
  await t.rejects(deadGate.call('status', {}), { code: 'SERVICE_UNREACHABLE' });
  t.match((await client.read(dead.entry.id)).entry.use, { lastFailure: 'unreachable' });
  const wrong = await serve({
    handle: async () => ({
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: new TextEncoder().encode(`<ready xmlns="${PRINT}">perhaps</ready>`),
    }),
  });
  t.teardown(() => wrong.close());
  const liar = await client.publish(advertise(wrong.url));
  const liarGate = await client.openGate(liar.entry.id, { carry: 'relay' });
  await t.rejects(liarGate.call('status', {}), { code: 'ANSWER_INVALID' });
  t.match((await client.read(liar.entry.id)).entry.use, { lastFailure: 'mismatch' });
});

t.test('what a caller does wrong, or gives no time for, says nothing about the service', async (t) => {
  const { client, service, useOf } = await setUp(t);
  const gate = await client.openGate(service.id, { carry: 'relay', checkRequests: false });
  await t.rejects(gate.callMessage(printMessage('many')), { code: 'MESSAGE_INVALID' });
  await t.rejects(gate.callMessage('<nothing/>'), { code: 'MESSAGE_UNDECLARED' });
  const headers = { 'content-type': 'application/xml', 'stoa-timeout': '0' };
  const answer = await fetch(gate.uri, { method: 'POST', headers, body: `<status xmlns="${PRINT}"/>` });
  t.equal(answer.status, 504);
  t.equal(await useOf(), undefined);
});

t.test('a lookup by schema that is answered from what is kept says it too', async (t) => {
  const { client, service, url } = await setUp(t);
  const ask = async () => {
    const answer = await fetch(`${url}/lookup`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: SCHEMA,
    });
    return answer.text();
  };
  for (let time = 0; time < 3; time++) t.notMatch(await ask(), /lastCallAt/);
  const gate = await client.openGate(service.id, { carry: 'relay' });
  await gate.call('status', {});
  for (let time = 0; time < 2; time++) t.match(await ask(), /lastCallAt="/);
});

t.test('stoa lookup shows the last call where one was seen', async (t) => {
  const { client, service, url } = await setUp(t);
  const cli = createTestCli(t, url);
  t.notMatch((await cli.run('lookup', 'printer-3f')).output, 'LAST CALL');
  const gate = await client.openGate(service.id, { carry: 'relay' });
  await gate.call('status', {});
  t.match((await cli.run('lookup', 'printer-3f')).output, /LAST CALL.*\n.* (?:in 0s|\d+s ago) +urn:/);
  t.match((await cli.run('lookup', 'printer-3f', '--xml')).output, /lastCallAt="/);
  t.match((await cli.run('lookup', 'printer-3f', '--json')).output, /lastCallAtMs/);
  t.match((await cli.run('read', 'printer-3f', '--json')).output, /lastCallAtMs/);
});

/** What holds a moment later, as soon as it does. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

t.test(
  '[lease:stale] a service that a relay cannot reach is suspect at once, stale after a second failure, and fresh when it is back',
  async (t) => {
    const flags = { liveness: { everyMs: 100, minEveryMs: 100 } };
    const { client } = await startHouse(t, { flags });
    const handle = () => Promise.reject(new TypeError('not called'));
    const first = await serve({ handle });
    const { entry } = await client.publish(advertise(first.url));
    const gate = await client.openGate(entry.id, { carry: 'relay', retries: 0 });
    await first.close();
    const stateOf = async () => (await client.read(entry.id)).entry;
    await t.rejects(gate.call('status', {}), { code: 'SERVICE_UNREACHABLE' });
    t.match(await stateOf(), { stale: false, use: { suspect: true, lastFailure: 'unreachable' } });
    const beforeMs = Date.now();
    await until(async () => (await stateOf()).stale);
    t.ok(Date.now() - beforeMs < 20_000, 'long before mDNS would tell');
    await t.rejects(gate.call('status', {}), { code: 'SERVICE_STALE' });
    t.same((await client.lookup({ name: 'printer-3f', fresh: true })).hits, []);
    const again = await serve({ handle, port: Number(new URL(first.url).port) });
    t.teardown(() => again.close());
    await until(async () => !(await stateOf()).stale);
    t.equal((await stateOf()).use?.suspect, undefined);
  },
);

t.test('stoa lookup says of a service that it is suspect', async (t) => {
  const { client, url } = await startHouse(t);
  const { entry } = await client.publish(advertise('http://127.0.0.1:1/'));
  const gate = await client.openGate(entry.id, { carry: 'relay', retries: 0 });
  await t.rejects(gate.call('status', {}), { code: 'SERVICE_UNREACHABLE' });
  const cli = createTestCli(t, url);
  t.match((await cli.run('lookup', 'printer-3f')).output, /\(suspect\)/);
  t.match((await cli.run('lookup', 'printer-3f', '--xml')).output, /suspect="true"/);
});

t.test('a direct gate that leads to nobody makes the space ask for itself, and what it finds decides', async (t) => {
  const { client } = await startHouse(t);
  const handle = () => Promise.reject(new TypeError('not called'));
  const host = await serve({ handle });
  const { entry } = await client.publish(advertise(host.url));
  const gate = await client.openGate(entry.id, { carry: 'direct', retries: 0 });
  await host.close();
  await t.rejects(gate.call('status', {}), { code: 'SERVICE_UNREACHABLE' });
  await until(async () => (await client.read(entry.id)).entry.stale);
  let asked = 0;
  const also = () => {
    asked += 1;
    return undefined;
  };
  const alive = await serve({ handle, also });
  t.teardown(() => alive.close());
  const other = await client.publish(advertise(alive.url));
  const send = async (message: string): Promise<string> => {
    const headers = { 'content-type': 'application/xml' };
    const answer = await fetch(client.url, { method: 'POST', headers, body: message });
    t.equal(answer.status, 200);
    return answer.text();
  };
  const opened = await send(`<openGate xmlns="urn:stoa:space:1" id="${other.entry.id}" carry="direct"/>`);
  const valueOf = (name: string): string => new RegExp(` ${name}="([^"]+)"`).exec(opened)?.[1] ?? '';
  const refresh = `<refreshGate xmlns="urn:stoa:space:1" gate="${valueOf('gate')}" control="${valueOf('control')}"/>`;
  for (let time = 0; time < 10; time++) await send(refresh);
  await until(() => Promise.resolve(asked > 0));
  t.equal(asked, 1, 'once, however often somebody says so');
  t.match((await client.read(other.entry.id)).entry, { stale: false, use: undefined });
});

t.test(
  '[discover:bridge] what is attached is suspect when its connection is gone, stale after a second call, and fresh when it attaches again',
  async (t) => {
    const { client } = await startHouse(t);
    const attached = '<endpoint uri="urn:stoa:attached:1" binding="attached"/>';
    const { entry, lease } = await client.publish(printerAdvertisement({ endpoints: attached }));
    const gate = await client.openGate(entry.id, { retries: 0 });
    const stateOf = async () => (await client.read(entry.id)).entry;
    await t.rejects(gate.call('status', {}), { code: 'SERVICE_UNREACHABLE' });
    t.match(await stateOf(), { stale: false, use: { suspect: true } });
    await new Promise((resolve) => setTimeout(resolve, 2));
    await t.rejects(gate.call('status', {}), { code: 'SERVICE_UNREACHABLE' });
    await until(async () => (await stateOf()).stale);
    await t.rejects(gate.call('status', {}), { code: 'SERVICE_STALE' });
    const service = await createService({ advertisement: printerAdvertisement({ endpoints: attached }), handlers });
    const { credential = '' } = lease;
    const place = { spaceUrl: client.url, id: entry.id, credential, handle: service.handle };
    const connection = await attachService(place, { clock: systemClock, log: silentLog });
    t.teardown(() => connection.close(0));
    await until(async () => !(await stateOf()).stale);
    t.equal(await gate.call('status', {}), true);
  },
);
