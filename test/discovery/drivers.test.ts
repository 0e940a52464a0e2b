import t from 'tap';
import { silentLog, systemClock, systemRandom } from '../../src/base/index.js';
import { createDiscoveryDriver, toTxt } from '../../src/discovery/index.js';
import { createAvahiDriver } from '../../src/discovery/drivers/avahi/driver.js';
import { createMdnsPackageDriver } from '../../src/discovery/drivers/mdns.js';

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
  await t.rejects(createMdnsPackageDriver({ backend: 'mdns', interfaces: ['eth0'] }, parts, missing), {
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
});

t.test('off announces nothing and finds nothing', async (t) => {
  const driver = await createDiscoveryDriver({ backend: 'off' }, parts);
  t.throws(() => driver.announce({ name: 'x', type: '_stoa._tcp', port: 1 }), { code: 'DISCOVERY_UNAVAILABLE' });
  driver.browse({ type: '_stoa._tcp' }, () => t.fail('found something')).stop();
  driver.browseTypes(() => t.fail('found something')).stop();
  await driver.close();
});

t.test('the package mdns is used as it is safe to use: resolved by DNSServiceResolve alone', async (t) => {
  const listeners = new Map<string, (value: unknown) => void>();
  const made: unknown[][] = [];
  const running = {
    start: () => undefined,
    stop: () => made.push(['stop']),
    on: (event: string, listener: (value: unknown) => void) => listeners.set(event, listener),
  };
  const mdns = {
    makeServiceType: (type: object) => type,
    createAdvertisement: (...values: unknown[]) => (made.push(values), running),
    createBrowser: (...values: unknown[]) => (made.push(values), running),
    rst: { DNSServiceResolve: () => 'resolve' },
  };
  const driver = await createMdnsPackageDriver({ backend: 'mdns' }, parts, () => Promise.resolve({ default: mdns }));
  const one = driver.announce({
    name: 'Main',
    type: '_stoa._tcp',
    subtypes: ['_directory'],
    port: 7862,
    txt: toTxt({ path: '/x' }),
  });
  t.same(made[0], [
    { name: 'stoa', protocol: 'tcp', subtypes: ['directory'] },
    7862,
    { name: 'Main', txtRecord: { path: '/x' } },
  ]);
  const events: string[] = [];
  const up = new Promise<void>((resolve) => {
    driver.browse({ type: '_stoa._tcp' }, ({ kind, service }) => {
      events.push(`${kind} ${service.name} ${service.addresses.length > 0}`);
      resolve();
    });
  });
  t.match(made[1], [{ name: 'stoa' }, { resolverSequence: ['resolve'] }]);
  const found = { name: 'Other', host: '10.0.0.9', port: 1, networkInterface: 'eth0', txtRecord: { path: '/y' } };
  listeners.get('serviceUp')?.(found);
  await up;
  listeners.get('serviceDown')?.(found);
  t.same(events, ['up Other true', 'down Other true']);
  await one.stop();
  await driver.close();
  t.throws(() => driver.browse({ type: '_stoa._tcp' }, () => undefined), { code: 'DISCOVERY_UNAVAILABLE' });
});
