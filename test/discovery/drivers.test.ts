import t from 'tap';
import { silentLog, systemClock, systemRandom } from '../../src/base/index.js';
import { createDiscoveryDriver, findTxtText, toTxt } from '../../src/discovery/index.js';
import { createAvahiDriver } from '../../src/discovery/drivers/avahi/driver.js';
import { createMdnsPackageDriver } from '../../src/discovery/drivers/mdns/driver.js';

const parts = { clock: systemClock, random: systemRandom, log: silentLog };
const missing = (): Promise<unknown> =>
  Promise.reject(Object.assign(new TypeError("Cannot find package 'x'"), { code: 'ERR_MODULE_NOT_FOUND' }));

t.test('a backend that cannot work is refused with its remedy, and no other one takes its place', async (t) => {
  await t.rejects(createMdnsPackageDriver({ backend: 'mdns' }, parts, missing), {
    code: 'DISCOVERY_UNAVAILABLE',
    message: /mdns is not installed/,
    hint: /npm install mdns/,
  });
  const aborted = () => Promise.reject(new TypeError('was compiled against another version'));
  await t.rejects(createMdnsPackageDriver({ backend: 'mdns' }, parts, aborted), {
    message: /does not load on Node .*compiled against/,
  });
  await t.rejects(
    createMdnsPackageDriver({ backend: 'mdns' }, parts, () => Promise.resolve({})),
    { message: /another package/ },
  );
  for (const places of [{ interfaces: ['eth0'] }, { interfaces: [], exclude: ['eth0'] }])
    await t.rejects(createMdnsPackageDriver({ backend: 'mdns', ...places }, parts, missing), {
      code: 'DISCOVERY_UNAVAILABLE',
      hint: /discovery\.interfaces/,
    });
  await t.rejects(createAvahiDriver({ backend: 'avahi' }, parts, missing), {
    code: 'DISCOVERY_UNAVAILABLE',
    hint: /npm install @homebridge\/dbus-native/,
  });
  await t.rejects(createAvahiDriver({ backend: 'avahi', listensOn: '127.0.0.1' }, parts, missing), {
    message: /this machine only/,
  });
  await t.rejects(createMdnsPackageDriver({ backend: 'mdns', listensOn: '::1' }, parts, missing), {
    message: /this machine only/,
  });
});

t.test('off announces nothing and finds nothing', async (t) => {
  const driver = await createDiscoveryDriver({ backend: 'off' }, parts);
  t.throws(() => driver.announce({ name: 'x', type: '_stoa._tcp', port: 1 }), { code: 'DISCOVERY_UNAVAILABLE' });
  driver.browse({ type: '_stoa._tcp' }, () => t.fail('found something')).stop();
  driver.browseTypes(() => t.fail('found something')).stop();
  await driver.close();
});

/** The package as it behaves, of which nothing goes to the network: what is made of it, and what it tells. */
const createFakeMdns = () => {
  const made: { readonly values: unknown[]; isStopped: boolean }[] = [];
  const listeners = new Map<string, (...values: unknown[]) => void>();
  const make = (...values: unknown[]) => {
    const one = { values, isStopped: false };
    made.push(one);
    return {
      start: () => undefined,
      stop: () => void (one.isStopped = true),
      on: (event: string, listener: (...told: unknown[]) => void) => listeners.set(event, listener),
    };
  };
  const mdns = {
    makeServiceType: (type: object) => type,
    createAdvertisement: make,
    createBrowser: make,
    rst: { DNSServiceResolve: () => 'resolve' },
  };
  const registered = (at: number, name: string): void => {
    const told = made[at]?.values[3];
    if (typeof told === 'function') Reflect.apply(told, undefined, [undefined, { name }]);
  };
  const open = () => createMdnsPackageDriver({ backend: 'mdns' }, parts, () => Promise.resolve({ default: mdns }));
  const tell = (event: string, ...values: unknown[]): void => listeners.get(event)?.(...values);
  return { mdns, made, registered, open, tell };
};

