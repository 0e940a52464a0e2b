import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { silentLog, systemClock } from '../../src/base/index.js';
import { connectDevice, describeDevice } from '../../src/client/index.js';
import { createWsDiscovery } from '../../src/discovery/index.js';
import { DEFAULT_WS_LIMITS } from '../../src/discovery/ws-discovery/index.js';
import { serve as serveHttp } from '../../src/http/index.js';
import { toKindType } from '../../src/nearby/index.js';
import { serve } from '../../src/serve/index.js';
import { startHouse } from '../client/space-house.js';
import { createLan } from '../discovery/mdns/lan.js';
import { createAir } from '../support/simulated-datagrams.js';
import { PROJECT } from '../support/source-files.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
const LAMP = UNITS.replace('kind="service"', 'kind="device"');
const handlers = { convert: () => ({ value: '1', unit: 'm' }) };
const ASKED = { value: '1', unit: 'm', to: 'm' };
const LIMITS = { ...DEFAULT_WS_LIMITS, appMaxDelayMs: 5, minDelayMs: 2, maxDelayMs: 5, resolveMs: 200, probeMs: 100 };
const parts = { clock: systemClock, log: silentLog, limits: LIMITS };

const createLinks = () => {
  const air = createAir(systemClock);
  const open = (address: string) => createWsDiscovery({ ...parts, link: air.addHost({ eth0: ['lan', address] }).link });
  return { open, announce: { backend: 'off' as const, links: { openWs: () => open('127.0.0.1') } } };
};

t.test(
  '[discover:device] a device alone, with no space, is found, gives its advertisement, and is called',
  async (t) => {
    const { open, announce } = createLinks();
    const running = await serve({ advertisement: LAMP, handlers }, { announce, signals: [], name: 'lamp' });
    t.teardown(running.close);
    const client = await open('127.0.0.9');
    t.teardown(client.close);
    const events: string[] = [];
    const found = await new Promise<{ address: string; xaddrs: readonly string[] }>((resolve) => {
      const query = { types: [toKindType('device')], scopes: ['stoa://scope/name/lamp'] };
      client.browse(query, (event) => {
        events.push(event.kind);
        resolve(event.found);
      });
    });
    const [url = ''] = found.xaddrs;
    const { advertisement } = await describeDevice(url);
    t.match(advertisement, { id: found.address, kind: 'device', name: 'lamp', endpoints: [{ uri: url }] });
    t.equal(running.id, found.address);
    const gate = await connectDevice(url);
    t.same(gate.methods, ['convert']);
    t.same(await gate.call('convert', ASKED), { value: '1', unit: 'm' });
    await t.rejects(gate.call('convert', { value: 'x' }), { code: 'VALUE_INVALID' }, 'checked before a byte is sent');
    await running.close();
    await t.rejects(gate.call('convert', ASKED), { code: 'SERVICE_UNREACHABLE' });
    t.equal(events.at(-1), 'down', 'goodbye is said');
  },
);

t.test('a service may be in a space and announced, under one URN; it keeps that after a restart', async (t) => {
  const { client: space } = await startHouse(t);
  const { announce } = createLinks();
  const ids: string[] = [];
  for (const round of [1, 2]) {
    const running = await serve({ advertisement: UNITS, handlers }, { space, announce, signals: [] });
    t.equal((await describeDevice(running.url)).advertisement.id, running.id, `round ${round}`);
    t.equal((await space.read(running.id)).entry.id, running.id);
    ids.push(running.id);
    await running.close();
  }
  t.equal(ids[0], ids[1]);
});

t.test('what a service is called is what DNS-SD finds it by, besides its kind', async (t) => {
  const lan = createLan();
  const { driver } = await lan.host('10.0.0.1');
  const client = await lan.host('10.0.0.2');
  const { announce } = createLinks();
  const links = { ...announce.links, openDriver: () => Promise.resolve(driver) };
  const running = await serve(
    { advertisement: LAMP, handlers },
    { announce: { links, subtypes: ['_lamp', '_dimmer'] }, signals: [], name: 'lamp' },
  );
  const told = ['_device', '_lamp', '_dimmer', '_other'].map((subtype) =>
    client.watch({ type: '_stoa._tcp', subtype }),
  );
  await lan.clock.advance(3000);
  t.same(
    told.map((one) => one.told),
    [['up lamp'], ['up lamp'], ['up lamp'], []],
  );
  const closed = running.close();
  await lan.clock.advance(2000);
  await closed;
  t.same(told[1]?.told, ['up lamp', 'down lamp']);
});

t.test('a service that nobody could find is refused, and so is one that only its space admits to', async (t) => {
  const { announce } = createLinks();
  await t.rejects(serve({ advertisement: UNITS, handlers }, { signals: [] }), { code: 'CONFIGURATION_INVALID' });
  await t.rejects(serve({ advertisement: UNITS, handlers }, { announce, access: 'restricted', signals: [] }), {
    code: 'CONFIGURATION_INVALID',
  });
  const failing = { backend: 'off' as const, links: { openWs: () => Promise.reject(new Error('no link')) } };
  await t.rejects(serve({ advertisement: UNITS, handlers }, { announce: failing, signals: [] }), {
    message: 'no link',
  });
});

t.test('[discover:device] what a stranger says of its address is not followed to another host', async (t) => {
  let xml = UNITS;
  const host = await serveHttp({
    handle: () => Promise.resolve({ status: 404, headers: {}, body: new Uint8Array() }),
    also: () => ({ status: 200, headers: { 'content-type': 'application/xml' }, body: new TextEncoder().encode(xml) }),
  });
  t.teardown(host.close);
  xml = UNITS.replace(/uri="[^"]*"/, 'uri="http://192.0.2.1:1/"');
  await t.rejects(connectDevice(host.url), { code: 'ANSWER_INVALID' });
  t.ok(await connectDevice(host.url, { elsewhere: true }));
  xml = UNITS.replace(/uri="[^"]*"/, 'uri="file:///etc/passwd"');
  await t.rejects(connectDevice(host.url, { elsewhere: true }), { code: 'ADVERTISEMENT_INVALID' });
  xml = UNITS.replace(/uri="[^"]*"/, `uri="${host.url}"`).replace(
    'kind="service"',
    'kind="service" access="restricted"',
  );
  await t.rejects(connectDevice(host.url), { code: 'CREDENTIAL_REQUIRED' });
  for (const broken of ['', '<a/>', '<!DOCTYPE a><a/>', UNITS.slice(0, 200)]) {
    xml = broken;
    await t.rejects(connectDevice(host.url));
  }
  await t.rejects(connectDevice('not a url'), { code: 'PARAMETER_INVALID' });
});
