import type { NetworkInterfaceInfo } from 'node:os';
import t from 'tap';
import { toTxt } from '../../src/discovery/index.js';
import type { FoundService } from '../../src/discovery/index.js';
import { chooseInterfaces } from '../../src/discovery/mdns/dgram/choose-interfaces.js';
import { findStoa, offerSpaces } from '../../src/nearby/index.js';
import type { SpaceOffersSettings } from '../../src/nearby/index.js';
import { createLan, eth0 } from '../discovery/mdns/lan.js';

const ID = 'urn:uuid:0190163d-8694-739b-aea5-966c26f8ad91';
const PATH = '/spaces/main';

const found = (texts: Parameters<typeof toTxt>[0], changed: Partial<FoundService> = {}): FoundService => ({
  key: 'main._stoa._tcp.local',
  name: 'main',
  type: '_stoa._tcp',
  host: 'host.local',
  port: 7862,
  addresses: ['10.0.0.1', 'fd00::1', 'fe80::1%eth0'],
  txt: toTxt(texts),
  ttlMs: 120_000,
  ...changed,
});

t.test('what was announced leads to URLs of its own host and nowhere else', (t) => {
  t.same(findStoa(found({ id: ID, path: PATH })), {
    key: 'main._stoa._tcp.local',
    name: 'main',
    id: ID,
    urls: ['http://10.0.0.1:7862/spaces/main', 'http://[fd00::1]:7862/spaces/main'],
    asksWho: false,
  });
  t.match(findStoa(found({ id: ID, path: PATH, tls: '1', auth: '1' })), {
    urls: [/^https:/, /^https:/],
    asksWho: true,
  });
  t.match(findStoa(found({ id: ID, path: PATH, tls: 'yes', auth: true })), { urls: [/^http:/], asksWho: false });
  for (const path of [
    '',
    'spaces/main',
    '//evil.example/main',
    '/\\evil.example',
    '/a b',
    '/a?b',
    '/a#b',
    '/ä',
    '/a\r\nhost: x',
    `/${'x'.repeat(255)}`,
  ])
    t.equal(findStoa(found({ id: ID, path })), undefined, JSON.stringify(path.slice(0, 30)));
  for (const id of ['', 'main', 'http://evil.example/', 'urn:', undefined])
    t.equal(findStoa(found({ id, path: PATH })), undefined, `id ${id}`);
  t.equal(findStoa(found({ id: ID })), undefined, 'no path');
  t.equal(findStoa(found({ id: ID, path: true })), undefined, 'a path without a value');
  t.equal(findStoa(found({ id: ID, path: PATH }, { port: 0 })), undefined, 'no port');
  t.same(findStoa(found({ id: ID, path: PATH }, { addresses: ['fe80::1%eth0'] }))?.urls, [], 'no URL names a zone');
  t.end();
});

const WAIT = { waitMs: 2500, moreMs: 300 };

/** A host on which spaces are, and one that looks for them. */
const createLink = async () => {
  const lan = createLan();
  const serving = await lan.host('10.0.0.1');
  const looking = await lan.host('10.0.0.2');
  const announce = (name: string, changed: { readonly id?: string; readonly subtypes?: readonly string[] } = {}) => {
    const { id = `urn:stoa:${name}`, subtypes = ['_directory'] } = changed;
    return serving.driver.announce({ name, type: '_stoa._tcp', subtypes, port: 1, txt: toTxt({ id, path: PATH }) });
  };
  const look = (more: Partial<SpaceOffersSettings> = {}) => {
    const names: string[] = [];
    const startMs = lan.clock.nowMs();
    const ended = (async () => {
      const settings = { ...WAIT, clock: lan.clock, ...more };
      for await (const { name } of offerSpaces(looking.driver, settings)) names.push(name);
      return lan.clock.nowMs() - startMs;
    })();
    return { names, ended };
  };
  return { ...lan, serving, looking, announce, look };
};

t.test('[discover:spaces] where there is no space the look ends after its time, and finds nothing', async (t) => {
  const { clock, announce, look } = await createLink();
  announce('a device', { subtypes: ['_device'] });
  announce('says no URN', { id: 'x' });
  await clock.advance(5000);
  const { names, ended } = look();
  await clock.advance(60_000);
  t.equal(await ended, 2500);
  t.same(names, []);
});

t.test('spaces are offered 300 ms after the first, each once, those of this machine before all others', async (t) => {
  const { clock, announce, look, looking } = await createLink();
  announce('far');
  looking.setInterfaces([eth0('10.0.0.2'), { name: 'lo', addresses: ['127.0.0.1'], segment: 'here' }]);
  looking.driver.announce({
    ...{ name: 'here', type: '_stoa._tcp', subtypes: ['_directory'], port: 2 },
    txt: toTxt({ id: 'urn:stoa:here', path: PATH }),
  });
  await clock.advance(5000);
  const { names, ended } = look();
  await clock.advance(3000);
  t.ok((await ended) < 600, 'found in 0.2 s');
  t.same(names, ['here', 'far']);
});

t.test('a space that goes while others are waited for is not offered, and the next one is waited for', async (t) => {
  const { clock, announce, look } = await createLink();
  const first = announce('first');
  await clock.advance(5000);
  const { names, ended } = look({ waitMs: 6000, moreMs: 1500 });
  await clock.advance(300);
  const stopped = first.stop();
  await clock.advance(1200);
  await stopped;
  announce('second');
  await clock.advance(6000);
  t.ok((await ended) > 2500);
  t.same(names, ['second']);
});

t.test('a look that is called off ends at once', async (t) => {
  const { clock, look } = await createLink();
  const calledOff = new AbortController();
  const { names, ended } = look({ signal: calledOff.signal });
  await clock.advance(100);
  calledOff.abort();
  t.equal(await ended, 100);
  t.same(names, []);
  t.equal(await look({ signal: calledOff.signal }).ended, 0);
});

t.test('interfaces that are left out, or do not lead to what listens, are not used', (t) => {
  const info = (address: string, internal = false): NetworkInterfaceInfo => ({
    ...{ address, internal, mac: '00:00:00:00:00:00', netmask: '', cidr: null },
    ...(address.includes(':') ? { family: 'IPv6', scopeid: 2 } : { family: 'IPv4' }),
  });
  const all = {
    lo: [info('127.0.0.1', true), info('::1', true)],
    eth0: [info('10.0.0.1'), info('fe80::1')],
    docker0: [info('172.17.0.1')],
    down0: undefined,
  };
  const names = (settings: Parameters<typeof chooseInterfaces>[1]) =>
    chooseInterfaces(all, settings).map(({ name, addresses }) => `${name} ${addresses.join(' ')}`);
  t.same(names({}), ['lo 127.0.0.1 ::1', 'eth0 10.0.0.1 fe80::1', 'docker0 172.17.0.1']);
  t.same(names({ exclude: ['docker0', 'lo'] }), ['eth0 10.0.0.1 fe80::1']);
  t.same(names({ interfaces: ['eth0', 'lo', 'wlan0'], exclude: ['lo'] }), ['eth0 10.0.0.1 fe80::1']);
  t.same(names({ listensOn: '127.0.0.1' }), ['lo 127.0.0.1 ::1']);
  t.same(names({ listensOn: '0.0.0.0' }), ['lo 127.0.0.1', 'eth0 10.0.0.1', 'docker0 172.17.0.1']);
  t.same(names({ listensOn: '172.17.0.1' }), ['docker0 172.17.0.1']);
  t.end();
});