t.test(
  'the package mdns announces the bytes that are given, and tells the name that the responder chose',
  async (t) => {
    const { made, registered, open, tell } = createFakeMdns();
    const driver = await open();
    const one = driver.announce({
      ...{ name: 'Main', type: '_stoa._tcp', subtypes: ['_directory'], port: 7862 },
      txt: toTxt({ path: '/x', flag: true }),
    });
    t.match(made[0]?.values.slice(0, 3), [
      { name: 'stoa', protocol: 'tcp', subtypes: ['directory'] },
      7862,
      { name: 'Main', txtRecord: { path: Buffer.from('/x'), flag: null } },
    ]);
    const renamed: string[] = [];
    one.onRenamed((name) => renamed.push(name));
    registered(0, 'Main #2');
    await one.ready;
    t.same([one.name(), ...renamed], ['Main #2', 'Main #2']);
    await one.update(toTxt({ path: '/y' }));
    t.equal(made[0]?.isStopped, true);
    t.match(made[1]?.values[2], { name: 'Main #2', txtRecord: { path: Buffer.from('/y') } });
    await one.stop();
    t.equal(made[1]?.isStopped, true);

    const failing = driver.announce({ name: 'Other', type: '_stoa._tcp', port: 1 });
    tell('error', new TypeError('the daemon is gone'));
    await t.rejects(failing.ready, { code: 'DISCOVERY_UNAVAILABLE' });
    t.equal(made[2]?.isStopped, true, 'a connection that ended is let go');
    const stopped = driver.announce({ name: 'Third', type: '_stoa._tcp', port: 1 });
    await stopped.stop();
    await t.rejects(stopped.ready, { code: 'DISCOVERY_UNAVAILABLE' });
    await driver.close();
    t.ok(made.every(({ isStopped }) => isStopped));
  },
);

t.test('the package mdns resolves by DNSServiceResolve alone, and by interface', async (t) => {
  const { made, open, tell } = createFakeMdns();
  const driver = await open();
  const events: string[] = [];
  let wake = (): void => undefined;
  const told = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  const browsing = driver.browse({ type: '_stoa._tcp' }, ({ kind, service }) => {
    const path = findTxtText(service.txt, 'path');
    events.push(`${kind} ${service.name} ${path} ${service.addresses.join()}`);
    wake();
  });
  t.match(made[0]?.values, [{ name: 'stoa' }, { resolverSequence: ['resolve'] }]);
  const rawTxtRecord = Uint8Array.from(Buffer.from('\u0007path=/y'));
  const found = { name: 'Other', host: '10.0.0.9', port: 1, networkInterface: 'eth0', rawTxtRecord };
  const first = told();
  tell('serviceUp', found);
  await first;
  const second = told();
  tell('serviceUp', { ...found, host: '10.1.0.9', networkInterface: 'wlan0' });
  await second;
  tell('serviceDown', { name: 'Other', networkInterface: 'eth0' });
  tell('serviceUp', { ...found, name: 'Brief' });
  tell('serviceDown', { name: 'Brief', networkInterface: 'eth0' });
  tell('error', new TypeError('a service that is gone'), found);
  tell('error', new TypeError('the daemon is gone'));
  t.same(events, [
    'up Other /y 10.0.0.9',
    'changed Other /y 10.0.0.9,10.1.0.9',
    'changed Other /y 10.1.0.9',
    'down Other /y 10.1.0.9',
  ]);
  t.equal(made[0]?.isStopped, true);
  browsing.stop();
  await driver.close();
  t.throws(() => driver.browse({ type: '_stoa._tcp' }, () => undefined), { code: 'DISCOVERY_UNAVAILABLE' });
});

t.test('a responder that does not answer is told with its remedy', async (t) => {
  const { mdns } = createFakeMdns();
  const dead = { ...mdns, createAdvertisement: () => JSON.parse('{') as never };
  const driver = await createMdnsPackageDriver({ backend: 'mdns' }, parts, () => Promise.resolve(dead));
  t.throws(() => driver.announce({ name: 'x', type: '_stoa._tcp', port: 1 }), {
    code: 'DISCOVERY_UNAVAILABLE',
    hint: /avahi-daemon/,
  });
  t.throws(() => driver.announce({ name: '', type: '_stoa._tcp', port: 1 }), { code: 'PARAMETER_INVALID' });
  await driver.close();
});
